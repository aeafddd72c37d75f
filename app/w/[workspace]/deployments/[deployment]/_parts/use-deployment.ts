"use client";

import { useEffect, useState } from "react";
import type { LogLine } from "#app/_ui/log-view/log-line.ts";
import { type LogStore, makeLogStore } from "#app/_ui/log-view/log-store.ts";
import type { DeploymentDetail } from "#lib/deployments/find.ts";
import { paths } from "#lib/paths.ts";
import type { LogChunk } from "#lib/runs/read-log.ts";
import { logSteps } from "./log-steps.ts";

export type Connection = "live" | "reconnecting" | "over" | "refused";

const retryMs = 1000;

/** The deployment as it is now and its log, kept up to date by one event stream that never loses its place. */
export function useDeployment(workspace: string, first: DeploymentDetail, firstLines: readonly LogChunk[]) {
  const [deployment, setDeployment] = useState(first);
  const [connection, setConnection] = useState<Connection>("live");
  const [store] = useState<LogStore>(() => makeLogStore(logSteps(first), firstLines.flatMap(linesOf)));

  useEffect(
    () =>
      openStream(paths.deploymentEvents(workspace, first.id), {
        place: { line: store.lastNumber(), version: first.version },
        onLines: (chunks) => store.append(chunks.flatMap(linesOf)),
        onState: (next) => {
          setDeployment(next);
          store.setSteps(logSteps(next));
        },
        onConnection: setConnection,
      }),
    [workspace, first.id, first.version, store],
  );
  return { deployment, connection, store };
}

interface Listener {
  place: { line: number; version: number };
  onLines: (chunks: LogChunk[]) => void;
  onState: (deployment: DeploymentDetail) => void;
  onConnection: (connection: Connection) => void;
}

function openStream(url: string, { place, onLines, onState, onConnection }: Listener): () => void {
  let stream: EventSource;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let after = `${place.line}-${place.version}`;

  function open(): void {
    stream = new EventSource(`${url}?after=${after}`);
    hear<LogChunk[]>("log", onLines);
    hear<DeploymentDetail>("deployment", onState);
    stream.addEventListener("open", () => onConnection("live"));
    stream.addEventListener("end", () => close("over"));
    stream.addEventListener("revoked", () => close("refused"));
    for (const cut of ["restarting", "failed", "error"]) stream.addEventListener(cut, openLater);
  }
  function hear<T>(name: string, take: (data: T) => void): void {
    stream.addEventListener(name, (event: MessageEvent<string>) => {
      take(JSON.parse(event.data) as T);
      after = event.lastEventId;
    });
  }
  function openLater(): void {
    close("reconnecting");
    timer = setTimeout(open, retryMs);
  }
  function close(connection: Connection): void {
    clearTimeout(timer);
    stream.close();
    onConnection(connection);
  }

  open();
  return () => {
    clearTimeout(timer);
    stream.close();
  };
}

function linesOf({ firstLine, stepPosition, at, lines }: LogChunk): LogLine[] {
  const time = +new Date(at);
  return lines.map((text, index) => ({
    number: firstLine + index,
    step: String(stepPosition),
    text,
    at: time,
    ...(isCutMark(text) && { isCut: true }),
  }));
}

function isCutMark(text: string): boolean {
  return /^\[[\d,]+ lines cut here: a step keeps 10 MB\]$/.test(text);
}
