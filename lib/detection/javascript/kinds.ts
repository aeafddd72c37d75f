import { likely } from "../finding.ts";
import type { Kind } from "./app.ts";
import { pagesOf, vite, createReactApp, otherBundler, vueCli } from "./bundled.ts";
import { next } from "./next.ts";
import { server } from "./node.ts";
import { nuxt } from "./nuxt.ts";
import { angular, astro, nest, reactRouter, remix, site, svelteKit } from "./servers.ts";

/** Draws whole apps; more than one of them contradict each other. */
type Rank = "app" | "server" | "bundler" | "site";

/** By the names of Vercel's table, the most telling first. */
const kinds: Record<string, { rank: Rank; kind: Kind }> = {
  nextjs: { rank: "app", kind: next },
  nuxtjs: { rank: "app", kind: nuxt },
  "react-router": { rank: "app", kind: reactRouter },
  remix: { rank: "app", kind: remix },
  "sveltekit-1": { rank: "app", kind: svelteKit },
  astro: { rank: "app", kind: astro },
  gatsby: { rank: "app", kind: site("react") },
  "create-react-app": { rank: "app", kind: createReactApp },
  vue: { rank: "app", kind: vueCli },
  angular: { rank: "app", kind: angular },
  nestjs: { rank: "app", kind: nest },
  "docusaurus-2": { rank: "site", kind: site("static") },
  eleventy: { rank: "site", kind: site("static") },
  hexo: { rank: "site", kind: site("static") },
  gridsome: { rank: "app", kind: site("vue") },
  express: { rank: "server", kind: server },
  fastify: { rank: "server", kind: server },
  koa: { rank: "server", kind: server },
  hono: { rank: "server", kind: server },
  elysia: { rank: "server", kind: server },
  h3: { rank: "server", kind: server },
  vite: { rank: "bundler", kind: vite },
  parcel: { rank: "bundler", kind: otherBundler },
  vitepress: { rank: "site", kind: site("static") },
  vuepress: { rank: "site", kind: site("static") },
};

const ranks: readonly Rank[] = ["app", "server", "bundler", "site"];
const slugs = Object.keys(kinds);

/** Known to Vercel's table and not to ours: what it says is proposed, and no more. */
const unknown: Kind = (app, framework) => ({
  ...pagesOf(app, framework.name),
  name: framework.name,
  buildCommand: framework.buildCommand === null ? null : `npx ${framework.buildCommand}`,
  startCommand: null,
  outputDirectory: framework.outputDirectory,
  doubts: [likely(`Devpilot knows ${framework.name} by name alone: check the commands and the output directory.`)],
});

export function kindOf(slug: string): { rank: Rank; kind: Kind } {
  return (Object.hasOwn(kinds, slug) ? kinds[slug] : undefined) ?? { rank: "app", kind: unknown };
}

/** How telling a framework is: the lower the more. */
export function weightOf(slug: string): number {
  const at = slugs.indexOf(slug);
  return ranks.indexOf(kindOf(slug).rank) * 100 + (at < 0 ? slugs.length : at);
}
