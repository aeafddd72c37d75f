import { addHook } from "#lib/pipelines/add-hook.ts";
import type { Stage } from "#tests/support/stage.ts";

/** Writes 200 numbered lines over two seconds, and counts how often it was started. */
export const talkative = "echo started >>../../starts; for i in $(seq 200); do echo line $i; sleep 0.01; done";

export const numberedLines = Array.from({ length: 200 }, (_, index) => `line ${index + 1}`);

export async function addCommand(
  { owner, app }: Stage,
  stage: "post_source_control" | "post_setup" | "post_release",
  name: string,
  command: string,
): Promise<string> {
  const { id } = await addHook(owner, {
    app: app.id,
    stage,
    name,
    action: "run_command",
    input: { command },
    runAs: null,
    timeoutSeconds: 60,
    isEnabled: true,
  });
  return id;
}
