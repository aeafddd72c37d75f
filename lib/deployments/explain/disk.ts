import type { Signature } from "./signature.ts";

const makeRoom =
  "Look with df -h and df -i (inodes run out as well) on the server, remove what is not needed, and keep fewer releases in the app's settings. Then retry.";

/** Disks, and what is reported in the same words. */
export const disk: Signature[] = [
  {
    id: "file-watchers",
    lines: [/System limit for number of file watchers reached/, /inotify (?:watch|instance)es? limit/i],
    cause: "it watches more files than the server lets a user watch, though a deployment needs no watching.",
    next: "Use the command that builds once, without a watch or dev mode; or raise fs.inotify.max_user_watches on the server.",
  },
  {
    id: "disk-quota",
    lines: [/Disk quota exceeded/, /\bEDQUOT\b/],
    cause: "the user has used up what it may store on this server.",
    next: "Look with quota -s on the server; remove what is not needed or raise the quota, and keep fewer releases in the app's settings. Then retry.",
  },
  {
    id: "disk-full",
    lines: [/No space left on device/, /\bENOSPC\b/, /not enough free disk space/i],
    proof: ({ reason, facts }) =>
      reason === "The disk of the server is full." || facts.why === "disk full" ? "The server had no room left." : null,
    cause: "the disk of the server is full: no room, or no inodes, are left where this writes.",
    next: makeRoom,
  },
];
