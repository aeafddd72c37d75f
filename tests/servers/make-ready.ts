import type { Member } from "#lib/access/actor.ts";
import { testServer } from "#lib/servers/test.ts";
import { trustHostKey } from "#lib/servers/trust.ts";

/** Tests, confirms the fingerprint that is shown, and tests again. */
export async function testAndTrust(actor: Member, server: string) {
  const first = await testServer(actor, { server });
  const shown = first.stages.find(({ stage }) => stage === "fingerprint")?.fingerprint;
  if (!shown) throw new Error(`no fingerprint to confirm: ${JSON.stringify(first.stages)}`);
  await trustHostKey(actor, { server, fingerprint: shown });
  return testServer(actor, { server });
}
