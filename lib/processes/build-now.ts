import { Failure } from "../failure.ts";
import { build, isBuilt } from "./build.ts";

/** `npm run build`: for web processes that run by themselves. */
try {
  if (!isBuilt()) await build((end) => process.once("SIGTERM", () => void end()));
} catch (error) {
  if (!(error instanceof Failure)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
