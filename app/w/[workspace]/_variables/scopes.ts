import type { VariableView } from "#lib/apps/list-variables.ts";

export type Scope = VariableView["scope"];

export const scopeWords: Record<Scope, string> = {
  both: "Builds and the app",
  build: "Builds only",
  run: "The app only",
};
