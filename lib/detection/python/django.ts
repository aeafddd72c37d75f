import type { AppProcess } from "#lib/platforms/platform.ts";
import { type Doubt, likely, note, unsure } from "../finding.ts";
import type { Place } from "../place.ts";
import type { PythonGuess } from "./look.ts";
import type { PythonPackages } from "./packages.ts";

/** manage.py and a module with the WSGI application: https://docs.djangoproject.com/en/stable/howto/deployment/. */
export async function djangoApp(place: Place, packages: PythonPackages | null): Promise<PythonGuess | null> {
  const version = packages?.names.get("django");
  if (version === undefined && !place.has("manage.py")) return null;
  const manage = await place.readCode("manage.py");
  const project = projectOf(place, manage);
  const settings = await settingsOf(place, manage, project);
  const serving = servingOf(place, packages, project);
  return {
    name: "Django",
    package: "django",
    buildCommand: /^[ \t]*STATIC_ROOT[ \t]*=/m.test(settings)
      ? ".venv/bin/python manage.py collectstatic --noinput"
      : null,
    migrateCommand: place.has("manage.py") ? ".venv/bin/python manage.py migrate --noinput" : null,
    startCommand: serving.startCommand,
    adds: serving.adds,
    processes: celeryOf(place, packages, project),
    evidence: [
      ...(place.has("manage.py") ? ["manage.py is there"] : []),
      ...(project ? [`${project}/wsgi.py is its application`] : []),
    ],
    doubts: [...doubtsOf(place, version, manage, project), ...serving.doubts, ...staticDoubts(settings)],
  };
}

/** The package that holds wsgi.py: the one that manage.py takes its settings from, where it says so. */
function projectOf(place: Place, manage: string): string | null {
  const named = /DJANGO_SETTINGS_MODULE["']\s*,\s*["']([\w.]+?)\.settings/.exec(manage)?.[1]?.replaceAll(".", "/");
  const found = place.files.flatMap(
    (path) => /^((?:[\w-]+\/){1,2})(?:wsgi|asgi)\.py$/.exec(path)?.[1]?.slice(0, -1) ?? [],
  );
  if (named !== undefined && found.includes(named)) return named;
  return found[0] ?? null;
}

async function settingsOf(place: Place, manage: string, project: string | null): Promise<string> {
  const settings = /DJANGO_SETTINGS_MODULE["']\s*,\s*["']([\w.]+)["']/.exec(manage)?.[1]?.replaceAll(".", "/");
  const paths = [
    ...(settings ? [`${settings}.py`] : []),
    ...["settings.py", "settings/base.py", "settings/production.py", "settings/__init__.py"].map(
      (file) => `${project}/${file}`,
    ),
  ];
  const texts = await Promise.all([...new Set(paths)].map((path) => place.readCode(path)));
  return texts.join("\n");
}

function servingOf(place: Place, packages: PythonPackages | null, project: string | null) {
  const dotted = project?.replaceAll("/", ".") ?? null;
  const has = (name: string) => packages?.names.has(name) ?? false;
  const doubts: Doubt[] = [];
  if (dotted === null) return { startCommand: null, adds: [], doubts };
  if (has("uvicorn") && !has("gunicorn") && place.has(`${project}/asgi.py`)) {
    return {
      startCommand: `.venv/bin/uvicorn ${dotted}.asgi:application --host "$HOST" --port "$PORT"`,
      adds: [],
      doubts,
    };
  }
  if (has("daphne") && !has("gunicorn") && place.has(`${project}/asgi.py`)) {
    return { startCommand: `.venv/bin/daphne -b "$HOST" -p "$PORT" ${dotted}.asgi:application`, adds: [], doubts };
  }
  return {
    startCommand: `.venv/bin/gunicorn ${dotted}.wsgi:application --bind "$HOST:$PORT"`,
    adds: has("gunicorn") ? [] : ["gunicorn"],
    doubts,
  };
}

function celeryOf(place: Place, packages: PythonPackages | null, project: string | null): AppProcess[] {
  const isThere = packages?.names.has("celery") && project !== null && place.has(`${project}/celery.py`);
  return isThere
    ? [{ name: "celery", command: `.venv/bin/celery -A ${project.replaceAll("/", ".")} worker`, count: 1 }]
    : [];
}

function doubtsOf(place: Place, version: string | null | undefined, manage: string, project: string | null): Doubt[] {
  const doubts: Doubt[] = [];
  if (version === undefined)
    doubts.push(likely("manage.py is there, but no file lists Django among what is to be installed."));
  if (!place.has("manage.py")) doubts.push(likely("Django is required, but there is no manage.py here."));
  else if (!/django/i.test(manage)) doubts.push(unsure("manage.py is there, but it is not that of Django."));
  if (project === null) doubts.push(unsure("There is no wsgi.py, which says what is to be started."));
  return doubts;
}

function staticDoubts(settings: string): Doubt[] {
  if (settings === "" || /^[ \t]*STATIC_ROOT[ \t]*=/m.test(settings)) return [];
  return [note("The settings name no STATIC_ROOT, so static files are not collected. Set it if the app has pages.")];
}
