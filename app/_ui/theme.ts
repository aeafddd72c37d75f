export type Theme = "light" | "dark";

/** The stored choice. `undefined` follows the system. */
export function readTheme(cookie: string | undefined): Theme | undefined {
  return cookie === "light" || cookie === "dark" ? cookie : undefined;
}

/** Applies a choice now and keeps it in a cookie, so that the server's first byte already has it. */
export function chooseTheme(theme: Theme | undefined): void {
  const root = document.documentElement;
  if (theme) root.dataset.theme = theme;
  else delete root.dataset.theme;
  const lifetimeSeconds = theme ? 365 * 24 * 3600 : 0;
  document.cookie = `theme=${theme ?? ""}; path=/; max-age=${lifetimeSeconds}; samesite=lax`;
}
