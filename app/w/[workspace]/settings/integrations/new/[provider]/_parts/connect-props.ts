import type { Member } from "#lib/access/actor.ts";
import type { ProviderView } from "#lib/integrations/view.ts";

export interface ConnectProps {
  actor: Member;
  workspace: string;
  provider: ProviderView;
}
