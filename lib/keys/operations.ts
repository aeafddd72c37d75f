import { operation } from "#lib/api/operation.ts";
import { nothing, pageView } from "#lib/api/view.ts";
import { listKeys, listKeysInput } from "./list.ts";
import { makeKey, makeKeyInput } from "./make.ts";
import { revokeKey, revokeKeyInput } from "./revoke.ts";
import { keyView, newKeyView } from "./view.ts";

export const keyOperations = {
  "keys.list": operation({
    method: "GET",
    path: "/keys",
    summary: "List the API keys",
    permission: "key.manage",
    input: listKeysInput,
    verb: listKeys,
    view: pageView(keyView),
  }),
  "keys.make": operation({
    method: "POST",
    path: "/keys",
    summary: "Make an API key, which is shown once",
    permission: "key.manage",
    input: makeKeyInput,
    verb: makeKey,
    view: newKeyView,
    status: 201,
    shownOnce: ["token"],
  }),
  "keys.revoke": operation({
    method: "DELETE",
    path: "/keys/{key}",
    summary: "Revoke an API key",
    permission: "key.manage",
    input: revokeKeyInput,
    verb: revokeKey,
    view: nothing,
    status: 204,
  }),
};
