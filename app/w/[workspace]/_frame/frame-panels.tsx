"use client";

import { lazy, type ReactNode, Suspense } from "react";
import { closePanel, type Panel, usePanel } from "./panel.ts";
import type { FrameWorkspace, OpenWorkspace } from "./people.ts";
import { useFrameKeys } from "./use-frame-keys.ts";

type FramePanelsProps = { workspace: OpenWorkspace; workspaces: readonly FrameWorkspace[] };

const SearchDialog = lazy(() => import("./search-dialog.tsx").then((file) => ({ default: file.SearchDialog })));
const KeyHelp = lazy(() => import("./key-help.tsx").then((file) => ({ default: file.KeyHelp })));
const Drawer = lazy(() => import("./drawer.tsx").then((file) => ({ default: file.Drawer })));

/** Listens for the keys that work everywhere, and shows what they open. Each panel loads when it is opened. */
export function FramePanels(props: FramePanelsProps) {
  useFrameKeys(props.workspace);
  const panel = usePanel();
  return <Suspense fallback={null}>{panel && panels[panel](props)}</Suspense>;
}

const panels: Record<Panel, (props: FramePanelsProps) => ReactNode> = {
  search: ({ workspace }) => <SearchDialog workspace={workspace} />,
  keys: ({ workspace }) => <KeyHelp workspace={workspace} onClose={closePanel} />,
  drawer: (props) => <Drawer {...props} />,
};
