import { operation } from "#lib/api/operation.ts";
import { listView, nothing } from "#lib/api/view.ts";
import { connectHttps, connectHttpsInput } from "./connect-https.ts";
import { connectSsh, connectSshInput } from "./connect-ssh.ts";
import { connectToken, connectTokenInput } from "./connect-token.ts";
import { findIntegration, findIntegrationInput } from "./find.ts";
import { listIntegrations, listIntegrationsInput } from "./list.ts";
import { listProviders, listProvidersInput } from "./providers.ts";
import { refreshIntegration, refreshIntegrationInput } from "./refresh.ts";
import { findRemoval, findRemovalInput } from "./removal.ts";
import { removeIntegration, removeIntegrationInput } from "./remove.ts";
import { replaceCredential, replaceCredentialInput } from "./replace.ts";
import { testIntegration, testIntegrationInput } from "./test.ts";
import { updateIntegration, updateIntegrationInput } from "./update.ts";
import { integrationView, providerView, removalView } from "./view.ts";

const permission = "integration.manage";

export const integrationOperations = {
  "integrations.list": operation({
    method: "GET",
    path: "/integrations",
    summary: "List the integrations",
    permission,
    input: listIntegrationsInput,
    verb: listIntegrations,
    view: listView(integrationView),
  }),
  "integrations.find": operation({
    method: "GET",
    path: "/integrations/{integration}",
    summary: "Find an integration",
    permission,
    input: findIntegrationInput,
    verb: findIntegration,
    view: integrationView,
  }),
  // Behind the row above: of two that fit an address, the later one is meant.
  "integrations.providers": operation({
    method: "GET",
    path: "/integrations/providers",
    summary: "List the ways to connect a git host, and what each of them needs",
    permission,
    input: listProvidersInput,
    verb: listProviders,
    view: listView(providerView),
  }),
  "integrations.connectToken": operation({
    method: "POST",
    path: "/integrations/token",
    summary: "Connect an account of a git host by a token that was made there",
    permission,
    input: connectTokenInput,
    verb: connectToken,
    view: integrationView,
    status: 201,
  }),
  "integrations.connectHttps": operation({
    method: "POST",
    path: "/integrations/https",
    summary: "Connect any git host by user name and password or token",
    permission,
    input: connectHttpsInput,
    verb: connectHttps,
    view: integrationView,
    status: 201,
  }),
  "integrations.connectSsh": operation({
    method: "POST",
    path: "/integrations/ssh",
    summary: "Make a key pair for any git host; it works once its public key was added there and a test has passed",
    permission,
    input: connectSshInput,
    verb: connectSsh,
    view: integrationView,
    status: 201,
  }),
  "integrations.test": operation({
    method: "POST",
    path: "/integrations/{integration}/test",
    summary: "Try an integration on its host now",
    permission,
    input: testIntegrationInput,
    verb: testIntegration,
    view: integrationView,
  }),
  "integrations.refresh": operation({
    method: "POST",
    path: "/integrations/{integration}/refresh",
    summary: "Get a new token from the host now",
    permission,
    input: refreshIntegrationInput,
    verb: refreshIntegration,
    view: integrationView,
  }),
  "integrations.replace": operation({
    method: "PUT",
    path: "/integrations/{integration}/credential",
    summary: "Replace an integration's credential by one that was checked",
    permission,
    input: replaceCredentialInput,
    verb: replaceCredential,
    view: integrationView,
  }),
  "integrations.update": operation({
    method: "PATCH",
    path: "/integrations/{integration}",
    summary: "Rename an integration, or limit it to projects",
    permission,
    input: updateIntegrationInput,
    verb: updateIntegration,
    view: integrationView,
  }),
  "integrations.removal": operation({
    method: "GET",
    path: "/integrations/{integration}/removal",
    summary: "Tell what a removal would touch",
    permission,
    input: findRemovalInput,
    verb: findRemoval,
    view: removalView,
  }),
  "integrations.remove": operation({
    method: "DELETE",
    path: "/integrations/{integration}",
    summary: "Remove an integration with its credentials; apps stay, and say what they miss",
    permission,
    input: removeIntegrationInput,
    verb: removeIntegration,
    view: nothing,
    status: 204,
  }),
};
