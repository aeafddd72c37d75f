import { invalid } from "#lib/failure.ts";
import type { Action } from "./action.ts";
import { build } from "./build.ts";
import { healthCheck } from "./health-check.ts";
import { installDependencies } from "./install-dependencies.ts";
import { installRuntime } from "./install-runtime.ts";
import { migrate } from "./migrate.ts";
import { reloadPhpFpm } from "./reload-php-fpm.ts";
import { restartService } from "./restart-service.ts";
import { runCommand } from "./run-command.ts";
import { syncDirectory } from "./sync-directory.ts";
import { syncFile } from "./sync-file.ts";
import { warmUrl } from "./warm-url.ts";

/** Every kind of hook, in the order in which the form offers them. */
export const actions = {
  run_command: runCommand,
  sync_file: syncFile,
  sync_directory: syncDirectory,
  install_runtime: installRuntime,
  install_dependencies: installDependencies,
  build,
  migrate,
  restart_service: restartService,
  reload_php_fpm: reloadPhpFpm,
  warm_url: warmUrl,
  health_check: healthCheck,
} satisfies Record<string, Action>;

export type ActionName = keyof typeof actions;

export const actionNames = Object.keys(actions) as [ActionName, ...ActionName[]];

/** The action of a stored hook; throws for one that this Devpilot does not know. */
export function actionOf(name: string): Action {
  if (Object.hasOwn(actions, name)) return actions[name as ActionName];
  throw invalid("action", `There is no action "${name}". Choose from ${actionNames.join(", ")}.`);
}
