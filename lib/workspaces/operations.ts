import { operation } from "#lib/api/operation.ts";
import { nothing } from "#lib/api/view.ts";
import { findWorkspace, findWorkspaceInput } from "./find.ts";
import { findOverview, findOverviewInput, overviewView } from "./overview.ts";
import { removeWorkspace, removeWorkspaceInput } from "./remove.ts";
import { searchView, searchWorkspace, searchWorkspaceInput } from "./search.ts";
import { updateWorkspace, updateWorkspaceInput } from "./update.ts";
import { workspaceView } from "./view.ts";

export const workspaceOperations = {
  "workspace.find": operation({
    method: "GET",
    path: "/workspace",
    summary: "Find the workspace that the key belongs to",
    permission: "workspace.view",
    input: findWorkspaceInput,
    verb: findWorkspace,
    view: workspaceView,
  }),
  "workspace.update": operation({
    method: "PATCH",
    path: "/workspace",
    summary: "Rename the workspace",
    permission: "workspace.update",
    input: updateWorkspaceInput,
    verb: updateWorkspace,
    view: workspaceView,
  }),
  "workspace.remove": operation({
    method: "DELETE",
    path: "/workspace",
    summary: "Remove the workspace and all its history, once it has no apps and no servers",
    permission: "workspace.remove",
    input: removeWorkspaceInput,
    verb: removeWorkspace,
    view: nothing,
    status: 204,
  }),
  "workspace.overview": operation({
    method: "GET",
    path: "/overview",
    summary: "See what runs, what ended last, and what needs a person",
    permission: "workspace.view",
    input: findOverviewInput,
    verb: findOverview,
    view: overviewView,
  }),
  "workspace.search": operation({
    method: "GET",
    path: "/search",
    summary: "Find apps, projects and servers by name, and deployments by number",
    permission: "workspace.view",
    input: searchWorkspaceInput,
    verb: searchWorkspace,
    view: searchView,
  }),
};
