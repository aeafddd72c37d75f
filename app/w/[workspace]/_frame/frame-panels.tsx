"use client";

import dynamic from "next/dynamic";
import type { ReactNode } from "react";
import { closePanel, type Panel, usePanel } from "./panel.ts";
import type { FrameWorkspace } from "./people.ts";
import { useFrameKeys } from "./use-frame-keys.ts";

type FramePanelsProps = { workspace: FrameWorkspace; workspaces: readonly FrameWorkspace[] };

const SearchDialog = dynamic(() => import("./search-dialog.tsx").then((file) => file.SearchDialog));
const KeyHelp = dynamic(() => import("./key-help.tsx").then((file) => file.KeyHelp));
const Drawer = dynamic(() => import("./drawer.tsx").then((file) => file.Drawer));

/** Listens for the keys that work everywhere, and shows what they open. Each panel loads when it is opened. */
export function FramePanels(props: FramePanelsProps) {
  useFrameKeys(props.workspace.key);
  const panel = usePanel();
  return panel && panels[panel](props);
}

const panels: Record<Panel, (props: FramePanelsProps) => ReactNode> = {
  search: ({ workspace }) => <SearchDialog workspace={workspace.key} />,
  keys: () => <KeyHelp onClose={closePanel} />,
  drawer: (props) => <Drawer {...props} />,
};
