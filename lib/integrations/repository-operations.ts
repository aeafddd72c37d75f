import { operation } from "#lib/api/operation.ts";
import { listView } from "#lib/api/view.ts";
import { listRemoteBranches, listRemoteBranchesInput, remoteBranchesView } from "./branches.ts";
import { listStatusView } from "./list-status.ts";
import { readRepositories, readRepositoriesInput } from "./read-repositories.ts";
import { listRepositories, listRepositoriesInput, repositoriesView } from "./repositories.ts";
import { listUsableIntegrations, listUsableIntegrationsInput, usableIntegrationView } from "./usable.ts";

/** What whoever makes an app chooses from. */
export const repositoryOperations = {
  "integrations.usable": operation({
    method: "GET",
    path: "/projects/{project}/integrations",
    summary: "List the integrations that the apps of a project may use",
    permission: "app.create",
    input: listUsableIntegrationsInput,
    verb: listUsableIntegrations,
    view: listView(usableIntegrationView),
  }),
  "integrations.repositories": operation({
    method: "GET",
    path: "/projects/{project}/integrations/{integration}/repositories",
    summary: "Search the repositories that an integration's account sees",
    permission: "app.create",
    input: listRepositoriesInput,
    verb: listRepositories,
    view: repositoriesView,
  }),
  "integrations.readRepositories": operation({
    method: "POST",
    path: "/projects/{project}/integrations/{integration}/repositories/refresh",
    summary: "Read the list of repositories anew",
    permission: "app.create",
    input: readRepositoriesInput,
    verb: readRepositories,
    view: listStatusView,
  }),
  "integrations.branches": operation({
    method: "GET",
    path: "/projects/{project}/integrations/{integration}/branches",
    summary: "List the branches of a repository as its host tells of them now",
    permission: "app.create",
    input: listRemoteBranchesInput,
    verb: listRemoteBranches,
    view: remoteBranchesView,
  }),
};
