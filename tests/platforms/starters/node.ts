import type { Files } from "#tests/support/repository.ts";
import { lockFile } from "./sites.ts";

/** A plain Node server, as `npm init` and ten lines make it. */
export function nodeServer(words: string): Files {
  const manifest = {
    name: "server",
    version: "1.0.0",
    private: true,
    type: "module",
    scripts: { start: "node server.js" },
  };
  return {
    "package.json": json(manifest),
    "package-lock.json": lockFile(manifest),
    "server.js": `import { createServer } from "node:http";
const server = createServer((_, response) => response.end(${JSON.stringify(`${words}\n`)}));
server.listen(process.env.PORT, process.env.HOST, () => console.log("listening"));
`,
  };
}

/** Like it, and dies before it listens. */
export function brokenServer(): Files {
  return { ...nodeServer("broken"), "server.js": 'throw new Error("The database is missing");\n' };
}

/** In the shape of create-next-app: a page, a build into .next, and \`next\` from the installed packages. */
export function nextApp(words: string): Files {
  return {
    ...withPackage("next", nextPackage, { dev: "next dev", build: "next build", start: "next start" }),
    "app/page.js": `export default () => ${JSON.stringify(words)};\n`,
    "next.config.mjs": "export default {};\n",
    ".gitignore": "node_modules\n.next\n",
  };
}

/** In the shape of nuxi init: a page, and a build into a server of its own below .output. */
export function nuxtApp(words: string): Files {
  return {
    ...withPackage("nuxt", nuxtPackage, { dev: "nuxt dev", build: "nuxt build" }),
    "app/app.vue": `<template><div>${words}</div></template>\n`,
    "nuxt.config.ts": "export default {};\n",
    ".gitignore": "node_modules\n.nuxt\n.output\n",
  };
}

/** A package of the repository's own stands for the framework, so that npm installs it without a registry. */
function withPackage(name: string, bin: string, scripts: Record<string, string>): Files {
  const at = `vendor/${name}`;
  const dependencies = { [name]: `file:${at}` };
  const manifest = { name: "app", version: "1.0.0", private: true, type: "module", scripts, dependencies };
  const framework = { name, version: "15.0.0", type: "module", bin: { [name]: "cli.mjs" } };
  return {
    // npm would ask a registry that no test host reaches what it knows of the packages, and wait.
    ".npmrc": "audit=false\nfund=false\nupdate-notifier=false\n",
    "package.json": json(manifest),
    "package-lock.json": lockFile(manifest, {
      "": { name: "app", version: "1.0.0", dependencies },
      [`node_modules/${name}`]: { resolved: at, link: true },
      [at]: { version: framework.version, bin: framework.bin },
    }),
    [`${at}/package.json`]: json(framework),
    [`${at}/cli.mjs`]: { executable: bin },
  };
}

function json(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

/** Takes what the real one takes of its arguments; the build takes a moment. */
const nextPackage = `#!/usr/bin/env node
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { setTimeout } from "node:timers/promises";
import { parseArgs } from "node:util";

const options = { hostname: { type: "string", short: "H", default: "0.0.0.0" }, port: { type: "string", short: "p" } };
const { values, positionals } = parseArgs({ options, allowPositionals: true });
if (positionals[0] === "build") {
  await setTimeout(1500);
  mkdirSync(".next", { recursive: true });
  writeFileSync(".next/page.html", readFileSync("app/page.js", "utf8").match(/"(.*)"/)[1]);
} else {
  const page = readFileSync(".next/page.html");
  const server = createServer((_, response) => response.end(page));
  await setTimeout(500);
  server.listen(values.port ?? process.env.PORT ?? 3000, values.hostname, () => console.log("Ready"));
}
`;

const nuxtPackage = `#!/usr/bin/env node
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { setTimeout } from "node:timers/promises";

await setTimeout(1500);
const words = readFileSync("app/app.vue", "utf8").match(/<div>(.*)<\\/div>/)[1];
mkdirSync(".output/server", { recursive: true });
writeFileSync(
  ".output/server/index.mjs",
  \`import { createServer } from "node:http";
const { PORT, NITRO_PORT, HOST, NITRO_HOST } = process.env;
createServer((_, response) => response.end(\${JSON.stringify(words)})).listen(NITRO_PORT ?? PORT, NITRO_HOST ?? HOST);
\`,
);
`;
