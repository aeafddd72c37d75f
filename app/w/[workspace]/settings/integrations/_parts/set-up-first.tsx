import Link from "next/link";
import { paths } from "#lib/paths.ts";

type SetUpFirstProps = { workspace: string; title: string; ownsInstance: boolean };

/** Why a host can't be connected yet, and who can change that. */
export function SetUpFirst({ workspace, title, ownsInstance }: SetUpFirstProps) {
  if (!ownsInstance) return <p>Not set up yet. Ask the owner of this Devpilot to register it with {title}.</p>;
  return (
    <p>
      Not set up yet: {title} has to know this Devpilot first.{" "}
      <Link
        href={`${paths.instance(workspace)}#${title.toLowerCase()}`}
        className="rounded-sm font-medium text-accent underline underline-offset-2"
      >
        Set up {title}
      </Link>
    </p>
  );
}
