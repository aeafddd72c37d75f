import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { Button } from "#app/_ui/button.tsx";
import { PlainPage } from "#app/_ui/plain-page.tsx";
import { listMemberships } from "#lib/access/membership.ts";
import { currentUser } from "#lib/access/session.ts";
import { hasUsers } from "#lib/access/setup-token.ts";
import { paths } from "#lib/paths.ts";
import { signOut } from "./(auth)/actions.ts";

/** Leads on: to set-up, to sign-in, or to the workspace that was open last. */
export default async function StartPage() {
  const user = await currentUser();
  if (!user) redirect((await hasUsers()) ? paths.signIn() : paths.setUp());

  const workspaces = await listMemberships(user.userId);
  const last = (await cookies()).get("workspace")?.value;
  const workspace = workspaces.find(({ slug }) => slug === last) ?? workspaces[0];
  if (workspace) redirect(paths.overview(workspace.slug));
  return <NoWorkspace email={user.email} />;
}

function NoWorkspace({ email }: { email: string }) {
  return (
    <PlainPage title="You belong to no workspace">
      <p className="text-soft">You are signed in as {email}. Ask an Owner or Admin of a workspace to let you in.</p>
      <form action={signOut}>
        <Button type="submit">Sign out</Button>
      </form>
    </PlainPage>
  );
}
