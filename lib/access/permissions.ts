import type { Role, Scope } from "./actor.ts";

export type ResourceKind = "workspace" | "project" | "app" | "server" | "deployment";

interface Rule {
  on: ResourceKind;
  /** The least role that may do it on everything in the workspace. */
  role: Role;
  /** The least grant that lets a Member do it on one thing; null means that no grant is enough. */
  grant: "collaborator" | "admin" | null;
  /** What an API key must carry. */
  scope: Scope;
}

/** Who may do what: the whole of it, in one table. A grant on a project reaches its apps. */
export const permissions = {
  "workspace.view": { on: "workspace", role: "member", grant: null, scope: "read" },
  "workspace.update": { on: "workspace", role: "admin", grant: null, scope: "write" },
  "workspace.remove": { on: "workspace", role: "owner", grant: null, scope: "write" },
  "activity.view": { on: "workspace", role: "admin", grant: null, scope: "read" },
  "key.manage": { on: "workspace", role: "admin", grant: null, scope: "write" },
  "integration.manage": { on: "workspace", role: "admin", grant: null, scope: "write" },
  /** Of the whole Devpilot; the verb asks besides that the person is the instance's owner. */
  "instance.manage": { on: "workspace", role: "owner", grant: null, scope: "write" },

  "project.create": { on: "workspace", role: "admin", grant: null, scope: "write" },
  "project.view": { on: "project", role: "admin", grant: "collaborator", scope: "read" },
  "project.update": { on: "project", role: "admin", grant: "admin", scope: "write" },
  "sharedVariables.view": { on: "project", role: "admin", grant: "admin", scope: "read" },
  "sharedVariables.edit": { on: "project", role: "admin", grant: "admin", scope: "write" },
  "project.remove": { on: "project", role: "admin", grant: null, scope: "write" },

  "app.create": { on: "project", role: "admin", grant: "admin", scope: "write" },
  "app.view": { on: "app", role: "admin", grant: "collaborator", scope: "read" },
  "app.update": { on: "app", role: "admin", grant: "admin", scope: "write" },
  "app.remove": { on: "app", role: "admin", grant: "admin", scope: "write" },
  "app.deploy": { on: "app", role: "admin", grant: "collaborator", scope: "deploy" },
  "pipeline.edit": { on: "app", role: "admin", grant: "admin", scope: "write" },
  "variables.view": { on: "app", role: "admin", grant: "admin", scope: "read" },
  "variables.edit": { on: "app", role: "admin", grant: "admin", scope: "write" },

  "deployment.view": { on: "deployment", role: "admin", grant: "collaborator", scope: "read" },
  "deployment.change": { on: "deployment", role: "admin", grant: "collaborator", scope: "deploy" },

  "server.create": { on: "workspace", role: "admin", grant: null, scope: "manage_servers" },
  "server.view": { on: "server", role: "admin", grant: "collaborator", scope: "read" },
  "server.use": { on: "server", role: "admin", grant: "collaborator", scope: "write" },
  "server.update": { on: "server", role: "admin", grant: "admin", scope: "manage_servers" },
  "server.trust": { on: "server", role: "admin", grant: null, scope: "manage_servers" },
  "server.remove": { on: "server", role: "admin", grant: null, scope: "manage_servers" },
} as const satisfies Record<string, Rule>;

export type Permission = keyof typeof permissions;

export function ruleOf(permission: Permission): Rule {
  return permissions[permission];
}
