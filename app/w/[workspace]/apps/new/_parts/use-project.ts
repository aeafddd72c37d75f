"use client";

import { useState, useTransition } from "react";
import type { AccountChoice } from "../../_parts/accounts.ts";
import { accountsOf } from "../../source-actions.ts";

interface First {
  project: string;
  accounts: readonly AccountChoice[];
}

/** The project that is chosen, with the accounts that it may use. */
export function useProject(workspace: string, first: First) {
  const [project, setProject] = useState(first.project);
  const [known, setKnown] = useState(first);
  const [, start] = useTransition();

  function chooseProject(id: string) {
    setProject(id);
    if (id) start(async () => setKnown({ project: id, accounts: await accountsOf(workspace, id) }));
  }
  return { project, accounts: known.project === project ? known.accounts : [], chooseProject };
}
