import { operation } from "#lib/api/operation.ts";
import { nothing, pageView } from "#lib/api/view.ts";
import { connectServer, connectServerInput } from "./connect.ts";
import { findServer, findServerInput } from "./find.ts";
import { listServers, listServersInput } from "./list.ts";
import { removeServer, removeServerInput } from "./remove.ts";
import { rotateKey, rotateKeyInput } from "./rotate-key.ts";
import { testServer, testServerInput } from "./test.ts";
import { trustHostKey, trustHostKeyInput } from "./trust.ts";
import { updateServer, updateServerInput } from "./update.ts";
import { serverTestView, serverView, serverWithAppsView } from "./view.ts";

export const serverOperations = {
  "servers.list": operation({
    method: "GET",
    path: "/servers",
    summary: "List the servers",
    permission: "workspace.view",
    input: listServersInput,
    verb: listServers,
    view: pageView(serverWithAppsView),
  }),
  "servers.connect": operation({
    method: "POST",
    path: "/servers",
    summary: "Connect a server that you have",
    permission: "server.create",
    input: connectServerInput,
    verb: connectServer,
    view: serverView,
    status: 201,
  }),
  "servers.find": operation({
    method: "GET",
    path: "/servers/{server}",
    summary: "Find a server",
    permission: "server.view",
    input: findServerInput,
    verb: findServer,
    view: serverWithAppsView,
  }),
  "servers.update": operation({
    method: "PATCH",
    path: "/servers/{server}",
    summary: "Change a server's name, address or run-as users",
    permission: "server.update",
    input: updateServerInput,
    verb: updateServer,
    view: serverView,
  }),
  "servers.test": operation({
    method: "POST",
    path: "/servers/{server}/test",
    summary: "Test the connection, inspect the server and install the agent",
    permission: "server.update",
    input: testServerInput,
    verb: (actor, input) => testServer(actor, input),
    view: serverTestView,
  }),
  "servers.trust": operation({
    method: "POST",
    path: "/servers/{server}/host-key",
    summary: "Confirm the host key that the server presents",
    permission: "server.trust",
    input: trustHostKeyInput,
    verb: trustHostKey,
    view: serverView,
  }),
  "servers.rotateKey": operation({
    method: "PUT",
    path: "/servers/{server}/access",
    summary: "Replace the credential, once the new one has signed in",
    permission: "server.update",
    input: rotateKeyInput,
    verb: rotateKey,
    view: serverView,
  }),
  "servers.remove": operation({
    method: "DELETE",
    path: "/servers/{server}",
    summary: "Forget a server that no app uses",
    permission: "server.remove",
    input: removeServerInput,
    verb: removeServer,
    view: nothing,
    status: 204,
  }),
};
