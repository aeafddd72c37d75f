import type { IntegrationView } from "#lib/integrations/view.ts";

export interface About {
  workspace: string;
  integration: IntegrationView;
}

/** What the page's actions act on. */
export function targetOf({ workspace, integration }: About) {
  return { workspace, integration: integration.id };
}
