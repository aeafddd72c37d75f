/** The wanted scopes that nothing granted covers. Each is given with the scopes that include it, itself among them. */
export function missingOf(wanted: Record<string, readonly string[]>, granted: readonly string[]): string[] {
  return Object.entries(wanted).flatMap(([scope, covering]) =>
    covering.some((one) => granted.includes(one)) ? [] : [scope],
  );
}
