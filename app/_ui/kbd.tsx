/** One key, or keys pressed together. */
export function Kbd({ keys }: { keys: string }) {
  return (
    <kbd className="inline-flex h-5 min-w-5 items-center justify-center rounded-sm border bg-sunken px-1 font-sans text-xs text-soft">
      {keys}
    </kbd>
  );
}
