import { execute, type JavascriptApp, runScript } from "./app.ts";

/** In a part of a monorepo the other parts that it stands on are built first, by the tool that knows of them. */
export function buildInMonorepo(app: JavascriptApp, buildCommand: string | null): string | null {
  const { place, manifest, manager } = app;
  const name = manifest.name ?? "";
  const isBuiltByScript = buildCommand === runScript(app, "build") && manifest.scripts.build !== undefined;
  if (place.directory === "" || !isBuiltByScript || !/^[@\w./-]+$/.test(name)) return buildCommand;
  if (place.tree.files.includes("turbo.json")) return execute(app, `turbo run build --filter=${name}`);
  if (place.tree.files.includes("nx.json")) return execute(app, `nx run ${name}:build`);
  return manager.name === "pnpm" ? `pnpm --filter "${name}..." run build` : buildCommand;
}
