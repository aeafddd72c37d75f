/** As bash, dash and Python quote a value for a shell: `set -x`, `printf %q`, `declare -p`, `shlex.quote`. */
export function shellForms(value: string): string[] {
  return [
    value.replaceAll("'", `'\\''`),
    value.replaceAll("'", `'"'"'`),
    value.replace(/[\\"$`]/g, "\\$&"),
    value.replace(/[\t !"$&'()*,;<>?[\\\]^`{|}]|^[#~]|(?<=[=:])~/g, "\\$&"),
    escaped(value),
    ansiQuoted(value),
    octal(ansiQuoted(value)),
  ];
}

const named = new Map([
  ["\n", "\\n"],
  ["\t", "\\t"],
  ["\r", "\\r"],
  ["\x07", "\\a"],
  ["\b", "\\b"],
  ["\v", "\\v"],
  ["\f", "\\f"],
  ["\x1b", "\\E"],
  ["\\", "\\\\"],
]);

function escaped(value: string): string {
  return value.replace(/[\x00-\x1f\x7f\\]/g, (character) => named.get(character) ?? octal(character));
}

/** The inside of bash's $'…'. */
function ansiQuoted(value: string): string {
  return escaped(value).replaceAll("'", "\\'");
}

// In the C locale every byte that is not printable ASCII.
function octal(text: string): string {
  return [...Buffer.from(text)].map(octalByte).join("");
}

function octalByte(byte: number): string {
  return byte < 0x20 || byte > 0x7e ? `\\${byte.toString(8).padStart(3, "0")}` : String.fromCharCode(byte);
}
