import { Banner } from "#app/_ui/banner.tsx";
import { Card } from "#app/_ui/card.tsx";
import { act } from "#lib/action.ts";
import type { AppView } from "#lib/apps/view.ts";
import { sizeWords } from "#lib/deployments/checks/size-words.ts";
import type { Releases } from "#lib/deployments/releases.ts";
import { OnServerTable } from "./on-server-table.tsx";

type OnServerProps = { workspace: string; app: AppView };

/** What lies on the server now, asked as the page is opened: what it takes, and what is there besides. */
export async function OnServer({ workspace, app }: OnServerProps) {
  const { value, message } = await act("deployments.releases", workspace, { app: app.id });
  if (!value) {
    return (
      <Banner kind="warn" title={`${app.server.name} could not be asked what lies there`}>
        {message}
      </Banner>
    );
  }
  return (
    <Card title={`On ${app.server.name} now`} flush>
      <p className="border-b px-4 py-3 text-soft">{summary(value)}</p>
      {value.releases.length > 0 && <OnServerTable workspace={workspace} releases={value.releases} />}
      <Notes found={value} projectPath={app.projectPath} />
    </Card>
  );
}

function summary({ releases, diskFreeBytes }: Releases): string {
  if (releases.length === 0) return "No release lies there.";
  const known = releases.flatMap(({ bytes }) => (bytes === null ? [] : [bytes]));
  const total = known.reduce((sum, bytes) => sum + bytes, 0);
  const count = releases.length === 1 ? "1 release takes" : `${releases.length} releases take`;
  const least = known.length < releases.length ? "at least " : "";
  const free = diskFreeBytes === null ? "" : ` ${sizeWords(diskFreeBytes)} of the disk are free.`;
  return `${count} ${least}${sizeWords(total)}.${free}`;
}

/** What a person may want to look at: what is not Devpilot's, what has gone, and a switch that leads elsewhere. */
function Notes({ found, projectPath }: { found: Releases; projectPath: string }) {
  const notes = notesOf(found, projectPath);
  if (notes.length === 0) return null;
  return (
    <ul className="grid gap-2 border-t px-4 py-3 text-soft">
      {notes.map((note) => (
        <li key={note} className="break-words">
          <bdi>{note}</bdi>
        </li>
      ))}
    </ul>
  );
}

function notesOf({ others, missing, currentElsewhere }: Releases, projectPath: string): string[] {
  return [
    ...(currentElsewhere === null
      ? []
      : [`${projectPath}/current leads to ${currentElsewhere}, which is no release of this app.`]),
    ...missing.map(({ number }) => `The release of #${number} is no longer there: going back to it builds it again.`),
    ...others.map(
      ({ name, bytes }) =>
        `“${name}”${bytes === null ? "" : ` (${sizeWords(bytes)})`} is not Devpilot's, and is left alone.`,
    ),
  ];
}
