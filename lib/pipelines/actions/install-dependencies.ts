import { platformCommand } from "./platform-command.ts";

export const installDependencies = platformCommand({
  title: "Install dependencies",
  summary: "Runs the app's install command once more, or in another directory.",
  otherwise: (app, platform) => app.installCommand ?? platform.installCommand,
});
