import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, onTestFinished, test } from "vitest";
import {
  fetchRepositories,
  noteOf,
  pathOf,
  type RemoteRepository,
} from "#app/w/[workspace]/apps/_parts/repository-choice.ts";
import { freePort } from "#lib/processes/free-port.ts";

const plain: RemoteRepository = {
  remoteId: "1",
  path: "acme/shop",
  cloneUrl: "https://git.example.com/acme/shop.git",
  defaultBranch: "main",
  isPrivate: true,
  isArchived: false,
  isEmpty: false,
  isAdmin: true,
  activeAt: null,
};

test("a repository is called by its path, whatever its address looks like", () => {
  expect(pathOf("https://git.example.com/acme/shop.git")).toBe("acme/shop");
  expect(pathOf("http://127.0.0.1:8080/group/sub/shop/")).toBe("group/sub/shop");
  expect(pathOf("https://git.example.com/acme/caf%C3%A9")).toBe("acme/café");
});

test("an address that can't be decoded is shown as it is", () => {
  expect(pathOf("https://git.example.com/acme/100%")).toBe("acme/100%");
});

describe("what should be known before a repository is chosen", () => {
  test.each([
    ["an archived one", { isArchived: true, isEmpty: true }, /archived/],
    ["an empty one", { isEmpty: true }, /empty/],
    ["one whose webhooks are not the account's to manage", { isAdmin: false }, /webhooks/],
  ])("%s says so", (_, more, words) => {
    expect(noteOf({ ...plain, ...more })).toMatch(words);
  });

  test("nothing of any other, nor of one whose rights the list does not tell", () => {
    expect(noteOf(plain)).toBeNull();
    expect(noteOf({ ...plain, isAdmin: null })).toBeNull();
  });
});

describe("a page of the list", () => {
  const ask = (url: string) => fetchRepositories(url, { search: "shop", cursor: null }, new AbortController().signal);

  test("that was refused says why in the server's words", async () => {
    const url = await answering(404, JSON.stringify({ detail: "There is no such integration." }));
    await expect(ask(url)).rejects.toThrow("There is no such integration.");
  });

  test.each([502, 200])("that is no answer of Devpilot's is no empty list (%d)", async (status) => {
    const url = await answering(status, "<html>Sign in to the network</html>");
    await expect(ask(url)).rejects.toThrow("The list could not be read.");
  });

  test("that never came says so", async () => {
    const url = `http://127.0.0.1:${await freePort()}/list`;
    await expect(ask(url)).rejects.toThrow("Devpilot did not answer. Is the network there?");
  });
});

/** The address of a server that has one answer. */
async function answering(status: number, body: string): Promise<string> {
  const server = createServer((_, response) => response.writeHead(status).end(body));
  onTestFinished(() => void server.close());
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/list`;
}
