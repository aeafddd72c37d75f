import { operation } from "#lib/api/operation.ts";
import { nothing } from "#lib/api/view.ts";
import { listOAuthClients, listOAuthClientsInput } from "./list-oauth-clients.ts";
import { putOAuthClient, putOAuthClientInput } from "./put-oauth-client.ts";
import { removeOAuthClient, removeOAuthClientInput } from "./remove-oauth-client.ts";
import { oauthClientsView, oauthClientView } from "./view.ts";

export const instanceOperations = {
  "instance.listOAuthClients": operation({
    method: "GET",
    path: "/instance/oauth-clients",
    summary: "List the OAuth clients of the instance; for its owner only, like all of the instance",
    permission: "instance.manage",
    input: listOAuthClientsInput,
    verb: listOAuthClients,
    view: oauthClientsView,
  }),
  "instance.putOAuthClient": operation({
    method: "PUT",
    path: "/instance/oauth-clients",
    summary: "Add the OAuth client of a git host, or replace it",
    permission: "instance.manage",
    input: putOAuthClientInput,
    verb: putOAuthClient,
    view: oauthClientView,
  }),
  "instance.removeOAuthClient": operation({
    method: "DELETE",
    path: "/instance/oauth-clients/{client}",
    summary: "Remove an OAuth client",
    permission: "instance.manage",
    input: removeOAuthClientInput,
    verb: removeOAuthClient,
    view: nothing,
    status: 204,
  }),
};
