export type Role = "owner" | "admin" | "member";
export type Scope = "read" | "write" | "deploy" | "manage_servers";

export interface Grant {
  role: "admin" | "collaborator";
  projectId: string | null;
  appId: string | null;
  serverId: string | null;
}

interface Person {
  workspaceId: string;
  userId: string;
  /** As activity and deployments call this actor. */
  label: string;
  role: Role;
  grants: readonly Grant[];
  /** The peer's address, when the request came over a network. */
  address: string | null;
}

export interface Member extends Person {
  kind: "member";
  sessionId: string;
  authenticatedAt: Date;
}

/** A bearer key: its maker's rights at the time of use, narrowed to its scopes. */
export interface KeyHolder extends Person {
  kind: "api_key";
  keyId: string;
  scopes: readonly Scope[];
}

/** A push to a watched branch, which may deploy one app and do nothing else. */
export interface Push {
  kind: "push";
  workspaceId: string;
  appId: string;
  label: string;
}

/** Devpilot itself: finishes what people began. */
export interface System {
  kind: "system";
  workspaceId: string;
  label: string;
}

/** Who acts, always inside one workspace. */
export type Actor = Member | KeyHolder | Push | System;

export function systemActor(workspaceId: string): System {
  return { kind: "system", workspaceId, label: "Devpilot" };
}
