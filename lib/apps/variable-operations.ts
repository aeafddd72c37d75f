import { operation } from "#lib/api/operation.ts";
import { listView, nothing, pageView } from "#lib/api/view.ts";
import { importVariables, importVariablesInput } from "./import-variables.ts";
import { listVariables, listVariablesInput, variableView } from "./list-variables.ts";
import { removeVariable, removeVariableInput } from "./remove-variable.ts";
import { importSharedVariables, importSharedVariablesInput, previewSharedImport } from "./import-shared-variables.ts";
import { listSharedVariables, listSharedVariablesInput, sharedVariableView } from "./list-shared-variables.ts";
import { previewImport, previewView } from "./preview-import.ts";
import { putSharedVariables, putSharedVariablesInput } from "./put-shared-variables.ts";
import { putVariables, putVariablesInput, putView } from "./put-variables.ts";
import { removeSharedVariable, removeSharedVariableInput } from "./remove-shared-variable.ts";
import {
  sharedVariableChangeView,
  sharedVariableHistory,
  sharedVariableHistoryInput,
  variableChangeView,
  variableHistory,
  variableHistoryInput,
} from "./variable-history.ts";

/** The variables of an app, and those that a project shares with its apps. */
export const variableOperations = {
  "variables.list": operation({
    method: "GET",
    path: "/apps/{app}/variables",
    summary: "List an app's environment variables, shared ones among them, with the values of the plain ones",
    permission: "variables.view",
    input: listVariablesInput,
    verb: listVariables,
    view: listView(variableView),
  }),
  "variables.put": operation({
    method: "PUT",
    path: "/apps/{app}/variables",
    summary: "Add or replace environment variables",
    permission: "variables.edit",
    input: putVariablesInput,
    verb: putVariables,
    view: putView,
  }),
  "variables.preview": operation({
    method: "POST",
    path: "/apps/{app}/variables/preview",
    summary: "Show what an import of a .env file would change",
    permission: "variables.edit",
    input: importVariablesInput,
    verb: previewImport,
    view: previewView,
  }),
  "variables.import": operation({
    method: "POST",
    path: "/apps/{app}/variables/import",
    summary: "Add or replace environment variables from a .env file",
    permission: "variables.edit",
    input: importVariablesInput,
    verb: importVariables,
    view: putView,
  }),
  "variables.history": operation({
    method: "GET",
    path: "/apps/{app}/variable-changes",
    summary: "List who changed which environment variable of an app, and the deployment that took it up",
    permission: "variables.view",
    input: variableHistoryInput,
    verb: variableHistory,
    view: pageView(variableChangeView),
  }),
  "variables.remove": operation({
    method: "DELETE",
    path: "/apps/{app}/variables/{key}",
    summary: "Remove an environment variable",
    permission: "variables.edit",
    input: removeVariableInput,
    verb: removeVariable,
    view: nothing,
    status: 204,
  }),

  "projectVariables.list": operation({
    method: "GET",
    path: "/projects/{project}/variables",
    summary: "List the variables that a project shares with its apps, with the values of the plain ones",
    permission: "sharedVariables.view",
    input: listSharedVariablesInput,
    verb: listSharedVariables,
    view: listView(sharedVariableView),
  }),
  "projectVariables.history": operation({
    method: "GET",
    path: "/projects/{project}/variable-changes",
    summary: "List who changed which shared variable of a project",
    permission: "sharedVariables.view",
    input: sharedVariableHistoryInput,
    verb: sharedVariableHistory,
    view: pageView(sharedVariableChangeView),
  }),
  "projectVariables.put": operation({
    method: "PUT",
    path: "/projects/{project}/variables",
    summary: "Add or replace variables that a project shares with its apps",
    permission: "sharedVariables.edit",
    input: putSharedVariablesInput,
    verb: putSharedVariables,
    view: putView,
  }),
  "projectVariables.preview": operation({
    method: "POST",
    path: "/projects/{project}/variables/preview",
    summary: "Show what sharing a .env file would change",
    permission: "sharedVariables.edit",
    input: importSharedVariablesInput,
    verb: previewSharedImport,
    view: previewView,
  }),
  "projectVariables.import": operation({
    method: "POST",
    path: "/projects/{project}/variables/import",
    summary: "Add or replace shared variables from a .env file",
    permission: "sharedVariables.edit",
    input: importSharedVariablesInput,
    verb: importSharedVariables,
    view: putView,
  }),
  "projectVariables.remove": operation({
    method: "DELETE",
    path: "/projects/{project}/variables/{key}",
    summary: "Remove a shared variable",
    permission: "sharedVariables.edit",
    input: removeSharedVariableInput,
    verb: removeSharedVariable,
    view: nothing,
    status: 204,
  }),
};
