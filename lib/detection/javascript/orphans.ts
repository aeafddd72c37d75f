import { type Doubt, likely } from "../finding.ts";
import type { JavascriptApp } from "./app.ts";

/** Files that belong to a framework, with the packages of which one would be required. */
const owners: readonly { file: RegExp; name: string; packages: readonly string[] }[] = [
  { file: /^next\.config\.[cm]?[jt]s$/, name: "Next.js", packages: ["next"] },
  { file: /^nuxt\.config\.[cm]?[jt]s$/, name: "Nuxt", packages: ["nuxt", "nuxt3", "nuxt-edge", "nuxt-nightly"] },
  { file: /^angular\.json$/, name: "Angular", packages: ["@angular/core", "@angular/cli"] },
  { file: /^svelte\.config\.[cm]?[jt]s$/, name: "Svelte", packages: ["svelte"] },
  { file: /^astro\.config\.[cm]?[jt]s$/, name: "Astro", packages: ["astro"] },
  { file: /^vue\.config\.[cm]?[jt]s$/, name: "Vue CLI", packages: ["@vue/cli-service"] },
  { file: /^react-router\.config\.[cm]?[jt]s$/, name: "React Router", packages: ["@react-router/dev"] },
  { file: /^gatsby-config\.[cm]?[jt]s$/, name: "Gatsby", packages: ["gatsby"] },
  { file: /^docusaurus\.config\.[cm]?[jt]s$/, name: "Docusaurus", packages: ["@docusaurus/core"] },
  { file: /^nest-cli\.json$/, name: "NestJS", packages: ["@nestjs/core"] },
];

/** What lies there of a framework that package.json does not require. */
export function orphans({ place, dependencies }: JavascriptApp): Doubt[] {
  return owners.flatMap(({ file, name, packages }) => {
    const path = place.files.find((candidate) => file.test(candidate));
    const isOrphan = path !== undefined && !packages.some((one) => dependencies.has(one));
    return isOrphan ? [likely(`${path} is that of ${name}, which package.json does not require.`)] : [];
  });
}
