/** What a server action takes with some room. */
const mostBytes = 500_000;

/** The text of a chosen file; a Failure in words when it is none. A byte order mark says how it is written. */
export async function readDotenvFile(file: Blob & { name: string }): Promise<{ text: string } | { problem: string }> {
  if (file.size > mostBytes) return { problem: `${file.name} is larger than 500 kB.` };
  const bytes = new Uint8Array(await file.arrayBuffer());
  const text = new TextDecoder(encodingOf(bytes)).decode(bytes);
  return text.includes("\0") ? { problem: `${file.name} is not a text file.` } : { text };
}

/** Windows writes UTF-16 where its tools redirect into a file. */
function encodingOf([first, second]: Uint8Array): string {
  if (first === 0xff && second === 0xfe) return "utf-16le";
  return first === 0xfe && second === 0xff ? "utf-16be" : "utf-8";
}
