import { json, locks, type Sample } from "./sample.ts";

const listening = "app.listen(process.env.PORT ?? 3000);\n";

const express = (more: object = {}) => ({
  "package.json": json({
    name: "api",
    scripts: { start: "node server.js", dev: "nodemon server.js" },
    dependencies: { express: "^5.1.0" },
    ...more,
  }),
  "server.js": `import express from "express";\nconst app = express();\n${listening}`,
});

export const nodeSamples: Sample[] = [
  {
    name: "Express with a start script",
    files: { ...express(), ...locks.npm },
    expected: {
      platform: "node",
      certainty: "certain",
      framework: { name: "Express", version: "^5.1.0" },
      installCommand: "npm ci",
      buildCommand: null,
      startCommand: "npm start",
      outputDirectory: null,
    },
  },
  {
    name: "Express without a start script",
    files: { ...express({ scripts: {} }), ...locks.npm },
    expected: { platform: "node", certainty: "likely", startCommand: "node server.js" },
    doubts: ["server.js was taken to be the server"],
  },
  {
    name: "Express that is started for developers alone",
    files: { ...express({ scripts: { start: "nodemon server.js" } }), ...locks.npm },
    expected: { platform: "node", certainty: "likely", startCommand: "node server.js" },
  },
  {
    name: "Express on a port of its own choice",
    files: { ...express(), ...locks.npm, "server.js": 'import express from "express";\nexpress().listen(8080);\n' },
    expected: { platform: "node", certainty: "likely" },
    doubts: ["listens on a port of its own choice"],
  },
  {
    name: "a server of Node alone",
    files: {
      "package.json": json({ name: "api", scripts: { start: "node index.mjs" }, engines: { node: ">=22" } }),
      "index.mjs": "http.createServer().listen(process.env.PORT);\n",
      ".tool-versions": "nodejs 22.14.0\n",
      ...locks.npm,
    },
    expected: {
      platform: "node",
      certainty: "certain",
      framework: null,
      startCommand: "npm start",
      runtime: { name: "node", version: "22.14.0", from: ".tool-versions" },
      requirements: ["node@^22.14.0", "npm"],
    },
  },
  {
    name: "Fastify in TypeScript, by pnpm",
    files: {
      "package.json": json({
        scripts: { build: "tsc", start: "node dist/server.js" },
        dependencies: { fastify: "^5.3.0" },
        volta: { node: "22.15.0" },
      }),
      "src/server.ts": `import Fastify from "fastify";\nawait app.listen({ port: Number(process.env.PORT) });\n`,
      ...locks.pnpm,
    },
    expected: {
      platform: "node",
      certainty: "certain",
      buildCommand: "pnpm run build",
      startCommand: "pnpm run start",
      requirements: ["node@^22.15.0", "pnpm"],
    },
  },
  {
    name: "NestJS",
    files: {
      "package.json": json({
        scripts: { build: "nest build", start: "nest start", "start:prod": "node dist/main" },
        dependencies: { "@nestjs/core": "^11.0.1", "@nestjs/platform-express": "^11.0.1" },
        devDependencies: { "@nestjs/cli": "^11.0.0" },
      }),
      "src/main.ts": 'import { NestFactory } from "@nestjs/core";\nawait app.listen(process.env.PORT ?? 3000);\n',
      "nest-cli.json": "{}",
      ".env.sample": "JWT_SECRET=changeme\nCACHE_TTL=60\n",
      ...locks.npm,
    },
    expected: {
      platform: "node",
      certainty: "certain",
      framework: { name: "NestJS", version: "^11.0.1" },
      buildCommand: "npm run build",
      startCommand: "npm run start:prod",
    },
    required: ["JWT_SECRET"],
    suggested: ["CACHE_TTL"],
  },
  {
    name: "Hono with a default for its variable in the code",
    files: {
      "package.json": json({ scripts: { start: "node src/index.js" }, dependencies: { hono: "^4.7.0" } }),
      "src/index.js": 'import { Hono } from "hono";\nserve({ port: process.env.PORT });\nprocess.env.REGION || "eu";\n',
      ".env.example": "REGION=\nAPI_TOKEN=\n",
      ...locks.npm,
    },
    expected: { platform: "node", certainty: "certain", framework: { name: "Hono", version: "^4.7.0" } },
    required: ["API_TOKEN"],
    suggested: ["REGION"],
  },
  {
    name: "React Router with a server",
    files: {
      "package.json": json({
        scripts: { build: "react-router build", start: "react-router-serve ./build/server/index.js" },
        dependencies: { "@react-router/serve": "^7.5.0", react: "^19.0.0", "react-router": "^7.5.0" },
        devDependencies: { "@react-router/dev": "^7.5.0", vite: "^6.0.0" },
      }),
      "react-router.config.ts": "export default { ssr: true };\n",
      "vite.config.ts": 'import { reactRouter } from "@react-router/dev/vite";\n',
      ...locks.npm,
    },
    expected: { platform: "node", certainty: "certain", startCommand: "npm start", outputDirectory: null },
  },
  {
    name: "React Router without a server",
    files: {
      "package.json": json({
        scripts: { build: "react-router build" },
        dependencies: { react: "^19.0.0", "react-router": "^7.5.0" },
        devDependencies: { "@react-router/dev": "^7.5.0", vite: "^6.0.0" },
      }),
      "react-router.config.ts": "export default { ssr: false };\n",
      "vite.config.ts": 'import { reactRouter } from "@react-router/dev/vite";\n',
      ...locks.npm,
    },
    expected: { platform: "react", certainty: "certain", startCommand: null, outputDirectory: "build/client" },
  },
  {
    name: "SvelteKit with the adapter for Node",
    files: {
      "package.json": json({
        scripts: { build: "vite build" },
        devDependencies: {
          "@sveltejs/kit": "^2.16.0",
          "@sveltejs/adapter-node": "^5.0.0",
          svelte: "^5.0.0",
          vite: "^6",
        },
      }),
      "svelte.config.js": "import adapter from '@sveltejs/adapter-node';\n",
      ...locks.npm,
    },
    expected: { platform: "node", certainty: "certain", startCommand: "node build" },
  },
  {
    name: "SvelteKit that leaves open where it goes",
    files: {
      "package.json": json({
        scripts: { build: "vite build" },
        devDependencies: {
          "@sveltejs/kit": "^2.16.0",
          "@sveltejs/adapter-auto": "^6.0.0",
          svelte: "^5.0.0",
          vite: "^6",
        },
      }),
      "svelte.config.js": "import adapter from '@sveltejs/adapter-auto';\n",
      ...locks.npm,
    },
    expected: { platform: "node", certainty: "unsure", startCommand: null },
    doubts: ["adapter-auto"],
  },
  {
    name: "an app with a Procfile and a worker",
    files: {
      ...express({ scripts: {} }),
      ...locks.npm,
      Procfile: "web: node server.js\nworker: node worker.js\nrelease: node migrate.js\n",
    },
    expected: {
      platform: "node",
      certainty: "certain",
      startCommand: "node server.js",
      migrateCommand: "node migrate.js",
      processes: [{ name: "worker", command: "node worker.js", count: 1 }],
    },
  },
  {
    name: "an app described for Heroku",
    files: {
      ...express(),
      ...locks.npm,
      "app.json": json({
        env: {
          SESSION_SECRET: { generator: "secret" },
          LOG_LEVEL: "info",
          MAIL_URL: { description: "Where mail goes", required: false },
          SHOP_ID: { description: "Which shop" },
        },
      }),
    },
    expected: { platform: "node", certainty: "certain" },
    required: ["SESSION_SECRET", "SHOP_ID"],
    suggested: ["LOG_LEVEL", "MAIL_URL"],
  },
  {
    name: "Express without a lock file",
    files: express(),
    expected: { platform: "node", certainty: "certain", installCommand: "npm install" },
    doubts: ["There is no lock file"],
  },
  {
    name: "a package.json with nothing but tools",
    files: { "package.json": json({ devDependencies: { prettier: "^3.0.0" } }), ...locks.npm },
    expected: { platform: "node", certainty: "unsure", startCommand: null },
    doubts: ["it may be a library, or tools"],
  },
  {
    name: "a package.json that is no JSON",
    files: { "package.json": "{", "server.js": listening },
    expected: { platform: "node", certainty: "unsure" },
    doubts: ["package.json is not what it should be"],
  },
];
