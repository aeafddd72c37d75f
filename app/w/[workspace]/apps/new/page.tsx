import { FolderOpen, Link2 } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { Status } from "#app/_ui/status.tsx";
import { may } from "#lib/access/grants.ts";
import { openPage, type PageOf } from "#lib/access/page.ts";
import { paths } from "#lib/paths.ts";
import { ProviderMark } from "../../settings/integrations/_parts/provider-mark.tsx";
import { accountWords } from "../_parts/accounts.ts";
import { type Chosen, chosenIn, withAccount } from "./_parts/chosen.ts";
import { ChoiceList } from "./_parts/choice-list.tsx";
import { NewAppPage } from "./_parts/new-app-page.tsx";
import { offeredTo, type Offered } from "./_parts/offered.ts";

export const metadata: Metadata = { title: "New app" };

/** The first step: in which project, and where the repository comes from. */
export default async function NewAppAccountPage({ params, searchParams }: PageOf<"/w/[workspace]/apps/new">) {
  const { actor, workspace } = await openPage("/w/[workspace]/apps/new", params, searchParams);
  const { slug } = workspace;
  const chosen = chosenIn(await searchParams);
  const offered = await offeredTo(actor, slug, chosen);
  const { project } = offered;
  return (
    <NewAppPage actor={actor} workspace={slug} chosen={chosen} offered={offered} step={0}>
      {project ? (
        <Accounts
          workspace={slug}
          chosen={{ ...chosen, project: project.id }}
          offered={offered}
          mayManage={may(actor, "integration.manage")}
        />
      ) : (
        <Projects workspace={slug} chosen={chosen} offered={offered} />
      )}
    </NewAppPage>
  );
}

type StepProps = { workspace: string; chosen: Chosen; offered: Offered };

function Projects({ workspace, chosen, offered: { projects } }: StepProps) {
  return (
    <Section title="In which project?">
      <ChoiceList
        label="Projects"
        choices={projects.map(({ id, name }) => ({
          key: id,
          href: paths.newAppAccount(workspace, { ...chosen, project: id }),
          icon: <FolderOpen aria-hidden className="size-5 shrink-0 text-soft" />,
          title: name,
        }))}
      />
    </Section>
  );
}

function Accounts({ workspace, chosen, offered, mayManage }: StepProps & { mayManage: boolean }) {
  const { accounts, projects, project } = offered;
  const hrefOf = (integration: string) => paths.newAppRepository(workspace, withAccount(chosen, integration));
  const byUrl = {
    key: "url",
    href: hrefOf(""),
    icon: <Link2 aria-hidden className="mx-2 size-5 shrink-0 text-soft" />,
    title: "By URL",
    help: "Any repository that git can clone: public, with user and token, or with a deploy key.",
  };
  return (
    <Section title="Where does the repository come from?">
      {projects.length > 1 && (
        <p className="text-soft">
          The app will be in <bdi className="font-medium text-ink">{project?.name}</bdi>.{" "}
          <TextLink href={paths.newAppAccount(workspace, { ...chosen, project: "" })}>Another project</TextLink>
        </p>
      )}
      <ChoiceList
        label="Accounts"
        choices={[
          ...accounts.map((account) => ({
            key: account.id,
            href: hrefOf(account.id),
            icon: <ProviderMark provider={account.provider} />,
            title: (
              <>
                {accountWords(account)}
                {account.state !== "connected" && <Status of={account.state} />}
              </>
            ),
            help: account.canSearch ? "Choose from its repositories." : `Repositories on ${account.origin}.`,
          })),
          byUrl,
        ]}
      />
      {mayManage && (
        <p className="text-soft">
          <TextLink href={paths.integrations(workspace)}>
            {accounts.length > 0 ? "Connect another account" : "Connect GitHub, GitLab or Bitbucket"}
          </TextLink>{" "}
          to choose from its repositories and to deploy on push without more ado.
        </p>
      )}
    </Section>
  );
}

function Section({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <section aria-label={title} className="grid gap-4">
      <h2 className="font-semibold">{title}</h2>
      {children}
    </section>
  );
}

function TextLink({ href, children }: { href: string; children: React.ReactNode }) {
  return (
    <Link href={href} className="rounded-sm text-accent underline underline-offset-2">
      {children}
    </Link>
  );
}
