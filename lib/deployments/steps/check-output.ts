import { places, type StepDefinition } from "./step.ts";

/** The path travels beside the script, so that the script stays a constant. */
const script = `
if [ ! -d "./$DEVPILOT_OUTPUT" ]; then
  echo "The output directory $DEVPILOT_OUTPUT is not in this release. Does the build write to another one?"
  exit 65
fi
if [ -z "$(find "./$DEVPILOT_OUTPUT/" -mindepth 1 -print -quit)" ]; then
  echo "The output directory $DEVPILOT_OUTPUT is empty. Does the build write to another one?"
  exit 65
fi
`;

/** What visitors would get has to be there before they get it. */
export const checkOutputStep: StepDefinition = {
  order(job, step) {
    return {
      kind: "hook",
      header: { ...places(job), SCRIPT: script, ENV: [`DEVPILOT_OUTPUT=${step.input.outputDirectory ?? ""}`] },
      runAs: null,
      timeoutSeconds: step.timeoutSeconds,
      isCancellable: true,
      isRepeatable: false,
    };
  },
};
