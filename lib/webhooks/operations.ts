import { operation } from "#lib/api/operation.ts";
import { pageView } from "#lib/api/view.ts";
import { findAutoDeploy, findAutoDeployInput } from "./find-auto-deploy.ts";
import { findDelivery, findDeliveryInput } from "./find-delivery.ts";
import { listDeliveries, listDeliveriesInput } from "./list-deliveries.ts";
import { registerWebhook, registerWebhookInput } from "./register.ts";
import { replayDelivery, replayDeliveryInput } from "./replay.ts";
import { rotateWebhook, rotateWebhookInput } from "./rotate.ts";
import { setAutoDeploy, setAutoDeployInput } from "./set-auto-deploy.ts";
import { autoDeployView, deliveryDetailView, deliveryView, newSecretView } from "./view.ts";

export const webhookOperations = {
  "autoDeploy.find": operation({
    method: "GET",
    path: "/apps/{app}/auto-deploy",
    summary: "Tell whether pushes deploy an app, and how its webhook stands",
    permission: "app.view",
    input: findAutoDeployInput,
    verb: findAutoDeploy,
    view: autoDeployView,
  }),
  "autoDeploy.set": operation({
    method: "PUT",
    path: "/apps/{app}/auto-deploy",
    summary: "Let pushes to a branch deploy an app, or stop that",
    permission: "app.update",
    input: setAutoDeployInput,
    verb: setAutoDeploy,
    view: newSecretView,
    shownOnce: ["secret"],
  }),
  "webhooks.register": operation({
    method: "POST",
    path: "/apps/{app}/webhook/register",
    summary: "Try again to register an app's webhook on its git host",
    permission: "app.update",
    input: registerWebhookInput,
    verb: registerWebhook,
    view: autoDeployView,
  }),
  "webhooks.rotate": operation({
    method: "POST",
    path: "/apps/{app}/webhook/rotate",
    summary: "Give an app's webhook a new secret; the old one stays good for a while",
    permission: "app.update",
    input: rotateWebhookInput,
    verb: rotateWebhook,
    view: newSecretView,
    shownOnce: ["secret"],
  }),
  "deliveries.list": operation({
    method: "GET",
    path: "/apps/{app}/deliveries",
    summary: "List what git hosts told of an app's repository, newest first",
    permission: "app.view",
    input: listDeliveriesInput,
    verb: listDeliveries,
    view: pageView(deliveryView),
  }),
  "deliveries.find": operation({
    method: "GET",
    path: "/apps/{app}/deliveries/{delivery}",
    summary: "Find a delivery with its headers and body",
    permission: "app.view",
    input: findDeliveryInput,
    verb: findDelivery,
    view: deliveryDetailView,
  }),
  "deliveries.replay": operation({
    method: "POST",
    path: "/apps/{app}/deliveries/{delivery}/replay",
    summary: "Let a delivery be decided once more",
    permission: "app.deploy",
    input: replayDeliveryInput,
    verb: replayDelivery,
    view: deliveryView,
    status: 202,
  }),
};
