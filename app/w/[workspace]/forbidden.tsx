import type { Metadata } from "next";
import { LinkButton } from "#app/_ui/link-button.tsx";
import { paths } from "#lib/paths.ts";
import { Notice } from "./_frame/notice.tsx";

export const metadata: Metadata = { title: "Not permitted" };

export default function Forbidden() {
  return (
    <Notice code="403" title="Your role does not allow this">
      <p className="text-soft">
        You can see what this page is about, but may not use it. Ask an Owner or Admin of the workspace.
      </p>
      <LinkButton href={paths.home()}>Go to the start</LinkButton>
    </Notice>
  );
}
