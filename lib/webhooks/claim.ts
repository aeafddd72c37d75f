import { and, inArray, isNull, lt, or, sql } from "drizzle-orm";
import { db } from "#db/index.ts";
import { apps } from "#db/schema/apps.ts";
import { integrations } from "#db/schema/integrations.ts";
import type { App } from "#lib/access/authorize.ts";
import { isService, type ServiceName, services } from "#lib/integrations/git/index.ts";

const appsAtOnce = 40;
/** Of one account in five minutes, where unchanged answers count: 500 an hour. Bitbucket takes 1,000 of everything. */
const mostQuestions = 41;

const watched = and(apps.autoDeploy, apps.isActive, isNull(apps.removedAt), isNull(apps.autoDeployPausedAt));

/**
 * Takes some apps whose branch heads were not compared since `everythingBefore`. Never before that itself, so that
 * clocks which differ do not claim the same app for ever.
 */
export async function claim(everythingBefore: Date): Promise<App[]> {
  const before = everythingBefore.toISOString();
  const dear = dearQuestions(before, await counting());
  const isDue = and(lt(apps.reconciledAt, everythingBefore), sql`${apps.id} not in (${dear})`);
  const due = db
    .select({ id: apps.id })
    .from(apps)
    .where(and(watched, or(isNull(apps.reconciledAt), isDue), isTaken))
    // Apps of one repository together, and those of all accounts mixed: none waits behind the whole of another.
    .orderBy(sql`md5(${apps.repositoryUrl} || now())`)
    .limit(appsAtOnce)
    .for("no key update", { skipLocked: true });
  return db
    .update(apps)
    .set({ reconciledAt: sql`greatest(clock_timestamp(), ${before}::timestamptz)` })
    .where(inArray(apps.id, due))
    .returning();
}

const isAccount = sql`${integrations.workspaceId} = ${apps.workspaceId} and ${integrations.id} = ${apps.integrationId}`;

/** The host takes requests of the account now. */
const isTaken = sql`not exists (
  select from ${integrations} where ${isAccount} and ${integrations.rateLimitedUntil} > now())`;

/** The apps that have to wait, because others of their account were asked about longer ago or lately enough. */
function dearQuestions(before: string, providers: ServiceName[]) {
  return sql`
    select unnest(ids) from (
      select ids, row_number() over (partition by account order by since nulls first) as place,
        count(*) filter (where since >= ${before}::timestamptz and since > now() - interval '5 minutes')
          over (partition by account) as asked
      from (
        select ${apps.integrationId} as account, array_agg(${apps.id}) as ids, min(${apps.reconciledAt}) as since
        from ${apps} join ${integrations} on ${isAccount}
        where ${watched} and ${integrations.isShared} and ${inArray(integrations.provider, providers)}
        group by ${apps.integrationId}, ${apps.projectId}, ${apps.repositoryUrl},
          coalesce(${apps.watchedBranch}, ${apps.branch})) as questions) as ranked
    where place + asked > ${mostQuestions}`;
}

/** Of the hosts that watched apps are on: no other's library is loaded for the question. */
async function counting(): Promise<ServiceName[]> {
  const rows = await db
    .selectDistinct({ provider: integrations.provider })
    .from(apps)
    .innerJoin(integrations, isAccount)
    .where(watched);
  const used = rows.map(({ provider }) => provider).filter(isService);
  const known = await Promise.all(used.map(async (name) => ({ name, service: await services[name]() })));
  return known.flatMap(({ name, service }) => (service.countsUnchanged ? [name] : []));
}
