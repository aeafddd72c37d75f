import { platformCommand } from "./platform-command.ts";

export const build = platformCommand({
  title: "Build",
  summary: "Runs the app's build command once more, or in another directory.",
  otherwise: (app, platform) => app.buildCommand ?? platform.buildCommand,
});
