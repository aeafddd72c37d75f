import type { ProposedHook } from "./platform.ts";

export const migrations: ProposedHook = {
  stage: "post_setup",
  name: "Migrate the database",
  action: "migrate",
  input: {},
  reason: "The new release expects its tables. It runs before the switch: one that fails leaves the old release live.",
  isEnabled: true,
};

export const reloadPhp: ProposedHook = {
  stage: "post_release",
  name: "Reload PHP-FPM",
  action: "reload_php_fpm",
  input: {},
  reason:
    "PHP-FPM remembers compiled files by their path, which every release shares through the link “current”. Not needed where the web server hands it $realpath_root.",
  isEnabled: true,
};
