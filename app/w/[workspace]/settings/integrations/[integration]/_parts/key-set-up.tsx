import { Card } from "#app/_ui/card.tsx";
import { Stepper } from "#app/_ui/stepper.tsx";
import { PublicKey } from "../../_parts/public-key.tsx";
import { sshSteps } from "../../_parts/ssh-steps.ts";
import type { About } from "./about.ts";
import { KeyTest } from "./key-test.tsx";

/** A key pair that the git host does not know yet: where it goes, and whether it is let in. */
export function KeySetUp(about: About) {
  const { publicKey } = about.integration;
  return (
    <>
      <Stepper label="Connect Git over SSH" steps={sshSteps} current={1} />
      <Card title="Put Devpilot's key on the git host">{publicKey && <PublicKey publicKey={publicKey} />}</Card>
      <Card title="Then test it">
        <KeyTest {...about} />
      </Card>
    </>
  );
}
