import { CircleX, Info, type LucideIcon, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { type Tone, toneBox } from "./tones.ts";

type BannerKind = "info" | "warn" | "danger";

const faces: Record<BannerKind, { tone: Tone; Icon: LucideIcon; role?: "alert" }> = {
  info: { tone: "blue", Icon: Info },
  warn: { tone: "amber", Icon: TriangleAlert },
  danger: { tone: "red", Icon: CircleX, role: "alert" },
};

type BannerProps = { kind?: BannerKind; title: ReactNode; action?: ReactNode; children?: ReactNode };

/** Something about this whole page that a person should know, with the button that mends it. */
export function Banner({ kind = "info", title, action, children }: BannerProps) {
  const { tone, Icon, role } = faces[kind];
  return (
    <div
      role={role}
      className={`flex flex-wrap items-start gap-x-4 gap-y-3 rounded-lg border px-4 py-3 ${toneBox[tone]}`}
    >
      <div className="flex min-w-0 flex-1 basis-64 gap-2.5">
        <Icon aria-hidden className="mt-0.5 size-4 shrink-0" />
        <div className="grid min-w-0 gap-1">
          <p className="font-semibold">{title}</p>
          {children && <div className="break-words text-ink">{children}</div>}
        </div>
      </div>
      {action}
    </div>
  );
}
