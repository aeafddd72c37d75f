import { Card } from "#app/_ui/card.tsx";
import { Skeleton } from "#app/_ui/skeleton.tsx";

/** The server and the repository are being asked. */
export function PlanWaiting({ server }: { server: string }) {
  return (
    <Card title={`Looking at ${server} and the repository…`}>
      <div role="status" aria-label={`Looking at ${server} and the repository`} className="grid gap-4">
        {[22, 28, 18, 25, 20].map((width) => (
          <Skeleton key={width} widthRem={width} />
        ))}
      </div>
    </Card>
  );
}
