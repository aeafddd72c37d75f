import { Banner } from "#app/_ui/banner.tsx";
import { Card } from "#app/_ui/card.tsx";
import { DefinitionList } from "#app/_ui/definition-list.tsx";
import { problemsOf } from "#lib/servers/facts.ts";
import type { ServerView } from "#lib/servers/view.ts";
import { cpuWords, diskWords, memoryWords, sudoWords, systemWords } from "../../_parts/machine-words.ts";

type Facts = NonNullable<ServerView["facts"]>;

/** What is wrong with the machine, each with how it is mended. */
export function Problems({ facts }: { facts: Facts }) {
  return problemsOf(facts).map(({ words, fix, blocks }) => (
    <Banner key={words} kind={blocks ? "danger" : "warn"} title={words}>
      {fix}
    </Banner>
  ));
}

/** What inspection found. */
export function Machine({ facts }: { facts: Facts }) {
  return (
    <Card title="Machine">
      <DefinitionList
        items={[
          { term: "System", value: `${systemWords(facts)}, ${facts.arch}` },
          { term: "Processor", value: cpuWords(facts) },
          { term: "Memory", value: memoryWords(facts) },
          { term: "Disk", value: diskWords(facts) },
          { term: "git", value: facts.gitVersion ?? "Not installed" },
          { term: "bash", value: facts.bashVersion },
          { term: "sudo", value: sudoWords[facts.sudo] },
          { term: "systemd", value: facts.systemd ? "Yes" : "No" },
          { term: "Home", value: <span className="font-mono text-sm break-all">{facts.home}</span> },
        ]}
      />
    </Card>
  );
}
