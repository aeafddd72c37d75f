import Link from "next/link";
import { Card } from "#app/_ui/card.tsx";
import { paths } from "#lib/paths.ts";
import type { About } from "./about.ts";

export function AppsCard({ workspace, integration: { apps } }: About) {
  return (
    <Card title="Apps that use it" flush={apps.length > 0}>
      {apps.length === 0 && <p className="text-soft">None yet. Choose it as the source of a new app.</p>}
      {apps.length > 0 && (
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
      )}
    </Card>
  );
}
