import { operation } from "#lib/api/operation.ts";
import { listView, nothing } from "#lib/api/view.ts";
import { addHook, addHookInput } from "./add-hook.ts";
import { findPipeline, findPipelineInput } from "./find.ts";
import { listActions, listActionsInput } from "./list-actions.ts";
import { moveHook, moveHookInput } from "./move-hook.ts";
import { removeHook, removeHookInput } from "./remove-hook.ts";
import { savePipeline, savePipelineInput } from "./save.ts";
import { hookTextView, showHook, showHookInput } from "./show-hook.ts";
import { updateHook, updateHookInput } from "./update-hook.ts";
import { actionView, hookView, pipelineView } from "./view.ts";

export const pipelineOperations = {
  "pipeline.actions": operation({
    method: "GET",
    path: "/actions",
    summary: "List the kinds of hook and their fields",
    permission: "workspace.view",
    input: listActionsInput,
    verb: listActions,
    view: listView(actionView),
  }),
  "pipeline.find": operation({
    method: "GET",
    path: "/apps/{app}/pipeline",
    summary: "Find an app's pipeline",
    permission: "app.view",
    input: findPipelineInput,
    verb: findPipeline,
    view: pipelineView,
  }),
  "pipeline.showHook": operation({
    method: "POST",
    path: "/apps/{app}/hooks/text",
    summary: "Show the exact text that a hook would run",
    permission: "app.view",
    input: showHookInput,
    verb: showHook,
    view: hookTextView,
  }),
  "pipeline.save": operation({
    method: "PUT",
    path: "/apps/{app}/pipeline",
    summary: "Replace an app's whole pipeline",
    permission: "pipeline.edit",
    input: savePipelineInput,
    verb: savePipeline,
    view: pipelineView,
  }),
  "hooks.add": operation({
    method: "POST",
    path: "/apps/{app}/hooks",
    summary: "Add a hook at the end of its stage",
    permission: "pipeline.edit",
    input: addHookInput,
    verb: addHook,
    view: hookView,
    status: 201,
  }),
  "hooks.update": operation({
    method: "PATCH",
    path: "/apps/{app}/hooks/{hook}",
    summary: "Change a hook",
    permission: "pipeline.edit",
    input: updateHookInput,
    verb: updateHook,
    view: hookView,
  }),
  "hooks.move": operation({
    method: "PUT",
    path: "/apps/{app}/hooks/{hook}/place",
    summary: "Move a hook within its stage or to another",
    permission: "pipeline.edit",
    input: moveHookInput,
    verb: moveHook,
    view: pipelineView,
  }),
  "hooks.remove": operation({
    method: "DELETE",
    path: "/apps/{app}/hooks/{hook}",
    summary: "Remove a hook",
    permission: "pipeline.edit",
    input: removeHookInput,
    verb: removeHook,
    view: nothing,
    status: 204,
  }),
};
