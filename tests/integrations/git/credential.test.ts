import { describe, expect, it } from "vitest";
import { Failure } from "#lib/failure.ts";
import { git } from "#lib/integrations/git/index.ts";

const key =
  "-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQ==\n-----END OPENSSH PRIVATE KEY-----\n";

describe("a credential for HTTPS", () => {
  it("is anonymous when nothing is given", async () => {
    const https = await git.https();
    expect(https.access(null)).toEqual({ kind: "anonymous" });
    expect(https.access({ username: "", password: "" })).toEqual({ kind: "anonymous" });
  });

  it("may be a token alone", async () => {
    const access = (await git.https()).access({ password: "a-token" });
    expect(access.kind === "basic" && [access.username, access.password.reveal()]).toEqual(["git", "a-token"]);
  });

  it.each([
    [{ username: "ana" }, "password"],
    [{ username: "a:b", password: "x" }, "username"],
    [{ username: "ana", password: "two\nlines" }, "password"],
    [{ username: "ana\0", password: "x" }, "username"],
    [{ username: "ana", password: "x".repeat(65_536) }, "password"],
  ])("refuses %j", async (given, field) => {
    const https = await git.https();
    expect(Object.keys(refusal(() => https.access(given)).fields)).toEqual([field]);
  });
});

describe("a credential for SSH", () => {
  it("mends the line ends that pasting breaks", async () => {
    const access = (await git.ssh()).access({ private_key: `\n${key.trim().replaceAll("\n", "\r\n")}  ` });
    expect(access.kind === "key" && access.privateKey.reveal()).toBe(key);
  });

  it.each([
    [{}, "private_key"],
    [{ private_key: "ssh-ed25519 AAAA devpilot" }, "private_key"],
    [{ private_key: key.replace("BG5vbmU", "CmFlczI1Ni1jdHI") }, "private_key"],
    [{ private_key: key.replaceAll("OPENSSH", "ENCRYPTED") }, "private_key"],
    [{ private_key: key, known_hosts: "host ssh-ed25519 AAAA\0" }, "known_hosts"],
  ])("refuses %j", async (given, field) => {
    const ssh = await git.ssh();
    expect(Object.keys(refusal(() => ssh.access(given)).fields)).toEqual([field]);
  });
});

function refusal(work: () => unknown): Failure {
  try {
    work();
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
  throw new Error("It was not refused.");
}
