import { Card } from "#app/_ui/card.tsx";
import { Skeleton } from "#app/_ui/skeleton.tsx";

/** The server is being asked. */
export function OnServerWaiting({ server }: { server: string }) {
  return (
    <Card title={`Looking at ${server}…`}>
      <div role="status" aria-label={`Looking at ${server}`} className="grid gap-4">
        {[24, 18, 21].map((width) => (
          <Skeleton key={width} widthRem={width} />
        ))}
      </div>
    </Card>
  );
}
