"use client";

import { ChevronDown, GitBranch, GitCommitHorizontal, Rocket, ScanEye, Tag } from "lucide-react";
import { useActionState, useState } from "react";
import { Banner } from "#app/_ui/banner.tsx";
import { Button } from "#app/_ui/button.tsx";
import { Dialog } from "#app/_ui/dialog.tsx";
import { Field } from "#app/_ui/field.tsx";
import { Form, SubmitButton } from "#app/_ui/form.tsx";
import { Input } from "#app/_ui/input.tsx";
import { Menu } from "#app/_ui/menu.tsx";
import { paths } from "#lib/paths.ts";
import { deploy } from "../../../deployments/actions.ts";
import { BranchField } from "../../_parts/branch-field.tsx";
import { branchesOfApp, tagsOfApp } from "../../actions.ts";

type DeployButtonProps = {
  workspace: string;
  app: { id: string; name: string; branch: string };
  disabledReason: string | null;
};

type Choice = "branch" | "tag" | "commit";

/** Deploys the app's own branch at once; the menu beside it any branch, tag or commit. */
export function DeployButton({ workspace, app, disabledReason }: DeployButtonProps) {
  const action = deploy.bind(null, { workspace, app: app.id });
  const [state, dispatch, isPending] = useActionState(action, null);
  const [choice, setChoice] = useState<Choice | null>(null);
  return (
    <>
      <form action={dispatch} className="flex items-center gap-1">
        <Button type="submit" variant="primary" pending={isPending} disabledReason={disabledReason}>
          <Rocket aria-hidden /> Deploy
        </Button>
        <Menu
          face={<ChevronDown aria-hidden />}
          name="Deploy something else"
          size="icon"
          disabledReason={disabledReason}
          items={[
            {
              kind: "link",
              label: "Preview",
              icon: <ScanEye aria-hidden />,
              href: paths.appPreview(workspace, app.id),
            },
            {
              kind: "action",
              label: "A branch…",
              icon: <GitBranch aria-hidden />,
              onSelect: () => setChoice("branch"),
            },
            {
              kind: "action",
              label: "A tag…",
              icon: <Tag aria-hidden />,
              onSelect: () => setChoice("tag"),
            },
            {
              kind: "action",
              label: "A commit…",
              icon: <GitCommitHorizontal aria-hidden />,
              onSelect: () => setChoice("commit"),
            },
          ]}
        />
      </form>
      {state?.message && (
        <div className="basis-full">
          <Banner kind="danger" title={state.message} />
        </div>
      )}
      <Dialog open={choice !== null} onClose={() => setChoice(null)} title={`Deploy ${app.name}`}>
        <Form action={action} guard={false}>
          {choice && <Choosing choice={choice} workspace={workspace} app={app} />}
          <div className="flex justify-end gap-2">
            <Button onClick={() => setChoice(null)}>Cancel</Button>
            <SubmitButton variant="secondary" name="first" value="preview">
              Preview
            </SubmitButton>
            <SubmitButton>Deploy</SubmitButton>
          </div>
        </Form>
      </Dialog>
    </>
  );
}

function Choosing({ choice, workspace, app }: Pick<DeployButtonProps, "workspace" | "app"> & { choice: Choice }) {
  if (choice === "commit")
    return (
      <Field
        name="commit"
        label="Commit"
        required
        help="Its full id, or the first 7 digits of one that was deployed before. It may be on any branch or tag of the repository."
      >
        <Input mono dir="ltr" autoComplete="off" />
      </Field>
    );
  if (choice === "tag")
    return (
      <BranchField
        noun="tag"
        load={() => tagsOfApp(workspace, app.id)}
        help="The commit that it leads to when the deployment starts."
      />
    );
  return (
    <BranchField
      load={() => branchesOfApp(workspace, app.id)}
      branch={app.branch}
      help="What is its head when the deployment starts."
    />
  );
}
