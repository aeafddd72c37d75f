import { z } from "zod";
import type { WantedVariable } from "./detection.ts";
import { keysWithDefault, requiredByCode } from "./defaults-in-code.ts";
import { exampleLines } from "./example-lines.ts";
import type { Finding } from "./finding.ts";
import { readJson } from "./json.ts";
import type { Place, SourceFile } from "./place.ts";

/** Files that name variables for whoever sets up the app; the first that names one tells of it. */
export const exampleFiles = [
  ".env.example",
  ".env.sample",
  ".env.dist",
  ".env.template",
  "env.example",
  ".env.production.example",
  ".env.example.production",
];

/** What the repository wants to be told from its environment, in the order in which it is named. */
export async function wantedVariables(place: Place, finding: Finding | null): Promise<WantedVariable[]> {
  const code = place.seen().filter(({ path }) => !exampleFiles.includes(path));
  const named = [
    ...(await fromExamples(place, code, finding)),
    ...(await fromAppJson(place)),
    ...(finding?.variables ?? []),
  ];
  const wanted = [...named, ...requiredByCode(code)].filter(({ key }) => isTold(key));
  return firstOfEach(wanted).slice(0, most).map(mostStrictly);

  /** Where a framework can't do without, an example file doesn't say otherwise. */
  function mostStrictly(one: WantedVariable): WantedVariable {
    const byFramework = finding?.variables?.find(({ key }) => key === one.key);
    return byFramework ? { ...byFramework, from: one.from } : one;
  }
}

/** As many as an app may have. */
const most = 500;

/** The first file that names a variable tells of it. */
function firstOfEach(wanted: WantedVariable[]): WantedVariable[] {
  return [...new Map(wanted.toReversed().map((one) => [one.key, one])).values()].toReversed();
}

/** Devpilot gives these itself; and with NODE_ENV=production npm leaves out what a build needs. */
const ours = new Set(["PORT", "HOST", "HOSTNAME", "NODE_ENV", "PATH", "HOME", "PWD", "CI"]);

function isTold(key: string): boolean {
  return /^[A-Za-z_][A-Za-z0-9_]{0,254}$/.test(key) && !ours.has(key) && !key.startsWith("__devpilot");
}

async function fromExamples(place: Place, code: SourceFile[], finding: Finding | null): Promise<WantedVariable[]> {
  const defaulted = keysWithDefault(code);
  const paths = [...exampleFiles, ...(finding?.exampleFiles ?? [])];
  const texts = await Promise.all(paths.map(async (path) => ({ path, text: await place.read(path) })));
  return texts.flatMap(({ path, text }) =>
    exampleLines(text ?? "").map(({ key, value, isCommented }) => {
      const isSecret = isSensitive(key, value);
      const isGiven = !isPlaceholder(value) && !isSecret;
      const isOptional =
        isCommented || isGiven || defaulted.has(key) || (finding?.optionalVariables?.test(key) ?? false);
      return {
        key,
        isRequired: !isOptional,
        isSecret,
        example: isGiven ? (inProduction[key] ?? value) : null,
        from: path,
      };
    }),
  );
}

/** Example files are written for a developer's machine. */
const inProduction: Record<string, string> = {
  APP_ENV: "production",
  APP_DEBUG: "false",
  DEBUG: "false",
  DJANGO_DEBUG: "false",
  FLASK_ENV: "production",
  FLASK_DEBUG: "0",
  RAILS_ENV: "production",
};

const heroku = z.union([
  z.string().transform((value) => ({ value, required: true, generator: undefined })),
  z.object({
    value: z.string().optional().catch(undefined),
    required: z.boolean().default(true).catch(true),
    generator: z.string().optional().catch(undefined),
  }),
]);

const appJson = z.object({ env: z.record(z.string(), heroku).default({}).catch({}) });

/** https://devcenter.heroku.com/articles/app-json-schema#env */
async function fromAppJson(place: Place): Promise<WantedVariable[]> {
  const read = await readJson(place, "app.json", appJson);
  return Object.entries(read?.value?.env ?? {}).map(([key, { value, required, generator }]) => {
    const isSecret = generator !== undefined || isSensitive(key, value ?? "");
    const example = value === undefined || isSecret || isPlaceholder(value) ? null : value;
    return { key, isRequired: required && example === null, isSecret, example, from: "app.json" };
  });
}

const forBrowsers = /^(NEXT_PUBLIC|VITE|NUXT_PUBLIC|REACT_APP|VUE_APP|PUBLIC|GATSBY|EXPO_PUBLIC)_/;
const sensitive =
  /(^|_)(SECRET|SECRETS|TOKEN|PASSWORD|PASSWD|PASS|PWD|KEY|KEYS|CREDENTIALS?|PRIVATE|SALT|DSN|PASSPHRASE)(_|$)|APIKEY/i;

/** What browsers are sent is no secret; an address is one as soon as a password stands in it. */
export function isSensitive(key: string, value: string): boolean {
  if (forBrowsers.test(key)) return false;
  if (/(^|_)PUBLIC_?KEY|_KEY_(ID|NAME|PREFIX)$|(TOKEN|KEY)_?(TTL|EXPIR\w*|LIFETIME|LENGTH)$/i.test(key)) return false;
  return sensitive.test(key) || /^[a-z][\w+.-]*:\/\/[^/\s]*:[^/\s]*@/i.test(value) || value === "";
}

const placeholders =
  /^(|null|none|nil|undefined|todo|fixme|x{3,}|\.{3,}|-+|\*+|secret|password|token|value|string|example|placeholder|!?change_?-?me!?.*|replace.*|(your|my)[-_ ].*|<.*>|\[.*\]|\{.*\}|insert[-_ ].*|enter[-_ ].*|.*(your|change|replace)[-_ ]?(me|this|with|own|here|secret|key|api|token|password).*|(sk|pk|rk)_(test|live)_\W*x*\.*)$/i;

/** Stands where a value belongs, and is none. */
export function isPlaceholder(value: string): boolean {
  return placeholders.test(value.trim());
}
