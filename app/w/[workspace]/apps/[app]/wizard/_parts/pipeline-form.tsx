"use client";

import { type ComponentProps, useState, useTransition } from "react";
import { Banner } from "#app/_ui/banner.tsx";
import { Button } from "#app/_ui/button.tsx";
import { PipelineEditor } from "../../pipeline/_parts/pipeline-editor.tsx";
import type { Editing } from "../../pipeline/_parts/use-pipeline.ts";
import { leave } from "../actions.ts";
import type { Target } from "./step-props.ts";

type PipelineFormProps = { target: Target } & Pick<
  ComponentProps<typeof PipelineEditor>,
  "saved" | "bands" | "actions" | "users"
>;

/** The editor of every app's pipeline; Back and Continue save what was changed in it. */
export function PipelineForm({ target, ...editor }: PipelineFormProps) {
  return (
    <PipelineEditor {...editor} workspace={target.workspace} app={target.app} isReadOnly={false}>
      {(editing, save) => <Leave target={target} editing={editing} save={save} />}
    </PipelineEditor>
  );
}

type LeaveProps = { target: Target; editing: Editing; save: (then: (isSaved: boolean) => void) => void };

function Leave({ target, editing, save }: LeaveProps) {
  const [isLeaving, start] = useTransition();
  const [failure, setFailure] = useState<string | null>(null);
  const isBusy = isLeaving || editing.isSaving;

  function go(where: "back" | "next") {
    const leaveNow = () => start(async () => setFailure((await leave(target, "pipeline", where)).message ?? null));
    if (!editing.isDirty) return leaveNow();
    save((isSaved) => {
      if (isSaved) leaveNow();
    });
  }

  return (
    <div className="grid gap-3">
      {failure && <Banner kind="danger" title={failure} />}
      <div className="flex flex-wrap gap-2">
        <Button variant="primary" pending={isBusy} onClick={() => go("next")}>
          Continue
        </Button>
        <Button pending={isBusy} onClick={() => go("back")}>
          Back
        </Button>
      </div>
    </div>
  );
}
