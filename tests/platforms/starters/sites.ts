import type { Files } from "#tests/support/repository.ts";

/** Pages as they are. */
export function plainSite(words: string): Files {
  return { "index.html": page(`<h1>${words}</h1>`), "app.js": `console.log(${JSON.stringify(words)});\n` };
}

/** In the shape of the Vite starters, with a bundler of its own in place of Vite: no registry is needed to build it. */
export function builtSite(framework: string, words: string, output = "dist"): Files {
  const scripts = { build: `node bundle.mjs ${output}` };
  const manifest = { name: "site", version: "1.0.0", private: true, type: "module", scripts };
  return {
    "package.json": JSON.stringify(manifest, null, 2),
    "package-lock.json": lockFile(manifest),
    "index.html": page(`<div id="app"></div><script type="module" src="/src/main.js"></script>`),
    "src/main.js": `document.querySelector("#app").textContent = ${JSON.stringify(`${framework}: ${words}`)};\n`,
    "bundle.mjs": bundler,
    ".gitignore": "node_modules\ndist\n",
  };
}

/** As npm writes it; of a package without dependencies where no others are given. */
export function lockFile({ name, version }: { name: string; version: string }, packages = {}): string {
  const root = { name, version };
  return JSON.stringify({ ...root, lockfileVersion: 3, requires: true, packages: { "": root, ...packages } }, null, 2);
}

function page(body: string): string {
  return `<!doctype html>\n<html lang="en">\n<body>${body}</body>\n</html>\n`;
}

/** Takes a second, as builds do, so that somebody can look in between. */
const bundler = `import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createHash } from "node:crypto";
import { setTimeout } from "node:timers/promises";

const output = process.argv[2];
const script = readFileSync("src/main.js", "utf8");
const name = \`assets/main-\${createHash("sha256").update(script).digest("hex").slice(0, 8)}.js\`;
await setTimeout(1500);
mkdirSync(\`\${output}/assets\`, { recursive: true });
writeFileSync(\`\${output}/\${name}\`, script);
const html = readFileSync("index.html", "utf8").replace("/src/main.js", \`/\${name}\`);
writeFileSync(\`\${output}/index.html\`, html.replace("</body>", \`<!-- \${script.trim()} --></body>\`));
console.log(\`\${output}/\${name}\`);
`;
