/** What was chosen for an app that is yet to be made, by name. */
type Chosen = Readonly<Record<string, string>>;

/** Every URL of the console, so that a link and its page can't drift apart. */
export const paths = {
  home: () => "/",
  setUp: () => "/setup",
  signIn: (next?: string) => (next ? `/sign-in?next=${encodeURIComponent(next)}` : "/sign-in"),
  overview: (w: string) => `/w/${w}`,
  projects: (w: string) => `/w/${w}/projects`,
  newProject: (w: string) => `/w/${w}/projects/new`,
  project: (w: string, project: string) => `/w/${w}/projects/${project}`,
  projectEnvironment: (w: string, project: string) => `/w/${w}/projects/${project}/environment`,
  projectSettings: (w: string, project: string) => `/w/${w}/projects/${project}/settings`,
  newApp: (w: string, project?: string) => `/w/${w}/apps/new${project ? `?project=${project}` : ""}`,
  newAppAccount: (w: string, chosen: Chosen) => `/w/${w}/apps/new${queryOf(chosen)}`,
  newAppRepository: (w: string, chosen: Chosen) => `/w/${w}/apps/new/repository${queryOf(chosen)}`,
  newAppBranch: (w: string, chosen: Chosen) => `/w/${w}/apps/new/branch${queryOf(chosen)}`,
  app: (w: string, app: string) => `/w/${w}/apps/${app}`,
  appWizard: (w: string, app: string, step: string) => `/w/${w}/apps/${app}/wizard/${step}`,
  appDeployments: (w: string, app: string) => `/w/${w}/apps/${app}/deployments`,
  appReleases: (w: string, app: string) => `/w/${w}/apps/${app}/releases`,
  /** Of the app's own branch, or of what `search` names: `?branch=`, `?tag=`, `?commit=`. */
  appPreview: (w: string, app: string, search = "") => `/w/${w}/apps/${app}/preview${search}`,
  appPipeline: (w: string, app: string) => `/w/${w}/apps/${app}/pipeline`,
  appEnvironment: (w: string, app: string) => `/w/${w}/apps/${app}/environment`,
  appSettings: (w: string, app: string) => `/w/${w}/apps/${app}/settings`,
  appDeliveries: (w: string, app: string) => `/w/${w}/apps/${app}/deliveries`,
  appDelivery: (w: string, app: string, delivery: string) => `/w/${w}/apps/${app}/deliveries/${delivery}`,
  deployments: (w: string) => `/w/${w}/deployments`,
  deployment: (w: string, deployment: string) => `/w/${w}/deployments/${deployment}`,
  servers: (w: string) => `/w/${w}/servers`,
  newServer: (w: string) => `/w/${w}/servers/new`,
  server: (w: string, server: string) => `/w/${w}/servers/${server}`,
  serverSettings: (w: string, server: string) => `/w/${w}/servers/${server}/settings`,
  activity: (w: string) => `/w/${w}/activity`,
  settings: (w: string) => `/w/${w}/settings`,
  integrations: (w: string) => `/w/${w}/settings/integrations`,
  newIntegration: (w: string, provider: string) => `/w/${w}/settings/integrations/new/${provider}`,
  integration: (w: string, integration: string) => `/w/${w}/settings/integrations/${integration}`,
  instance: (w: string) => `/w/${w}/settings/instance`,
  apiKeys: (w: string) => `/w/${w}/settings/keys`,
  newApiKey: (w: string) => `/w/${w}/settings/keys/new`,
  dangerZone: (w: string) => `/w/${w}/settings/danger`,
  webhook: (dialect: string, hook: string) => `/api/webhooks/${dialect}/${hook}`,
  deploymentEvents: (w: string, deployment: string) => `/api/console/${w}/deployments/${deployment}/events`,
  serverTest: (w: string, server: string) => `/api/console/${w}/servers/${server}/test`,
  deploymentLog: (w: string, deployment: string) => `/api/console/${w}/deployments/${deployment}/log`,
  repositories: (w: string, project: string, integration: string) =>
    `/api/console/${w}/projects/${project}/integrations/${integration}/repositories`,
  search: (w: string) => `/api/console/${w}/search`,
  running: (w: string) => `/api/console/${w}/running`,
  workspaceEvents: (w: string, since: string) => `/api/console/${w}/events?since=${since}`,
  activityExport: (w: string) => `/api/console/${w}/activity`,
} as const;

function queryOf(chosen: Chosen): string {
  const query = new URLSearchParams(Object.entries(chosen).filter(([, value]) => value !== ""));
  return query.size > 0 ? `?${query}` : "";
}
