import { platformCommand } from "./platform-command.ts";

export const migrate = platformCommand({
  title: "Migrate the database",
  summary: "Runs the platform's migrations, or a command of your own.",
  otherwise: (_app, platform) => platform.migrateCommand,
});
