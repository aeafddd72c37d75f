/** Both cases, also folded as xxd does. */
export function hexForms(value: string): string[] {
  const lower = Buffer.from(value).toString("hex");
  return [lower, lower.toUpperCase(), ...folded(lower, 60)];
}

/** base64 and base64url (RFC 4648) wherever the value begins in what was encoded; also folded as base64 and PEM do. */
export function base64Forms(value: string): string[] {
  const alone = alignedForms(value, 0);
  const aligned = [...alone, ...alignedForms(value, 1), ...alignedForms(value, 2)];
  const inLines = [76, 64].flatMap((width) => alone.flatMap((text) => folded(text, width)));
  return [...aligned, ...aligned.map(toUrlAlphabet), ...inLines];
}

// The digits that `before` unknown bytes in front, and any behind, do not change; then the two ways to end there.
function alignedForms(value: string, before: number): string[] {
  const bytes = Buffer.concat([Buffer.alloc(before), Buffer.from(value)]);
  const first = Math.ceil((before * 8) / 6);
  const padded = bytes.toString("base64").slice(first);
  const inside = padded.slice(0, Math.floor((bytes.length * 8) / 6) - first);
  return [inside, padded.replace(/=+$/, ""), padded];
}

function toUrlAlphabet(base64: string): string {
  return base64.replaceAll("+", "-").replaceAll("/", "_");
}

function folded(text: string, width: number): string[] {
  const lines = text.match(new RegExp(`.{1,${width}}`, "g")) ?? [];
  return lines.length > 1 ? [lines.join("\n"), lines.join("\r\n")] : [];
}
