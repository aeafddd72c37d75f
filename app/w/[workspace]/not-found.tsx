import type { Metadata } from "next";
import { LinkButton } from "#app/_ui/link-button.tsx";
import { paths } from "#lib/paths.ts";
import { Notice } from "./_frame/notice.tsx";

export const metadata: Metadata = { title: "Not found" };

/** The same for what does not exist and for what this person may not see. */
export default function NotFound() {
  return (
    <Notice code="404" title="There is nothing here">
      <p className="text-soft">
        It does not exist, or you have no access to it. Ask an Owner or Admin of the workspace.
      </p>
      <LinkButton href={paths.home()}>Go to the start</LinkButton>
    </Notice>
  );
}
