import { randomUUID } from "node:crypto";
import type { Hook } from "./model.ts";
import type { State } from "./state.ts";

/** A hook that was just made: active, never called. */
export function makeHook(state: State, own: Partial<Hook> & Pick<Hook, "url" | "events">): Hook {
  return {
    id: state.nextId(),
    uuid: `{${randomUUID()}}`,
    secret: null,
    signingToken: null,
    isActive: true,
    contentType: "json",
    insecureSsl: false,
    description: "",
    branchFilter: "",
    failures: 0,
    disabledUntil: null,
    lastStatus: null,
    createdAt: state.timestamp(),
    updatedAt: state.timestamp(),
    ...own,
  };
}
