"use client";

import { Monitor, Moon, Sun } from "lucide-react";
import { useSyncExternalStore } from "react";
import { cx } from "./cx.ts";
import { chooseTheme, readTheme, type Theme } from "./theme.ts";

const choices = [
  { theme: undefined, label: "Follow the system", Icon: Monitor },
  { theme: "light", label: "Light", Icon: Sun },
  { theme: "dark", label: "Dark", Icon: Moon },
] as const satisfies readonly { theme: Theme | undefined; label: string; Icon: typeof Sun }[];

/** Three choices, applied at once. */
export function ToggleTheme() {
  const current = useSyncExternalStore(onThemeChange, themeNow, () => undefined);
  return (
    <div role="group" aria-label="Theme" className="inline-flex rounded-md border p-0.5">
      {choices.map(({ theme, label, Icon }) => (
        <button
          key={label}
          type="button"
          aria-label={label}
          aria-pressed={current === theme}
          data-tooltip={label}
          onClick={() => chooseTheme(theme)}
          className={cx(
            "grid size-6 place-items-center rounded-sm text-soft hover:text-ink touch:size-9",
            current === theme && "bg-selected text-ink",
          )}
        >
          <Icon aria-hidden className="size-3.5" />
        </button>
      ))}
    </div>
  );
}

function themeNow(): Theme | undefined {
  return readTheme(document.documentElement.dataset.theme);
}

function onThemeChange(changed: () => void): () => void {
  const observer = new MutationObserver(changed);
  observer.observe(document.documentElement, { attributeFilter: ["data-theme"] });
  return () => observer.disconnect();
}
