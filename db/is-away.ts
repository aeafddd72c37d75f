const codes = new Set(["ECONNREFUSED", "ECONNRESET", "EPIPE", "ENOTFOUND", "ETIMEDOUT"]);

/** What the driver says of a connection that broke, or that it did not get. */
const withoutCode = /^(Connection terminated|Client has encountered a connection error|timeout exceeded when trying)/;

/**
 * Whether an error says that PostgreSQL could not be reached or is going down (SQLSTATE classes 08, 57P and 53), so that
 * the same may succeed a little later.
 */
export function isDatabaseAway(error: unknown): boolean {
  // pg-boss reports what went wrong in objects of its own.
  if (typeof error !== "object" || error === null) return false;
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  if (codes.has(code) || /^(CONNECT|08|57P|53)/.test(code)) return true;
  if ("message" in error && withoutCode.test(String(error.message))) return true;
  return "cause" in error && isDatabaseAway(error.cause);
}
