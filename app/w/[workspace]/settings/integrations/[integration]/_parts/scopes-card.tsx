import { Card } from "#app/_ui/card.tsx";
import { ScopeList } from "../../_parts/scope-list.tsx";
import type { About } from "./about.ts";

export function ScopesCard({ integration: { scopes } }: About) {
  return (
    <Card title="What it may do">
      <ScopeList label="What it may do" scopes={scopes} />
    </Card>
  );
}
