import { activityOperations } from "#lib/activity/operations.ts";
import { appOperations } from "#lib/apps/operations.ts";
import { variableOperations } from "#lib/apps/variable-operations.ts";
import { deploymentOperations } from "#lib/deployments/operations.ts";
import { repositoryOperations } from "#lib/integrations/repository-operations.ts";
import { instanceOperations } from "#lib/instance/operations.ts";
import { integrationOperations } from "#lib/integrations/operations.ts";
import { keyOperations } from "#lib/keys/operations.ts";
import { pipelineOperations } from "#lib/pipelines/operations.ts";
import { projectOperations } from "#lib/projects/operations.ts";
import { serverOperations } from "#lib/servers/operations.ts";
import { webhookOperations } from "#lib/webhooks/operations.ts";
import { wizardOperations } from "#lib/wizard/operations.ts";
import { workspaceOperations } from "#lib/workspaces/operations.ts";

/** Everything that can be done from outside, by name: the REST API and the console's actions are doors to this table. */
export const operations = {
  ...workspaceOperations,
  ...activityOperations,
  ...keyOperations,
  ...instanceOperations,
  ...integrationOperations,
  ...serverOperations,
  ...projectOperations,
  ...appOperations,
  ...variableOperations,
  ...pipelineOperations,
  ...deploymentOperations,
  ...repositoryOperations,
  ...webhookOperations,
  ...wizardOperations,
};

export type OperationId = keyof typeof operations;

/** What an operation answers. */
export type AnswerOf<Id extends OperationId> = Awaited<ReturnType<(typeof operations)[Id]["verb"]>>;
