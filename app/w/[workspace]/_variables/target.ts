import type { OperationId } from "#lib/api/operations.ts";
import { paths } from "#lib/paths.ts";

/** Whose variables a form is about: those of an app, or those that a project shares with its apps. */
export type Target = { workspace: string } & ({ app: string } | { project: string });

const ofApp = {
  put: "variables.put",
  remove: "variables.remove",
  preview: "variables.preview",
  import: "variables.import",
} as const satisfies Record<string, OperationId>;

const ofProject = {
  put: "projectVariables.put",
  remove: "projectVariables.remove",
  preview: "projectVariables.preview",
  import: "projectVariables.import",
} as const satisfies Record<string, OperationId>;

/** What changes them, what names them there, and the page that shows them. */
export function placeOf(target: Target) {
  const { workspace } = target;
  return "app" in target
    ? { operations: ofApp, holder: { app: target.app }, page: paths.appEnvironment(workspace, target.app) }
    : {
        operations: ofProject,
        holder: { project: target.project },
        page: paths.projectEnvironment(workspace, target.project),
      };
}
