type AvatarProps = { name: string; imageUrl?: string | null; shape?: "round" | "square" };

/** A picture, or the first letters, drawn as no text. Decoration: the name stands beside it. */
export function Avatar({ name, imageUrl, shape = "round" }: AvatarProps) {
  const look = shape === "round" ? "rounded-full" : "rounded-md";
  if (imageUrl) {
    return (
      <span
        aria-hidden
        className={`size-6 shrink-0 bg-cover bg-center ${look}`}
        style={{ backgroundImage: `url(${JSON.stringify(imageUrl)})` }}
      />
    );
  }
  return (
    <span
      aria-hidden
      data-initials={initials(name)}
      className={`grid size-6 shrink-0 place-items-center bg-accent-soft text-xs font-semibold text-accent uppercase before:content-[attr(data-initials)] ${look}`}
    />
  );
}

function initials(name: string): string {
  const words = name.trim().split(/\s+/);
  const letters = words.length > 1 ? [words[0], words.at(-1)] : words;
  return letters.map((word) => [...(word ?? "")][0] ?? "").join("");
}
