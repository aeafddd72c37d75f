const codes = new Set(["ECONNREFUSED", "ECONNRESET", "EPIPE", "ENOTFOUND", "ETIMEDOUT"]);

/**
 * Whether an error says that PostgreSQL could not be reached or is going down (SQLSTATE classes 08, 57P and 53), so that
 * the same may succeed a little later.
 */
export function isDatabaseAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  return codes.has(code) || /^(CONNECT|08|57P|53)/.test(code) || isDatabaseAway(error.cause);
}
