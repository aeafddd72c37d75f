import { cx } from "./cx.ts";
import { CopyButton } from "./copy-button.tsx";
import { focusStop } from "./focus-stop.ts";

type CodeProps = {
  children: string;
  /** With it, a button copies the text: "the public key". */
  copyName?: string;
  /** Long lines break instead of scrolling. */
  wrap?: boolean;
  /** Long text: it scrolls in a box of its own. */
  isTall?: boolean;
};

/** A block of text for machines. */
export function Code({ children, copyName, wrap, isTall }: CodeProps) {
  return (
    <div className="flex min-w-0 items-start rounded-lg border bg-sunken">
      <pre
        {...focusStop}
        className={cx(
          "min-w-0 flex-1 overflow-auto rounded-lg px-3 py-2.5 font-mono text-sm",
          wrap && "break-all whitespace-pre-wrap",
          isTall && "max-h-[32rem]",
        )}
      >
        <code>{children}</code>
      </pre>
      {copyName && (
        <div className="p-1">
          <CopyButton text={children} what={copyName} />
        </div>
      )}
    </div>
  );
}
