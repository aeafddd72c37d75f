import { checkHealth } from "#lib/api/health.ts";

export async function GET(): Promise<Response> {
  const isHealthy = await checkHealth();
  const headers = { "cache-control": "no-store" };
  return Response.json({ status: isHealthy ? "ok" : "unavailable" }, { status: isHealthy ? 200 : 503, headers });
}
