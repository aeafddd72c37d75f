import type { Metadata } from "next";
import { LinkButton } from "#app/_ui/link-button.tsx";
import { PlainPage } from "#app/_ui/plain-page.tsx";

export const metadata: Metadata = { title: "Not found" };

export default function NotFound() {
  return (
    <PlainPage code="404" title="There is nothing here">
      <p className="text-soft">
        It does not exist, or you have no access to it. Ask an Owner or Admin of the workspace.
      </p>
      <LinkButton href="/">Go to the start</LinkButton>
    </PlainPage>
  );
}
