import type { Member } from "#lib/access/actor.ts";
import type { AppView } from "#lib/apps/view.ts";

/** What every step of the wizard is given. */
export interface StepProps {
  actor: Member;
  workspace: string;
  app: AppView;
  search: Record<string, string | string[] | undefined>;
}

/** Whose wizard an action is about. */
export interface Target {
  workspace: string;
  app: string;
}
