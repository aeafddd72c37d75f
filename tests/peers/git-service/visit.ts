/** Opens a consent page as a browser does and presses a button; resolves to the address that it leads back to. */
export async function pressOnConsent(page: string | URL, decision: "authorize" | "cancel"): Promise<URL> {
  const shown = await fetch(page, { redirect: "manual" });
  const location = shown.headers.get("location");
  if (location) return new URL(location);
  const html = await shown.text();
  const [, action = ""] = /action="([^"]+)"/.exec(html) ?? [];
  const [, consent] = /name="consent" value="([^"]+)"/.exec(html) ?? [];
  if (!consent) throw new Error(`${shown.status}: ${/role="alert">([^<]*)/.exec(html)?.[1] ?? html}`);
  const body = new URLSearchParams({ consent, decision });
  const answer = await fetch(new URL(action, page), { method: "POST", body, redirect: "manual" });
  return new URL(answer.headers.get("location") ?? "about:blank");
}
