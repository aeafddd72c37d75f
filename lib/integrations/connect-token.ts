import { z } from "zod";
import type { Actor } from "#lib/access/actor.ts";
import { authorize } from "#lib/access/authorize.ts";
import { invalid } from "#lib/failure.ts";
import type { Secret } from "#lib/secrets/secret.ts";
import { optionalName, originField, secretText, serviceProvider } from "./fields.ts";
import { services } from "./git/index.ts";
import type { Account, GitService } from "./git/service.ts";
import { GitTrouble } from "./git/trouble.ts";
import { limitTries } from "./limit-tries.ts";
import type { Tokens } from "./oauth.ts";
import { rereadIntegration } from "./rows.ts";
import { saveAccount } from "./save-account.ts";
import { originOf } from "./stored-origin.ts";

export const connectTokenInput = z.strictObject({
  provider: serviceProvider,
  origin: originField,
  token: secretText("The token"),
  name: optionalName,
});

/** Connects an account by a token that its owner made on the host. The host is asked before anything is kept. */
export async function connectToken(actor: Actor, input: z.infer<typeof connectTokenInput>) {
  await authorize(actor, "integration.manage");
  const { provider, token, name } = input;
  const service = await services[provider]();
  refuseWithoutTokens(service);
  const origin = originOf(service, input.origin);
  await limitTries(actor, "connect-token");
  const account = await checkedAccount(service, origin, token);
  const id = await saveAccount(actor, { provider, origin, way: "token", account, tokens: personal(token), name });
  return rereadIntegration(actor.workspaceId, id);
}

export function refuseWithoutTokens({ title, token }: GitService): void {
  if (!token) throw invalid("token", `${title} is connected by consent on its own page, not by a token.`);
}

/** Whom a pasted token belongs to; throws beside `token` when the host does not take it. */
export async function checkedAccount(service: GitService, origin: string, token: Secret): Promise<Account> {
  try {
    return await service.client({ origin, token, isPersonal: true }).account();
  } catch (error) {
    if (!(error instanceof GitTrouble) || error.trouble !== "token_refused") throw error;
    throw invalid("token", error.message);
  }
}

export function personal(token: Secret): Tokens {
  const credential = { access_token: token.reveal(), refresh_token: null, is_personal: true };
  return { credential, scopes: null, expiresAt: null };
}
