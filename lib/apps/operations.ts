import { operation } from "#lib/api/operation.ts";
import { nothing, pageView } from "#lib/api/view.ts";
import { branchesView, listBranches, listBranchesInput } from "./branches.ts";
import { changeSource, changeSourceInput } from "./change-source.ts";
import { createApp, createAppInput } from "./create.ts";
import { detectApp, detectAppInput } from "./detect.ts";
import { detectionView } from "./detection-view.ts";
import { findApp, findAppInput } from "./find.ts";
import { listApps, listAppsInput } from "./list.ts";
import { removeApp, removeAppInput } from "./remove.ts";
import { resumeAutoDeploy, resumeAutoDeployInput } from "./resume-auto-deploy.ts";
import { trySource, trySourceInput } from "./try-source.ts";
import { updateApp, updateAppInput } from "./update.ts";
import { appView } from "./view.ts";

export const appOperations = {
  "apps.list": operation({
    method: "GET",
    path: "/apps",
    summary: "List the apps",
    permission: "workspace.view",
    input: listAppsInput,
    verb: listApps,
    view: pageView(appView),
  }),
  "apps.create": operation({
    method: "POST",
    path: "/projects/{project}/apps",
    summary: "Make an app",
    permission: "app.create",
    input: createAppInput,
    verb: createApp,
    view: appView,
    status: 201,
  }),
  "apps.find": operation({
    method: "GET",
    path: "/apps/{app}",
    summary: "Find an app",
    permission: "app.view",
    input: findAppInput,
    verb: findApp,
    view: appView,
  }),
  "apps.update": operation({
    method: "PATCH",
    path: "/apps/{app}",
    summary: "Change an app",
    permission: "app.update",
    input: updateAppInput,
    verb: updateApp,
    view: appView,
  }),
  "apps.changeSource": operation({
    method: "PUT",
    path: "/apps/{app}/source",
    summary: "Change an app's repository or its credentials",
    permission: "app.update",
    input: changeSourceInput,
    verb: changeSource,
    view: appView,
  }),
  "apps.branches": operation({
    method: "GET",
    path: "/apps/{app}/branches",
    summary: "List the branches of an app's repository, as its server sees them now",
    permission: "app.view",
    input: listBranchesInput,
    verb: listBranches,
    view: branchesView,
  }),
  "apps.detect": operation({
    method: "POST",
    path: "/apps/{app}/detection",
    summary: "Tell what an app's repository seems to be, at the head of its branch now",
    permission: "app.update",
    input: detectAppInput,
    verb: detectApp,
    view: detectionView,
  }),
  "apps.trySource": operation({
    method: "POST",
    path: "/servers/{server}/repository",
    summary: "Try whether a server reaches a repository, and list its branches",
    permission: "server.use",
    input: trySourceInput,
    verb: trySource,
    view: branchesView,
  }),
  "apps.resumeAutoDeploy": operation({
    method: "POST",
    path: "/apps/{app}/auto-deploy/resume",
    summary: "Let pushes deploy an app again after a rollback",
    permission: "app.update",
    input: resumeAutoDeployInput,
    verb: resumeAutoDeploy,
    view: appView,
  }),
  "apps.remove": operation({
    method: "DELETE",
    path: "/apps/{app}",
    summary: "Remove an app from Devpilot",
    permission: "app.remove",
    input: removeAppInput,
    verb: removeApp,
    view: nothing,
    status: 204,
  }),
};
