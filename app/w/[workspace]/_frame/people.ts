export interface FrameWorkspace {
  /** As it stands in addresses. */
  key: string;
  name: string;
  logoUrl?: string | null;
}

export interface FrameUser {
  name: string;
  email: string;
  imageUrl?: string | null;
}
