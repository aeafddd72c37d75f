"use client";

import { RefreshCw } from "lucide-react";
import { useEffect, useEffectEvent, useState, useTransition } from "react";
import { Banner } from "#app/_ui/banner.tsx";
import { Button } from "#app/_ui/button.tsx";
import { Card } from "#app/_ui/card.tsx";
import { Skeleton } from "#app/_ui/skeleton.tsx";
import type { AppView } from "#lib/apps/view.ts";
import { DeployKey } from "../../../_parts/deploy-key.tsx";
import { detect } from "../actions.ts";
import type { Target } from "./step-props.ts";

type DetectingProps = { target: Target; source: AppView["source"]; directory: string };

/** Looks at the repository as soon as it can be reached: a deploy key has to be put there first. */
export function Detecting({ target, source, directory }: DetectingProps) {
  const { publicKey } = source;
  const [problem, setProblem] = useState<string | null>(null);
  const [isLooking, start] = useTransition();
  const look = () => start(async () => setProblem(await detect(target, { directory, rescan: false })));
  const lookUntold = useEffectEvent(look);
  useEffect(() => {
    if (!publicKey) lookUntold();
  }, [publicKey]);

  return (
    <Card title="Looking at the repository">
      <div className="grid gap-4">
        {publicKey && <DeployKey publicKey={publicKey} />}
        <div role="status">{isLooking && <Looking branch={source.branch} />}</div>
        {problem && !isLooking && (
          <Banner kind="warn" title="The repository could not be looked at">
            {problem} What it is can also be chosen below.
          </Banner>
        )}
        {!isLooking && (publicKey || problem) && (
          <div>
            <Button onClick={look} variant="primary">
              <RefreshCw aria-hidden /> {publicKey && !problem ? "It is added: look now" : "Try again"}
            </Button>
          </div>
        )}
      </div>
    </Card>
  );
}

function Looking({ branch }: { branch: string }) {
  return (
    <div className="grid gap-3">
      <p className="text-soft">
        Reading the files of <bdi>{branch}</bdi> that tell what it is…
      </p>
      {[18, 24, 14].map((width) => (
        <Skeleton key={width} widthRem={width} />
      ))}
    </div>
  );
}
