import type { ReactNode } from "react";
import { AccountMenu } from "./account-menu.tsx";
import { FramePanels } from "./frame-panels.tsx";
import { MenuButton } from "./menu-button.tsx";
import type { FrameUser, FrameWorkspace, OpenWorkspace } from "./people.ts";
import { Running } from "./running.tsx";
import type { RunningItem } from "./running-list.tsx";
import { SearchButton } from "./search-button.tsx";
import { Sidebar } from "./sidebar.tsx";

type FrameProps = {
  workspace: OpenWorkspace;
  /** All that this person belongs to, this one included. */
  workspaces: readonly FrameWorkspace[];
  user: FrameUser;
  /** Runs at the time of the request; kept up to date from then on. */
  running: readonly RunningItem[];
  /** The `sidebar` cookie said "narrow". */
  isNarrow: boolean;
  signOut: () => Promise<void>;
  children: ReactNode;
};

/** What stays while pages change: sidebar, bar, and the panels that lie over the page. */
export function Frame({ workspace, workspaces, user, running, isNarrow, signOut, children }: FrameProps) {
  return (
    <>
      <a
        href="#main"
        className="fixed start-2 top-2 z-50 -translate-y-16 rounded-md border bg-raised px-3 py-2 font-medium focus:translate-y-0"
      >
        Skip to the content
      </a>
      <div className="flex min-h-dvh">
        <Sidebar workspace={workspace} workspaces={workspaces} startsNarrow={isNarrow} />
        <div className="min-w-0 flex-1">
          <header className="sticky top-0 z-30 flex h-12 items-center justify-end gap-1 border-b bg-canvas px-2 sm:px-4">
            <MenuButton />
            <SearchButton />
            <Running workspace={workspace.key} first={running} />
            <AccountMenu user={user} signOut={signOut} />
          </header>
          <main id="main" tabIndex={-1} className="px-4 pb-16 outline-none sm:px-6">
            {children}
          </main>
        </div>
      </div>
      <FramePanels workspace={workspace} workspaces={workspaces} />
    </>
  );
}
