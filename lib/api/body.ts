import { invalid } from "#lib/failure.ts";
import { toCamel } from "./case.ts";
import { Refusal } from "./problem.ts";

/** The largest body that the API reads, in bytes. */
export const largestBody = 1024 * 1024;

export interface Body {
  bytes: Buffer;
  /** In camelCase; an absent body is an empty object. */
  fields: Record<string, unknown>;
}

/** Reads a JSON object. Refuses what is too large before it is in memory, and what is not JSON in words. */
export async function readBody(request: Request): Promise<Body> {
  const bytes = await readBytes(request);
  if (bytes.length === 0) return { bytes, fields: {} };
  checkType(request.headers.get("content-type"));
  const value = toCamel(parseJson(bytes));
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw invalid("", "The body must be a JSON object.");
  }
  return { bytes, fields: value as Record<string, unknown> };
}

async function readBytes(request: Request): Promise<Buffer> {
  if (Number(request.headers.get("content-length") ?? 0) > largestBody) throw tooLarge();
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = request.body?.getReader();
  for (let part = await reader?.read(); part?.value; part = await reader?.read()) {
    size += part.value.length;
    if (size > largestBody) throw tooLarge();
    chunks.push(part.value);
  }
  return Buffer.concat(chunks);
}

function checkType(type: string | null): void {
  if (/^application\/json\s*(;\s*charset="?utf-8"?\s*)?$/i.test(type?.trim() ?? "")) return;
  throw new Refusal(415, "Send the body as JSON, with the header `Content-Type: application/json`.");
}

function parseJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes)) as unknown;
  } catch (error) {
    const where =
      error instanceof SyntaxError ? / at position \d+( \(line \d+ column \d+\))?/.exec(error.message) : null;
    throw invalid("", `The body is not valid JSON${where?.[0] ?? ""}.`);
  }
}

function tooLarge(): Refusal {
  return new Refusal(413, "The body is larger than 1 MB.", { connection: "close" });
}
