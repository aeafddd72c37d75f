import { Card } from "#app/_ui/card.tsx";
import { type Definition, DefinitionList } from "#app/_ui/definition-list.tsx";
import { durationWords } from "#app/_ui/time-words.ts";
import { platformOf } from "#lib/platforms/index.ts";
import type { Platform } from "#lib/platforms/platform.ts";
import type { AppView } from "#lib/apps/view.ts";

/** How visitors reach what is live, and what happens to their requests when another release takes over. */
export function RunningFacts({ app }: { app: AppView }) {
  const items = app.startCommand === null ? served(app) : started(app);
  return (
    <Card title="How it runs">
      <DefinitionList items={[...items, ...beside(app)]} />
    </Card>
  );
}

function started({ port, isPublic, server, live }: AppView): Definition[] {
  const listens = isPublic ? "for everybody" : "for its own server alone: a web server there hands requests over";
  return [
    { term: "Runs as", value: <>A service on {server.name}, started anew by every release</> },
    { term: "Port", value: port === null ? "Given when it is saved" : `${port}, open ${listens}` },
    { term: "Switch", value: switchWords(live) },
  ];
}

const servedBy: Record<Platform["serves"], string> = {
  files: "A web server of yours",
  php: "A web server of yours, through PHP-FPM",
  service: "Whatever you set up there: it has no start command",
};

function served(app: AppView): Definition[] {
  return [
    { term: "Served by", value: servedBy[platformOf(app.platform).serves] },
    { term: "Directory", value: <span className="font-mono text-sm break-all">{webRoot(app)}</span> },
    { term: "Switch", value: "One rename: every request is answered from the old release or from the new one" },
  ];
}

function webRoot({ projectPath, directory, outputDirectory }: AppView): string {
  return [projectPath, "current", directory, outputDirectory].filter(Boolean).join("/");
}

function switchWords(live: AppView["live"]): string {
  if (live?.switch === "handover") {
    return "Handed over: the new release answers before the old one ends, and no request is dropped";
  }
  if (live?.switch === "restart") {
    const gap = live.gapMs === null ? "for a moment" : `for ${durationWords(live.gapMs)} at the last switch`;
    return `Restarted: nothing answered ${gap}. With node or python3 on the server there would be no gap`;
  }
  return "Known after its first deployment as a service";
}

function beside({ processes }: AppView): Definition[] {
  if (processes.length === 0) return [];
  const words = processes.map(({ name, count }) => (count === 1 ? name : `${name} × ${count}`)).join(", ");
  return [{ term: "Processes", value: words }];
}
