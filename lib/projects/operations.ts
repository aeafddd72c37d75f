import { operation } from "#lib/api/operation.ts";
import { nothing, pageView } from "#lib/api/view.ts";
import { createProject, createProjectInput } from "./create.ts";
import { findProject, findProjectInput } from "./find.ts";
import { listProjects, listProjectsInput } from "./list.ts";
import { removeProject, removeProjectInput } from "./remove.ts";
import { updateProject, updateProjectInput } from "./update.ts";
import { projectView } from "./view.ts";

export const projectOperations = {
  "projects.list": operation({
    method: "GET",
    path: "/projects",
    summary: "List the projects",
    permission: "workspace.view",
    input: listProjectsInput,
    verb: listProjects,
    view: pageView(projectView),
  }),
  "projects.create": operation({
    method: "POST",
    path: "/projects",
    summary: "Make a project",
    permission: "project.create",
    input: createProjectInput,
    verb: createProject,
    view: projectView,
    status: 201,
  }),
  "projects.find": operation({
    method: "GET",
    path: "/projects/{project}",
    summary: "Find a project",
    permission: "project.view",
    input: findProjectInput,
    verb: findProject,
    view: projectView,
  }),
  "projects.update": operation({
    method: "PATCH",
    path: "/projects/{project}",
    summary: "Rename a project",
    permission: "project.update",
    input: updateProjectInput,
    verb: updateProject,
    view: projectView,
  }),
  "projects.remove": operation({
    method: "DELETE",
    path: "/projects/{project}",
    summary: "Remove an empty project",
    permission: "project.remove",
    input: removeProjectInput,
    verb: removeProject,
    view: nothing,
    status: 204,
  }),
};
