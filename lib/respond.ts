import { randomBytes } from "node:crypto";
import { Failure, type FailureKind } from "./failure.ts";

/** Each kind of failure as HTTP says it. */
export const statusOf: Record<FailureKind, number> = {
  invalid: 422,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  rejected: 422,
  too_many: 429,
  unavailable: 503,
};

/** What a person may be told of an error. Whatever is not a Failure is logged and becomes a reference to quote. */
export function toFailure(error: unknown): Failure {
  if (error instanceof Failure) return error;
  const reference = randomBytes(3).toString("hex").toUpperCase();
  console.error(`[ref ${reference}]`, error);
  return new Unexpected(reference);
}

/** An error of ours, as the outside sees it. */
export class Unexpected extends Failure {
  readonly reference: string;

  constructor(reference: string) {
    super("unavailable", `Something went wrong (ref ${reference}).`);
    this.reference = reference;
  }
}

/** RFC 9457 problem details. Field names are in the words of the caller. */
export function problem(error: unknown, nameField: (field: string) => string = (field) => field): Response {
  const failure = toFailure(error);
  const status = failure instanceof Unexpected ? 500 : statusOf[failure.kind];
  const errors = Object.entries(failure.fields).map(([field, message]) => ({ field: nameField(field), message }));
  return Response.json(
    { type: "about:blank", title: titles[status], status, detail: failure.message, ...(errors.length && { errors }) },
    { status, headers: { "content-type": "application/problem+json", "cache-control": "no-store" } },
  );
}

/** Answers with a file, made piece by piece as fast as the browser reads. */
export function download(name: string, type: string, pieces: AsyncGenerator<string>): Response {
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { value, done } = await pieces.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
    async cancel() {
      await pieces.return(undefined);
    },
  });
  return new Response(body, {
    headers: {
      "content-type": `${type}; charset=utf-8`,
      "content-disposition": `attachment; filename="${name}"`,
      "cache-control": "no-store",
    },
  });
}

/** The peer's address as web's own socket saw it; set by `web.ts`, never taken from a client's header. */
export function peerAddress(headers: Headers): string | null {
  return headers.get("x-devpilot-peer");
}

const titles: Record<number, string> = {
  401: "Not signed in",
  403: "Not permitted",
  404: "Not found",
  409: "Not possible now",
  422: "Not accepted",
  429: "Too many requests",
  500: "Something went wrong",
  503: "Not available now",
};
