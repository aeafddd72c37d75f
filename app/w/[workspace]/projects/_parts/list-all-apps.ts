import { see } from "#lib/action.ts";
import type { AppView } from "#lib/apps/view.ts";

/** All apps that this person sees, by name: of one project, or of the whole workspace. */
export async function listAllApps(workspace: string, projectId?: string): Promise<AppView[]> {
  const apps: AppView[] = [];
  let cursor: string | undefined;
  do {
    const page = await see("apps.list", workspace, {
      limit: 100,
      ...(cursor && { cursor }),
      ...(projectId && { projectId }),
    });
    apps.push(...page.data);
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
  return apps.sort((one, other) => one.name.localeCompare(other.name));
}
