import Link from "next/link";
import { Card } from "#app/_ui/card.tsx";
import { paths } from "#lib/paths.ts";

type AppsOnItProps = { workspace: string; apps: readonly { id: string; name: string }[]; newAppHref: string | null };

export function AppsOnIt({ workspace, apps, newAppHref }: AppsOnItProps) {
  return (
    <Card title="Apps on it" flush>
      {apps.length > 0 ? (
        <ul>
          {apps.map(({ id, name }) => (
            <li key={id} className="border-b last:border-b-0">
              <Link
                href={paths.app(workspace, id)}
                data-row-link=""
                dir="auto"
                className="block truncate px-4 py-2.5 font-medium -outline-offset-2 hover:bg-hover"
              >
                {name}
              </Link>
            </li>
          ))}
        </ul>
      ) : (
        <p className="px-4 py-3 text-soft">
          No app uses this server.{" "}
          {newAppHref && (
            <Link href={newAppHref} className="rounded-sm text-accent underline underline-offset-2">
              Make one
            </Link>
          )}
        </p>
      )}
    </Card>
  );
}
