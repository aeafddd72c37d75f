/** What the address asks to be previewed; empty for the head of the app's own branch. */
export type Wish = { branch?: string; tag?: string; commit?: string };

export function wishOf(search: Record<string, string | string[] | undefined>): Wish {
  const given = (["branch", "tag", "commit"] as const).flatMap((name) => {
    const value = search[name];
    return typeof value === "string" && value !== "" ? [[name, value]] : [];
  });
  return Object.fromEntries(given);
}
