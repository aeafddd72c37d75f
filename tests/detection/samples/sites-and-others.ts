import { json, locks, type Sample } from "./sample.ts";

const served = { installCommand: null, buildCommand: null, startCommand: null };

export const siteSamples: Sample[] = [
  {
    name: "one page",
    files: { "index.html": "<h1>Shop</h1>\n", "style.css": "" },
    expected: { platform: "static", certainty: "likely", ...served, outputDirectory: null, requirements: [] },
    doubts: ["No manifest says what this is"],
  },
  {
    name: "pages with scripts",
    files: { "index.html": '<script src="app.js"></script>\n', "app.js": "", "README.md": "" },
    expected: { platform: "javascript", certainty: "likely", ...served, outputDirectory: null },
  },
  {
    name: "pages below public",
    files: { "public/index.html": "<h1>Shop</h1>\n" },
    expected: { platform: "static", certainty: "likely", outputDirectory: "public" },
  },
  {
    name: "pages with a package.json for developers",
    files: {
      "index.html": '<script src="app.js"></script>\n',
      "app.js": "",
      "package.json": json({ scripts: { start: "live-server" }, devDependencies: { "live-server": "^1.2.0" } }),
      ...locks.npm,
    },
    expected: { platform: "javascript", certainty: "likely", ...served },
  },
  {
    name: "an app whose package.json is gone",
    files: {
      "index.html": '<script type="module" src="/src/main.tsx"></script>\n',
      "vite.config.ts": "",
      "src/main.tsx": "",
    },
    expected: { platform: "static", certainty: "unsure" },
    doubts: ["vite.config.ts is there without a package.json"],
  },
  {
    name: "Hugo",
    files: {
      "hugo.toml": "baseURL = 'https://example.com/'\n",
      "content/posts/first.md": "",
      "themes/plain/theme.toml": "",
    },
    expected: {
      platform: "static",
      certainty: "certain",
      framework: { name: "Hugo", version: null },
      buildCommand: "hugo --gc --minify",
      outputDirectory: "public",
      requirements: ["hugo"],
    },
  },
  {
    name: "Jekyll",
    files: { Gemfile: 'gem "jekyll", "~> 4.4"\n', "Gemfile.lock": "", "_config.yml": "title: Shop\n", "index.md": "" },
    expected: {
      platform: "static",
      certainty: "certain",
      framework: { name: "Jekyll", version: "~> 4.4" },
      outputDirectory: "_site",
      requirements: ["ruby", "bundle"],
    },
  },
  {
    name: "MkDocs",
    files: { "mkdocs.yml": "site_name: Shop\n", "requirements.txt": "mkdocs==1.6.1\n", "docs/index.md": "" },
    expected: {
      platform: "static",
      certainty: "certain",
      buildCommand: ".venv/bin/mkdocs build",
      outputDirectory: "site",
    },
  },
  {
    name: "Rust",
    files: { "Cargo.toml": '[package]\nname = "shop"\n', "src/main.rs": "" },
    expected: { platform: "other", certainty: "unsure", framework: { name: "Rust", version: null } },
    doubts: ["for which Devpilot has no platform"],
  },
  {
    name: "nothing but a Dockerfile",
    files: { Dockerfile: "FROM scratch\n", "README.md": "" },
    expected: { platform: "other", certainty: "unsure" },
    doubts: ["deploys without containers"],
  },
  {
    name: "nothing but words",
    files: { "README.md": "# Shop\n", LICENSE: "" },
    expected: { platform: "other", certainty: "unsure", evidence: [] },
    doubts: ["no manifest here that Devpilot knows"],
  },
  {
    name: "nothing at all",
    files: {},
    expected: { platform: "other", certainty: "unsure" },
    doubts: ["There are no files here"],
  },
];
