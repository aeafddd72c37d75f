import type { LucideIcon } from "lucide-react";
import {
  Ban,
  CircleCheck,
  CircleDashed,
  CircleDot,
  CircleX,
  Clock,
  GitMerge,
  Hourglass,
  KeyRound,
  LoaderCircle,
  Minus,
  Pause,
  Plug,
  TriangleAlert,
  Unlink,
} from "lucide-react";
import type { Tone } from "./tones.ts";

export interface StatusFace {
  /** The word that is always beside the icon. */
  word: string;
  Icon: LucideIcon;
  tone: Tone;
  /** One character for a window's title. */
  glyph: string;
  isMoving?: true;
}

/** Every state of the product, once: colour never speaks alone. */
export const statusTable = {
  pending: { word: "Pending", Icon: Clock, tone: "grey", glyph: "◷" },
  processing: { word: "Processing", Icon: LoaderCircle, tone: "blue", glyph: "⟳", isMoving: true },
  completed: { word: "Completed", Icon: CircleCheck, tone: "green", glyph: "✓" },
  failed: { word: "Failed", Icon: CircleX, tone: "red", glyph: "✗" },
  cancelled: { word: "Cancelled", Icon: Ban, tone: "grey", glyph: "⊘" },
  skipped: { word: "Skipped", Icon: Minus, tone: "grey", glyph: "–" },

  live: { word: "Live", Icon: CircleDot, tone: "green", glyph: "●" },
  live_finishing: { word: "Live, finishing", Icon: LoaderCircle, tone: "blue", glyph: "⟳", isMoving: true },
  live_with_warnings: { word: "Live with warnings", Icon: TriangleAlert, tone: "amber", glyph: "▲" },
  healthy: { word: "Healthy", Icon: CircleCheck, tone: "green", glyph: "✓" },
  unhealthy: { word: "Unhealthy", Icon: TriangleAlert, tone: "amber", glyph: "▲" },

  waiting: { word: "Waiting", Icon: Clock, tone: "grey", glyph: "◷" },
  deployed: { word: "Deployed", Icon: CircleCheck, tone: "green", glyph: "✓" },
  joined: { word: "Joined", Icon: GitMerge, tone: "blue", glyph: "⋎" },
  ignored: { word: "Ignored", Icon: Minus, tone: "grey", glyph: "–" },

  connected: { word: "Connected", Icon: CircleCheck, tone: "green", glyph: "✓" },
  unreachable: { word: "Unreachable", Icon: Unlink, tone: "red", glyph: "✗" },
  host_key_changed: { word: "Host key changed", Icon: KeyRound, tone: "red", glyph: "✗" },
  unknown: { word: "Unknown", Icon: CircleDashed, tone: "grey", glyph: "?" },
  needs_reconnecting: { word: "Needs reconnecting", Icon: Plug, tone: "amber", glyph: "▲" },
  rate_limited: { word: "Rate limited", Icon: Hourglass, tone: "amber", glyph: "▲" },

  active: { word: "Active", Icon: CircleCheck, tone: "green", glyph: "✓" },
  inactive: { word: "Inactive", Icon: Pause, tone: "grey", glyph: "–" },
  suspended: { word: "Suspended", Icon: Ban, tone: "amber", glyph: "▲" },
} as const satisfies Record<string, StatusFace>;

export type StatusName = keyof typeof statusTable;

/** Wider than the literal types, so that optional parts can be read. */
export function statusFace(name: StatusName): StatusFace {
  return statusTable[name];
}
