import { problem } from "#lib/respond.ts";
import { snake } from "./case.ts";

/** A failure in the API's words: RFC 9457, with fields in snake_case. */
export function apiProblem(error: unknown): Response {
  if (error instanceof Refusal) return error.respond();
  return problem(error, (field) => field.split(".").map(snake).join("."));
}

/** What HTTP itself has a status for and the product has no word for. */
export class Refusal extends Error {
  readonly status: number;
  readonly headers: Record<string, string>;

  constructor(status: keyof typeof titles, detail: string, headers: Record<string, string> = {}) {
    super(detail);
    this.status = status;
    this.headers = headers;
  }

  respond(): Response {
    const { status, message: detail } = this;
    const body = { type: "about:blank", title: titles[status as keyof typeof titles], status, detail };
    const headers = { "content-type": "application/problem+json", "cache-control": "no-store", ...this.headers };
    return Response.json(body, { status, headers });
  }
}

const titles = {
  405: "Method not allowed",
  413: "Too large",
  415: "Wrong content type",
} as const;
