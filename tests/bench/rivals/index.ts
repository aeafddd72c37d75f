import type { Rival } from "./rival.ts";

/** The floor first, then the tools. */
export const rivals: (() => Promise<Rival>)[] = [
  async () => (await import("./floor.ts")).floor,
  async () => (await import("./capistrano.ts")).capistrano,
  async () => (await import("./shipit.ts")).shipit,
  async () => (await import("./pm2.ts")).pm2,
  async () => (await import("./ansible.ts")).ansible,
];
