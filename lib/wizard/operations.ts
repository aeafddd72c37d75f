import { operation } from "#lib/api/operation.ts";
import { appView } from "#lib/apps/view.ts";
import { acceptDetection, acceptDetectionInput } from "./accept-detection.ts";
import { beginWizard, beginWizardInput } from "./begin.ts";
import { choosePlatform, choosePlatformInput } from "./choose-platform.ts";
import { findWizard, findWizardInput, wizardView } from "./find.ts";
import { finishWizard, finishWizardInput } from "./finish.ts";
import { goToStep, goToStepInput } from "./go-to-step.ts";
import { readNewRepository, readRepositoryInput, readRepositoryView } from "./read-repository.ts";

export const wizardOperations = {
  "wizard.readRepository": operation({
    method: "POST",
    path: "/projects/{project}/repository",
    summary: "Read the URL of a repository that an app is to be made of",
    permission: "app.create",
    input: readRepositoryInput,
    verb: readNewRepository,
    view: readRepositoryView,
  }),
  "wizard.begin": operation({
    method: "POST",
    path: "/projects/{project}/wizard",
    summary: "Make an app of which only source and place are settled, and begin its wizard",
    permission: "app.create",
    input: beginWizardInput,
    verb: beginWizard,
    view: appView,
    status: 201,
  }),
  "wizard.find": operation({
    method: "GET",
    path: "/apps/{app}/wizard",
    summary: "Find where an app's wizard stands, and what was detected last",
    permission: "app.view",
    input: findWizardInput,
    verb: findWizard,
    view: wizardView,
  }),
  "wizard.goTo": operation({
    method: "PUT",
    path: "/apps/{app}/wizard/step",
    summary: "Open a step of an app's wizard",
    permission: "app.update",
    input: goToStepInput,
    verb: goToStep,
    view: appView,
  }),
  "wizard.acceptDetection": operation({
    method: "POST",
    path: "/apps/{app}/wizard/detection",
    summary: "Take over what was detected into an app and its pipeline",
    permission: "app.update",
    input: acceptDetectionInput,
    verb: acceptDetection,
    view: appView,
  }),
  "wizard.choosePlatform": operation({
    method: "POST",
    path: "/apps/{app}/wizard/platform",
    summary: "Begin with what a platform proposes, whatever was detected",
    permission: "app.update",
    input: choosePlatformInput,
    verb: choosePlatform,
    view: appView,
  }),
  "wizard.finish": operation({
    method: "POST",
    path: "/apps/{app}/wizard/finish",
    summary: "End an app's wizard",
    permission: "app.update",
    input: finishWizardInput,
    verb: finishWizard,
    view: appView,
  }),
};
