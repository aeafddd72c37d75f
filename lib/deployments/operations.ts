import { z } from "zod";
import { operation } from "#lib/api/operation.ts";
import { nothing, pageView, view } from "#lib/api/view.ts";
import { cancelDeployment, cancelDeploymentInput } from "./cancel.ts";
import { findDeployment, findDeploymentInput } from "./find.ts";
import { listDeployments, listDeploymentsInput } from "./list.ts";
import { readDeploymentLog, readDeploymentLogInput } from "./log.ts";
import { findPipelineChanges, pipelineChangesInput, pipelineChangesView } from "./pipeline-changes.ts";
import { pinDeployment, pinDeploymentInput } from "./pin.ts";
import { previewDeployment, previewDeploymentInput } from "./preview.ts";
import { previewView } from "./preview-view.ts";
import { queueDeployment, queueDeploymentInput } from "./queue.ts";
import { findReleases, findReleasesInput, releasesView } from "./releases.ts";
import { retryDeployment, retryDeploymentInput } from "./retry.ts";
import { rollBackDeployment, rollBackDeploymentInput } from "./rollback.ts";
import { deploymentDetailView, deploymentView } from "./view.ts";

const queuedView = view({ id: z.string(), number: z.number() });

const logView = view({
  lineCount: z.number(),
  status: z.string(),
  chunks: z.array(
    z.object({ firstLine: z.number(), stepPosition: z.number(), at: z.date(), lines: z.array(z.string()) }),
  ),
});

export const deploymentOperations = {
  "deployments.list": operation({
    method: "GET",
    path: "/deployments",
    summary: "List deployments, newest first",
    permission: "workspace.view",
    input: listDeploymentsInput,
    verb: listDeployments,
    view: pageView(deploymentView),
  }),
  "deployments.listOfApp": operation({
    method: "GET",
    path: "/apps/{app}/deployments",
    summary: "List the deployments of an app",
    permission: "app.view",
    input: listDeploymentsInput.required({ app: true }),
    verb: listDeployments,
    view: pageView(deploymentView),
  }),
  "deployments.create": operation({
    method: "POST",
    path: "/apps/{app}/deployments",
    summary: "Deploy an app",
    permission: "app.deploy",
    input: queueDeploymentInput,
    verb: queueDeployment,
    view: queuedView,
    status: 202,
  }),
  "deployments.preview": operation({
    method: "POST",
    path: "/apps/{app}/preview",
    summary: "Show what a deployment of an app would do, and what stands in its way",
    permission: "app.deploy",
    input: previewDeploymentInput,
    verb: previewDeployment,
    view: previewView,
  }),
  "deployments.releases": operation({
    method: "GET",
    path: "/apps/{app}/releases",
    summary: "List the releases of an app that lie on its server now, with the room that each takes",
    permission: "app.view",
    input: findReleasesInput,
    verb: findReleases,
    view: releasesView,
  }),
  "deployments.find": operation({
    method: "GET",
    path: "/deployments/{deployment}",
    summary: "Find a deployment with its steps",
    permission: "deployment.view",
    input: findDeploymentInput,
    verb: findDeployment,
    view: deploymentDetailView,
  }),
  "deployments.log": operation({
    method: "GET",
    path: "/deployments/{deployment}/log",
    summary: "Read the log after a line",
    permission: "deployment.view",
    input: readDeploymentLogInput,
    verb: readDeploymentLog,
    view: logView,
  }),
  "deployments.pipelineChanges": operation({
    method: "GET",
    path: "/deployments/{deployment}/pipeline-changes",
    summary: "Compare the pipeline that a deployment had with the one that the app has now",
    permission: "deployment.view",
    input: pipelineChangesInput,
    verb: findPipelineChanges,
    view: pipelineChangesView,
  }),
  "deployments.cancel": operation({
    method: "POST",
    path: "/deployments/{deployment}/cancel",
    summary: "Cancel a deployment",
    permission: "deployment.change",
    input: cancelDeploymentInput,
    verb: cancelDeployment,
    view: nothing,
    status: 204,
  }),
  "deployments.rollBack": operation({
    method: "POST",
    path: "/deployments/{deployment}/rollback",
    summary: "Make this release live again",
    permission: "deployment.change",
    input: rollBackDeploymentInput,
    verb: rollBackDeployment,
    view: queuedView,
    status: 202,
  }),
  "deployments.retry": operation({
    method: "POST",
    path: "/deployments/{deployment}/retry",
    summary: "Try a failed deployment again, from the step that failed or from the start",
    permission: "deployment.change",
    input: retryDeploymentInput,
    verb: retryDeployment,
    view: queuedView,
    status: 202,
  }),
  "deployments.pin": operation({
    method: "PUT",
    path: "/deployments/{deployment}/pin",
    summary: "Keep a release on its server, or stop keeping it",
    permission: "deployment.change",
    input: pinDeploymentInput,
    verb: pinDeployment,
    view: nothing,
    status: 204,
  }),
};
