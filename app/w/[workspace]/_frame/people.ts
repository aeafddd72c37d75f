import type { Permission } from "#lib/access/permissions.ts";

export interface FrameWorkspace {
  /** As it stands in addresses. */
  key: string;
  name: string;
  logoUrl?: string | null;
}

/** The workspace that is open. */
export interface OpenWorkspace extends FrameWorkspace {
  /** What this person may do in it of what has a place in the frame; the rest is not shown. */
  allowed: readonly Permission[];
}

export interface FrameUser {
  name: string;
  email: string;
  imageUrl?: string | null;
}
