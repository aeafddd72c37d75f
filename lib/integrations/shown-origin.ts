/** An origin as people write it: `https://github.com` for the stored `https://github.com:443`. */
export function shownOrigin(origin: string): string {
  return /^https?:/.test(origin) ? new URL(origin).origin : origin;
}
