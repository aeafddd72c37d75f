import Anser from "anser";

export interface Segment {
  text: string;
  className: string;
  /** For colours outside the sixteen that have tokens. */
  color?: string;
}

// Operating-system commands (titles, links, clipboard), then every other control sequence but colours.
const operatingSystem = new RegExp("\\u001b\\][^\\u0007\\u001b]*(?:\\u0007|\\u001b\\\\)", "g");
const otherControls = new RegExp("\\u001b(?:\\[[0-9;?<=>!]*[@-ln-~]|[@-Z\\\\^_=>78]|[()][A-Z0-9])", "g");
const colours = new RegExp("\\u001b\\[[0-9;:]*m", "g");
const anyControl = new RegExp("[\\u0000-\\u0008\\u000b-\\u001f\\u007f]");
const leftovers = new RegExp("[\\u0000-\\u0008\\u000b-\\u001f\\u007f]", "g");

/** What a person reads, without colours: for searching and copying. */
export function plainText(text: string): string {
  return hasControls(text) ? visible(text).replace(colours, "").replace(leftovers, "") : text;
}

/** Coloured pieces of a line, with token classes that both themes know. */
export function parseAnsi(text: string): Segment[] {
  if (!hasControls(text)) return [{ text, className: "" }];
  return Anser.ansiToJson(visible(text), { json: true, use_classes: true, remove_empty: true }).map((piece) => ({
    text: piece.content.replace(leftovers, ""),
    className: [colourClass("text", piece.fg), colourClass("bg", piece.bg), ...piece.decorations.map(decorationClass)]
      .filter(Boolean)
      .join(" "),
    color: exactColour(piece.fg, piece.fg_truecolor),
  }));
}

function hasControls(text: string): boolean {
  return anyControl.test(text);
}

/** A progress bar rewrites its line: the last writing counts. */
function visible(text: string): string {
  const line = text.replace(operatingSystem, "").replace(otherControls, "").replace(/\r+$/, "");
  return line.slice(line.lastIndexOf("\r") + 1);
}

const textClasses: Record<string, string> = {
  black: "text-ansi-black",
  red: "text-ansi-red",
  green: "text-ansi-green",
  yellow: "text-ansi-yellow",
  blue: "text-ansi-blue",
  magenta: "text-ansi-magenta",
  cyan: "text-ansi-cyan",
  white: "text-ansi-white",
};

const groundClasses: Record<string, string> = {
  black: "bg-selected",
  red: "bg-ansi-red/20",
  green: "bg-ansi-green/20",
  yellow: "bg-ansi-yellow/20",
  blue: "bg-ansi-blue/20",
  magenta: "bg-ansi-magenta/20",
  cyan: "bg-ansi-cyan/20",
  white: "bg-selected",
};

function colourClass(part: "text" | "bg", name: string | null): string {
  const colour = name?.replace(/^ansi-(bright-)?/, "") ?? "";
  return (part === "text" ? textClasses : groundClasses)[colour] ?? "";
}

const decorationClasses: Record<string, string> = {
  bold: "font-semibold",
  dim: "text-soft",
  italic: "italic",
  underline: "underline",
  strikethrough: "line-through",
  reverse: "bg-selected",
};

const decorationClass = (name: string) => decorationClasses[name] ?? "";

/** Keeps the hue that was asked for, and moves its lightness to where both themes can be read. */
function exactColour(name: string | null, trueColour: string | null): string | undefined {
  const rgb = name === "ansi-truecolor" ? trueColour : paletteColour(name);
  if (!rgb) return undefined;
  const from = `from rgb(${rgb})`;
  return `light-dark(oklch(${from} min(l, 0.5) c h), oklch(${from} max(l, 0.75) c h))`;
}

/** The 6 × 6 × 6 cube and the greys of a 256-colour terminal. */
function paletteColour(name: string | null): string | null {
  const index = Number(/^ansi-palette-(\d+)$/.exec(name ?? "")?.[1] ?? NaN);
  if (Number.isNaN(index) || index < 16) return null;
  if (index >= 232)
    return Array(3)
      .fill(8 + (index - 232) * 10)
      .join(", ");
  const level = (value: number) => (value === 0 ? 0 : 55 + value * 40);
  const cube = index - 16;
  return [Math.floor(cube / 36), Math.floor(cube / 6) % 6, cube % 6].map(level).join(", ");
}
