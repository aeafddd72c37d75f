import { cx } from "./cx.ts";
import { statusFace, type StatusName } from "./status-table.ts";
import { toneBox, toneText } from "./tones.ts";
import { VisuallyHidden } from "./visually-hidden.tsx";

type StatusProps = {
  of: StatusName;
  /** Another word for the same state, such as "Superseded by #43". */
  word?: string;
  look?: "plain" | "pill" | "icon";
};

/** Icon, word and colour of a state. `icon` still says the word aloud and on hover. */
export function Status({ of, word, look = "plain" }: StatusProps) {
  const { Icon, tone, isMoving, ...face } = statusFace(of);
  const words = word ?? face.word;
  const icon = <Icon aria-hidden className={cx("size-4 shrink-0", toneText[tone], isMoving && "animate-ring")} />;
  if (look === "icon") {
    return (
      <span data-tooltip={words} className="inline-flex">
        {icon}
        <VisuallyHidden>{words}</VisuallyHidden>
      </span>
    );
  }
  return (
    <span
      className={cx(
        "inline-flex items-center gap-1.5 font-medium whitespace-nowrap",
        look === "pill" ? cx("rounded-full border py-0.5 ps-1.5 pe-2.5 text-sm", toneBox[tone]) : toneText[tone],
      )}
    >
      {icon}
      {words}
    </span>
  );
}
