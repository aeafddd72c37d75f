import type { Actor, Grant, Role } from "./actor.ts";
import type { Permission } from "./permissions.ts";
import { ruleOf } from "./permissions.ts";

/** Where a thing hangs, as far as grants reach it. */
export interface Location {
  projectId?: string;
  appId?: string;
  serverId?: string;
}

const rank: Record<Role, number> = { member: 0, admin: 1, owner: 2 };

/** May this actor do it here? Pure: the one decision that lists, pages, buttons and verbs share. */
export function may(actor: Actor, permission: Permission, at: Location = {}): boolean {
  const rule = ruleOf(permission);
  if (actor.kind === "system") return true;
  if (actor.kind === "push") return pushMay(actor.appId, permission, at);
  if (actor.kind === "api_key" && !actor.scopes.includes(rule.scope)) return false;
  if (rank[actor.role] >= rank[rule.role]) return true;
  return actor.grants.some((grant) => reaches(grant, at) && isEnough(grant, rule.grant));
}

/** Whether an actor sees everything in the workspace, so that a list needs no filter. */
export function seesAll(actor: Actor): boolean {
  return actor.kind === "system" || (actor.kind !== "push" && rank[actor.role] >= rank.admin);
}

function pushMay(appId: string, permission: Permission, at: Location): boolean {
  return at.appId === appId && (permission === "app.deploy" || permission === "app.view");
}

function reaches(grant: Grant, at: Location): boolean {
  if (grant.projectId) return grant.projectId === at.projectId;
  if (grant.appId) return grant.appId === at.appId;
  return grant.serverId !== null && grant.serverId === at.serverId;
}

function isEnough(grant: Grant, wanted: "collaborator" | "admin" | null): boolean {
  return wanted === "collaborator" || (wanted === "admin" && grant.role === "admin");
}
