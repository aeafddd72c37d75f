import { Card } from "#app/_ui/card.tsx";
import { LinkButton } from "#app/_ui/link-button.tsx";
import { Status } from "#app/_ui/status.tsx";
import { see } from "#lib/action.ts";
import { paths } from "#lib/paths.ts";
import type { OverviewView } from "#lib/workspaces/overview.ts";

interface FirstStep {
  title: string;
  words: string;
  isDone: boolean;
  /** What has to be there first is there. */
  isOpen: boolean;
  button: string;
  href: string;
}

/** The way to a first deployment. Each step ticks itself off; those that can be taken now have a button. */
export async function FirstSteps({ workspace, steps }: { workspace: string; steps: OverviewView["steps"] }) {
  const projects = await see("projects.list", workspace, { limit: 1 });
  const list = stepsOf(workspace, steps, projects.data[0]?.id);
  const next = list.findIndex(({ isDone }) => !isDone);
  return (
    <Card title="Four steps to the first deployment" flush>
      <ol>
        {list.map((step, index) => (
          <Step key={step.title} step={step} number={index + 1} isNext={index === next} />
        ))}
      </ol>
    </Card>
  );
}

function stepsOf(workspace: string, steps: OverviewView["steps"], project: string | undefined): FirstStep[] {
  return [
    {
      title: "Connect a git account",
      words: "GitHub, GitLab, Bitbucket or any other host. A public repository needs none.",
      isDone: steps.git,
      isOpen: true,
      button: "Connect an account",
      href: paths.integrations(workspace),
    },
    {
      title: "Connect a server",
      words: "A Linux machine that you reach over SSH. Devpilot installs a small agent and nothing else.",
      isDone: steps.server,
      isOpen: true,
      button: "Connect a server",
      href: paths.newServer(workspace),
    },
    {
      title: "Add an app",
      words: "A git repository, the branch to deploy, and the server that it goes to. Apps live in projects.",
      isDone: steps.app,
      isOpen: steps.server,
      ...(project === undefined
        ? { button: "New project", href: paths.newProject(workspace) }
        : { button: "New app", href: paths.newApp(workspace, project) }),
    },
    {
      title: "Deploy it",
      words: "Open the app and press Deploy. You watch every line as it comes.",
      isDone: steps.deployment,
      isOpen: steps.app,
      button: "Go to the apps",
      href: paths.projects(workspace),
    },
  ];
}

function Step({ step, number, isNext }: { step: FirstStep; number: number; isNext: boolean }) {
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-3 border-b px-4 py-3.5 last:border-b-0">
      <span className="grid size-6 shrink-0 place-items-center rounded-full border text-sm font-medium tabular-nums has-[svg]:border-transparent">
        {step.isDone ? <Status of="completed" word="Done" look="icon" /> : number}
      </span>
      <div className="grid min-w-0 flex-1 basis-60 gap-0.5">
        <p className={step.isDone ? "text-soft" : "font-medium"}>{step.title}</p>
        {!step.isDone && <p className="text-soft">{step.words}</p>}
      </div>
      {step.isOpen && !step.isDone && (
        <LinkButton href={step.href} variant={isNext ? "primary" : "secondary"}>
          {step.button}
        </LinkButton>
      )}
    </li>
  );
}
