import type { ReactNode } from "react";

export type MenuItem =
  | { kind: "link"; label: string; href: string; icon?: ReactNode; hint?: string }
  | {
      kind: "action";
      label: string;
      onSelect: () => void;
      icon?: ReactNode;
      hint?: string;
      isDanger?: boolean;
      disabledReason?: string;
    }
  | { kind: "heading"; label: string }
  | { kind: "separator" };
