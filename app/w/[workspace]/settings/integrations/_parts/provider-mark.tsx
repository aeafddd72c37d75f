import { Globe, KeyRound, type LucideIcon, Mail, MessageSquare, MessagesSquare, Webhook } from "lucide-react";
import type { ReactNode } from "react";
import { cx } from "#app/_ui/cx.ts";

type ProviderMarkProps = { provider: string; size?: "small" | "large"; quiet?: boolean };

/** A sign for a provider, drawn by us. Decoration: the name stands beside it. */
export function ProviderMark({ provider, size = "large", quiet = false }: ProviderMarkProps) {
  return (
    <span
      aria-hidden
      className={cx(
        "grid shrink-0 place-items-center rounded-md border bg-sunken",
        size === "large" ? "size-9 [&_svg]:size-5" : "size-6 [&_svg]:size-3.5",
        quiet ? "text-faint" : "text-ink",
      )}
    >
      {drawings[provider] ?? <Letters provider={provider} />}
    </span>
  );
}

const line = { fill: "none", stroke: "currentColor", strokeWidth: 1.75, strokeLinejoin: "round" } as const;

const icon = (Icon: LucideIcon) => <Icon strokeWidth={1.75} />;

const drawings: Record<string, ReactNode> = {
  github: (
    <svg viewBox="0 0 24 24" {...line}>
      <path d="M5 10V3.5L9 6a11 11 0 0 1 6 0l4-2.5V10a7 7 0 0 1-14 3z" />
      <path d="M9.5 18.5V22M14.5 18.5V22" strokeLinecap="round" />
    </svg>
  ),
  gitlab: (
    <svg viewBox="0 0 24 24" {...line}>
      <path d="M12 21 3 14 6 3.5 9 10h6l3-6.5L21 14z" />
      <path d="m9 10 3 11 3-11" />
    </svg>
  ),
  bitbucket: (
    <svg viewBox="0 0 24 24" {...line}>
      <path d="M3 4h18l-2.5 16h-13z" />
      <path d="m8.5 9.5 1 5h5l1-5z" />
    </svg>
  ),
  https: icon(Globe),
  ssh: icon(KeyRound),
  slack: icon(MessageSquare),
  discord: icon(MessagesSquare),
  email: icon(Mail),
  webhook: icon(Webhook),
};

/** Drawn as no text, as the name is read beside it. */
function Letters({ provider }: { provider: string }) {
  return (
    <span
      data-letters={provider.slice(0, 2)}
      className="text-xs font-semibold uppercase before:content-[attr(data-letters)]"
    />
  );
}
