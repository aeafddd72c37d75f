/** Holds the place of what comes from outside. Give it the size of what will stand there. */
export function Skeleton({ widthRem, heightRem = 1 }: { widthRem?: number; heightRem?: number }) {
  return (
    <span
      aria-hidden
      className="block max-w-full animate-pulse rounded-sm bg-selected"
      style={{ width: widthRem ? `${widthRem}rem` : "100%", height: `${heightRem}rem` }}
    />
  );
}
