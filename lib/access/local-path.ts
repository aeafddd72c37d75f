const here = "http://here.invalid";

/** An address within this console, or null: what a `?next=` may say. Nothing that a browser would read as another host. */
export function localPath(text: string | null | undefined): string | null {
  if (!text || !/^\/(?![/\\])/.test(text) || /[\p{Cc}\\]/u.test(text) || !URL.canParse(text, here)) return null;
  const url = new URL(text, here);
  // A dot segment may leave two slashes behind.
  return url.origin === here && !url.pathname.startsWith("//") ? url.pathname + url.search + url.hash : null;
}
