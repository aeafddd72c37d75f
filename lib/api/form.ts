/**
 * A form's fields as an object: a dot in a name goes into an object, and a name that comes again or ends in `[]` makes a
 * list. React's own fields, which begin with `$`, are left out.
 */
export function readForm(form: FormData): Record<string, unknown> {
  const values = bare();
  for (const name of new Set(form.keys())) {
    if (name.startsWith("$")) continue;
    const given = form.getAll(name);
    const isList = name.endsWith("[]") || given.length > 1;
    place(values, name.replace(/\[\]$/, "").split("."), isList ? given : given[0]);
  }
  return values;
}

function place(into: Record<string, unknown>, [name = "", ...rest]: string[], value: unknown): void {
  if (rest.length === 0) {
    into[name] = value;
    return;
  }
  const inner = (into[name] ??= bare());
  if (typeof inner === "object" && inner !== null) place(inner as Record<string, unknown>, rest, value);
}

/** Without a prototype, so that no name of a field means anything to the language. */
function bare(): Record<string, unknown> {
  return Object.create(null) as Record<string, unknown>;
}
