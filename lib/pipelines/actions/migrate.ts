import { platformCommand } from "./platform-command.ts";

export const migrate = platformCommand({
  title: "Migrate the database",
  summary: "Runs the app's migrate command, or another one.",
  otherwise: (app, platform) => app.migrateCommand ?? platform.migrateCommand,
});
