import { Failure } from "#lib/failure.ts";
import type { Connection } from "#lib/ssh/connection.ts";
import { collect } from "./collect.ts";
import { header } from "./header.ts";
import { runAgent } from "./run.ts";

/** What a machine is and has, as its agent found it. */
export interface MachineFacts {
  os: string;
  osVersion: string;
  arch: string;
  cpus: number;
  memoryBytes: number;
  diskBytes: number;
  diskFreeBytes: number;
  /** Null where git is not installed. */
  gitVersion: string | null;
  bashVersion: string;
  sudo: "none" | "password" | "nopasswd";
  systemd: boolean;
  bootId: string;
  home: string;
  user: string;
}

const mostBytes = 1024 * 1024;

/** Looks at the machine; installs the agent where it is missing. Throws a Failure when it can't be done. */
export async function inspect(connection: Connection): Promise<MachineFacts> {
  const { onOutput, bytes } = collect(mostBytes, "The machine says more of itself than a machine has to say.");
  const outcome = await runAgent(connection, "inspect", header({}), { onOutput });
  if (outcome.kind === "lost") throw new Failure("unavailable", outcome.reason);
  if (outcome.answer.code !== 0)
    throw new Failure("rejected", outcome.answer.reason ?? "The machine could not be looked at.");
  return readFacts(bytes().toString());
}

function readFacts(text: string): MachineFacts {
  const facts = new Map(text.split("\0").map((record): [string, string] => cut(record)));
  const word = (key: string) => facts.get(key) ?? "";
  return {
    os: word("os"),
    osVersion: word("os_version"),
    arch: word("arch"),
    cpus: Number(word("cpus")),
    memoryBytes: Number(word("memory_bytes")),
    diskBytes: Number(word("disk_bytes")),
    diskFreeBytes: Number(word("disk_free_bytes")),
    gitVersion: word("git_version") || null,
    bashVersion: word("bash_version"),
    sudo: sudoRights.find((right) => right === word("sudo")) ?? "none",
    systemd: word("systemd") === "yes",
    bootId: word("boot_id"),
    home: word("home"),
    user: word("user"),
  };
}

const sudoRights = ["none", "password", "nopasswd"] as const;

function cut(record: string): [string, string] {
  const at = record.indexOf("=");
  return [record.slice(0, at), record.slice(at + 1)];
}
