import { receiveDelivery } from "#lib/webhooks/receive.ts";

interface Context {
  params: Promise<{ provider: string; hook: string }>;
}

export async function POST(request: Request, { params }: Context): Promise<Response> {
  const { provider, hook } = await params;
  const { status, words, headers } = await receiveDelivery(provider, hook, request);
  return Response.json({ status: words }, { status, headers: { "cache-control": "no-store", ...headers } });
}
