/** Single keys mean nothing special while someone types, holds a modifier, or answers a dialog. */
export function isTyping(event: KeyboardEvent): boolean {
  if (event.metaKey || event.ctrlKey || event.altKey) return true;
  const target = event.target instanceof HTMLElement ? event.target : null;
  return Boolean(target?.closest("input, textarea, select, [contenteditable], [role=menu], [role=listbox], dialog"));
}
