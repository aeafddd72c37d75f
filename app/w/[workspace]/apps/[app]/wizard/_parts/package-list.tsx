import Link from "next/link";
import { Badge } from "#app/_ui/badge.tsx";
import { Card } from "#app/_ui/card.tsx";
import type { Detection } from "#lib/detection/detection.ts";
import { paths } from "#lib/paths.ts";
import { platformOf } from "#lib/platforms/index.ts";
import type { Target } from "./step-props.ts";

function titleOf(count: number): string {
  return count === 1
    ? "The app is not at the root of this repository"
    : "This repository holds several apps. Which one is this?";
}

type PackageListProps = { target: Target; packages: Detection["packages"]; directory: string };

/** The apps of a repository that holds several: each is looked at by itself. */
export function PackageList({ target: { workspace, app }, packages, directory }: PackageListProps) {
  const here = paths.appWizard(workspace, app, "detected");
  return (
    <Card flush title={titleOf(packages.length)}>
      <ul aria-label="Apps in the repository">
        {packages.map((each) => (
          <li key={each.directory} className="border-b last:border-b-0">
            <Link
              href={`${here}?${new URLSearchParams({ directory: each.directory })}`}
              aria-current={each.directory === directory ? "true" : undefined}
              className="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 py-3 -outline-offset-2 hover:bg-hover aria-[current]:bg-selected"
            >
              <span className="font-medium break-all">{each.name}</span>
              <span className="font-mono text-sm break-all text-soft">{each.directory || "/"}</span>
              <span className="ms-auto flex gap-2">
                {each.directory === directory && <Badge tone="blue">chosen</Badge>}
                <Badge>{each.framework ?? platformOf(each.platform).title}</Badge>
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </Card>
  );
}
