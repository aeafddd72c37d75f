/** A project path for a name: in the home of the server's user, where it may write, as far as that is known. */
export function proposePath(name: string, home: string | null): string {
  if (!name.trim()) return "";
  const word = name
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 60);
  return `${home ?? "/srv"}/${word || "app"}`;
}
