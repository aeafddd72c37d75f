"use client";

import { Dialog } from "#app/_ui/dialog.tsx";
import { Kbd } from "#app/_ui/kbd.tsx";
import type { OpenWorkspace } from "./people.ts";
import { sectionsOf } from "./sections.ts";

type Shortcut = { keys: readonly string[]; does: string };

const groupsOf = (workspace: OpenWorkspace): { title: string; shortcuts: readonly Shortcut[] }[] => [
  {
    title: "Everywhere",
    shortcuts: [
      { keys: ["⌘ K"], does: "Search, with Ctrl K too" },
      { keys: ["?"], does: "This list" },
      { keys: ["/"], does: "Search on this page" },
      { keys: ["j"], does: "Next row of a list" },
      { keys: ["k"], does: "Previous row" },
    ],
  },
  {
    title: "Go to",
    shortcuts: sectionsOf(workspace).map(({ letter, label }) => ({ keys: ["g", letter], does: label })),
  },
  {
    title: "In a log",
    shortcuts: [
      { keys: ["/"], does: "Search the log" },
      { keys: ["Enter"], does: "Next match" },
      { keys: ["Shift", "Enter"], does: "Previous match" },
      { keys: ["Esc"], does: "End the search" },
    ],
  },
];

export function KeyHelp({ workspace, onClose }: { workspace: OpenWorkspace; onClose: () => void }) {
  return (
    <Dialog open onClose={onClose} title="Keyboard">
      {groupsOf(workspace).map(({ title, shortcuts }) => (
        <section key={title} className="grid gap-1">
          <h3 className="text-sm font-medium text-soft">{title}</h3>
          <dl>
            {shortcuts.map((shortcut) => (
              <ShortcutRow key={shortcut.does} {...shortcut} />
            ))}
          </dl>
        </section>
      ))}
    </Dialog>
  );
}

function ShortcutRow({ keys, does }: Shortcut) {
  return (
    <div className="flex items-center justify-between gap-4 py-1">
      <dt>{does}</dt>
      <dd className="flex gap-1">
        {keys.map((key) => (
          <Kbd key={key} keys={key} />
        ))}
      </dd>
    </div>
  );
}
