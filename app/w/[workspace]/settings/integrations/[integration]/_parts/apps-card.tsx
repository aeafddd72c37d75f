import Link from "next/link";
import { Card } from "#app/_ui/card.tsx";
import { paths } from "#lib/paths.ts";
import type { About } from "./about.ts";

export function AppsCard({ workspace, integration: { apps } }: About) {
  return (
    <Card title="Apps that use it" flush={apps.length > 0}>
      {apps.length === 0 && <p className="text-soft">None yet. Choose it as the source of a new app.</p>}
      {apps.length > 0 && <AppLinks workspace={workspace} apps={apps.slice(0, shownApps)} />}
      {apps.length > shownApps && (
        <details className="border-t">
          <summary className="px-4 py-2.5 text-soft hover:text-ink">and {apps.length - shownApps} more</summary>
          <AppLinks workspace={workspace} apps={apps.slice(shownApps)} />
        </details>
      )}
    </Card>
  );
}

const shownApps = 8;

function AppLinks({ workspace, apps }: { workspace: string; apps: About["integration"]["apps"] }) {
  return (
    <ul>
      {apps.map(({ id, name }) => (
        <li key={id} className="border-b last:border-b-0">
          <Link
            href={paths.app(workspace, id)}
            data-row-link=""
            dir="auto"
            className="block truncate px-4 py-2.5 -outline-offset-2 hover:bg-hover touch:py-3"
          >
            {name}
          </Link>
        </li>
      ))}
    </ul>
  );
}
