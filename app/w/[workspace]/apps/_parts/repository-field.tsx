"use client";

import { Archive, Lock } from "lucide-react";
import type { ReactNode } from "react";
import { Badge } from "#app/_ui/badge.tsx";
import { Combobox } from "#app/_ui/combobox.tsx";
import { Field } from "#app/_ui/field.tsx";
import { Time } from "#app/_ui/time.tsx";
import { useCombobox } from "#app/_ui/use-combobox.ts";
import { VisuallyHidden } from "#app/_ui/visually-hidden.tsx";
import { noteOf, type RemoteRepository, type RepositoryChoice } from "./repository-choice.ts";
import { RepositoryFooter } from "./repository-footer.tsx";
import { FoundWords, Loading, NoAnswer } from "./repository-status.tsx";
import { useRepositories } from "./use-repositories.ts";

type RepositoryFieldProps = {
  /** Of the list that is searched. */
  url: string;
  account: { title: string; href: string | null };
  chosen: RepositoryChoice | null;
  onChoose: (repository: RepositoryChoice) => void;
  /** Has the host read anew; answers what went wrong. */
  readAgain: () => Promise<string | null>;
};

/** A repository of a connected account, found by typing part of its name. */
export function RepositoryField({ url, account, chosen, onChoose, readAgain }: RepositoryFieldProps) {
  const box = useCombobox();
  const search = (box.typed ?? "").trim();
  const found = useRepositories(url, search, box.isOpen);
  const { rows, last, failure, isLoading } = found;
  return (
    <Field name="repositoryUrl" label="Repository" required help={chosen?.note ?? undefined}>
      <Combobox
        box={box}
        options={rows.map(choiceOf)}
        chosen={chosen}
        onChoose={onChoose}
        placeholder="Search by name"
        status={
          failure ? (
            <NoAnswer words={failure} onRetry={found.again} />
          ) : isLoading && rows.length === 0 ? (
            <Loading />
          ) : (
            <FoundWords search={search} count={rows.length} isReading={last?.isReading ?? false} account={account} />
          )
        }
        footer={last && <RepositoryFooter page={last} found={found} readAgain={readAgain} />}
      />
    </Field>
  );
}

function choiceOf(repository: RemoteRepository): RepositoryChoice {
  const { path, cloneUrl, defaultBranch } = repository;
  return {
    value: cloneUrl,
    label: path,
    marks: marksOf(repository),
    detail: repository.activeAt && <Time at={repository.activeAt} />,
    path,
    cloneUrl,
    defaultBranch,
    note: noteOf(repository),
  };
}

function marksOf({ isPrivate, isArchived, isEmpty }: RemoteRepository): ReactNode {
  return (
    <>
      {isPrivate && (
        <span className="inline-flex">
          <Lock aria-hidden className="size-3.5 text-faint" />
          <VisuallyHidden>private</VisuallyHidden>
        </span>
      )}
      {isArchived && (
        <Badge>
          <Archive aria-hidden className="size-3" /> archived
        </Badge>
      )}
      {isEmpty && <Badge>empty</Badge>}
    </>
  );
}
