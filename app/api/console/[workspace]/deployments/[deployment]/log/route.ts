import { currentMember } from "#lib/access/session.ts";
import { authorize } from "#lib/access/authorize.ts";
import { downloadDeploymentLog } from "#lib/deployments/log.ts";
import { problem } from "#lib/respond.ts";

type Context = { params: Promise<{ workspace: string; deployment: string }> };

export async function GET(_: Request, { params }: Context): Promise<Response> {
  try {
    const { workspace, deployment } = await params;
    const actor = await currentMember(workspace);
    const { app, number } = await authorize(actor, "deployment.view", deployment);
    const name = `${app.name.replace(/[^\w.-]+/g, "-")}-${number}.log`;
    return new Response(ReadableStream.from(bytes(downloadDeploymentLog(actor, deployment))), {
      headers: {
        "content-type": "text/plain; charset=utf-8",
        "content-disposition": `attachment; filename="${name}"`,
        "cache-control": "no-store",
      },
    });
  } catch (error) {
    return problem(error);
  }
}

async function* bytes(texts: AsyncIterable<string>): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  for await (const text of texts) yield encoder.encode(text);
}
