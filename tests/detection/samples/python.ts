import { json, type Sample } from "./sample.ts";

const manage =
  'import os\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings")\nfrom django.core import management\n';
const settings = 'import os\nSECRET_KEY = os.environ["DJANGO_SECRET_KEY"]\nSTATIC_ROOT = BASE_DIR / "static"\n';
const django = {
  "manage.py": manage,
  "shop/__init__.py": "",
  "shop/settings.py": settings,
  "shop/wsgi.py": "application = get_wsgi_application()\n",
  "shop/asgi.py": "application = get_asgi_application()\n",
  "cart/models.py": "",
};
const pip = "python3 -m venv .venv && .venv/bin/pip install -r requirements.txt";
const project = (dependencies: string[], requires = ">=3.12") =>
  `[project]\nname = "shop"\nversion = "0.1.0"\nrequires-python = "${requires}"\ndependencies = ${json(dependencies)}\n`;
const fastapi = 'from fastapi import FastAPI\n\napp = FastAPI(title="Shop")\n';

export const pythonSamples: Sample[] = [
  {
    name: "Django with gunicorn",
    files: {
      ...django,
      "requirements.txt": "Django==5.2\ngunicorn==23.0.0\npsycopg[binary]\n",
      "runtime.txt": "python-3.12.4\n",
    },
    expected: {
      platform: "python",
      certainty: "certain",
      framework: { name: "Django", version: "==5.2" },
      runtime: { name: "python", version: "python-3.12.4", from: "runtime.txt" },
      packageManager: { name: "pip", version: null, from: "requirements.txt" },
      installCommand: pip,
      buildCommand: ".venv/bin/python manage.py collectstatic --noinput",
      migrateCommand: ".venv/bin/python manage.py migrate --noinput",
      startCommand: '.venv/bin/gunicorn shop.wsgi:application --bind "$HOST:$PORT"',
      requirements: ["python3@~3.12"],
    },
    required: ["DJANGO_SECRET_KEY"],
  },
  {
    name: "Django as it is made, without a server",
    files: { ...django, "requirements.txt": "django>=5.0\n", "shop/settings.py": "SECRET_KEY = 'django-insecure'\n" },
    expected: {
      platform: "python",
      certainty: "certain",
      installCommand: `${pip} && .venv/bin/pip install gunicorn`,
      buildCommand: null,
    },
    doubts: ["gunicorn, which serves the app, is not among what is required", "no STATIC_ROOT"],
  },
  {
    name: "Django with settings of several kinds, by poetry, with Celery",
    files: {
      ...django,
      "manage.py": manage.replace("shop.settings", "shop.settings.production"),
      "shop/settings/base.py": 'STATIC_ROOT = "x"\n',
      "shop/settings/production.py": 'API_KEY = os.environ["API_KEY"]\n',
      "shop/celery.py": "",
      "pyproject.toml":
        '[tool.poetry]\nname = "shop"\n[tool.poetry.dependencies]\npython = "^3.11"\nDjango = "^5.1"\ncelery = {version = "^5.4", extras = ["redis"]}\nuvicorn = "*"\n',
      "poetry.lock": "",
    },
    expected: {
      platform: "python",
      certainty: "certain",
      runtime: { name: "python", version: "^3.11", from: "pyproject.toml" },
      packageManager: { name: "poetry", version: null, from: "poetry.lock" },
      installCommand: "POETRY_VIRTUALENVS_IN_PROJECT=true poetry install --only main --no-root --no-interaction",
      startCommand: '.venv/bin/uvicorn shop.asgi:application --host "$HOST" --port "$PORT"',
      processes: [{ name: "celery", command: ".venv/bin/celery -A shop worker", count: 1 }],
      requirements: ["python3@^3.11", "poetry"],
    },
    required: ["API_KEY", "DJANGO_SECRET_KEY"],
  },
  {
    name: "Django with scripts and styles that are built",
    files: {
      ...django,
      "requirements.txt": "django\ngunicorn\n",
      "package.json": json({
        scripts: { build: "tailwindcss -o static/site.css" },
        devDependencies: { tailwindcss: "^4" },
      }),
      "package-lock.json": "{}",
    },
    expected: {
      platform: "python",
      certainty: "certain",
      buildCommand: "npm ci && npm run build && .venv/bin/python manage.py collectstatic --noinput",
      requirements: ["python3", "node", "npm"],
    },
    required: ["DJANGO_SECRET_KEY"],
  },
  {
    name: "FastAPI by uv",
    files: {
      "pyproject.toml": project(["fastapi[standard]>=0.115"]),
      "uv.lock": "version = 1\n",
      ".python-version": "3.13\n",
      "main.py": fastapi,
    },
    expected: {
      platform: "python",
      certainty: "certain",
      framework: { name: "FastAPI", version: ">=0.115" },
      packageManager: { name: "uv", version: null, from: "uv.lock" },
      installCommand: "uv sync --frozen --no-dev",
      startCommand: '.venv/bin/uvicorn main:app --host "$HOST" --port "$PORT"',
      requirements: ["python3@~3.13", "uv"],
    },
  },
  {
    name: "FastAPI in a package, by requirements",
    files: {
      "requirements.txt": "-r requirements/base.txt\nuvicorn[standard]\n",
      "requirements/base.txt": "fastapi==0.115.0\n",
      "app/__init__.py": "",
      "app/main.py": fastapi.replace("app =", "api: FastAPI ="),
      ".env.example": "DATABASE_URL=sqlite:///./shop.db\nSECRET_KEY=changethis\n",
    },
    expected: {
      platform: "python",
      certainty: "certain",
      startCommand: '.venv/bin/uvicorn app.main:api --host "$HOST" --port "$PORT"',
    },
    required: ["SECRET_KEY"],
    suggested: ["DATABASE_URL"],
  },
  {
    name: "FastAPI below src, made by a factory",
    files: {
      "pyproject.toml": project(["fastapi", "uvicorn"]),
      "src/shop/__init__.py": "",
      "src/shop/main.py": "from fastapi import FastAPI\n\ndef create_app():\n    return FastAPI()\n",
    },
    expected: {
      platform: "python",
      certainty: "certain",
      installCommand: "python3 -m venv .venv && .venv/bin/pip install .",
      startCommand: '.venv/bin/uvicorn shop.main:create_app --factory --app-dir src --host "$HOST" --port "$PORT"',
    },
  },
  {
    name: "FastAPI whose app is nowhere to be seen",
    files: { "requirements.txt": "fastapi\nuvicorn\n", "service/boot.py": fastapi },
    expected: { platform: "python", certainty: "unsure", startCommand: null },
    doubts: ["no file of the usual names"],
  },
  {
    name: "Flask",
    files: {
      "requirements.txt": "Flask==3.1.0\ngunicorn\n",
      "app.py": 'from flask import Flask\n\nserver = Flask(__name__)\nos.environ.get("GREETING", "Hello")\n',
      ".env.example": "GREETING=\nFLASK_ENV=development\n",
    },
    expected: {
      platform: "python",
      certainty: "certain",
      framework: { name: "Flask", version: "==3.1.0" },
      startCommand: '.venv/bin/gunicorn app:server --bind "$HOST:$PORT"',
    },
    suggested: ["GREETING", "FLASK_ENV"],
  },
  {
    name: "Flask made by a factory, by pipenv",
    files: {
      Pipfile: '[packages]\nflask = "*"\n[requires]\npython_version = "3.12"\n',
      "Pipfile.lock": "{}",
      "shop/__init__.py": "from flask import Flask\n\ndef create_app():\n    return Flask(__name__)\n",
    },
    expected: {
      platform: "python",
      certainty: "certain",
      installCommand: "PIPENV_VENV_IN_PROJECT=1 pipenv sync && .venv/bin/pip install gunicorn",
      startCommand: `.venv/bin/gunicorn 'shop:create_app()' --bind "$HOST:$PORT"`,
    },
  },
  {
    name: "Flask with two apps",
    files: {
      "requirements.txt": "flask\ngunicorn\n",
      "app.py": "app = Flask(__name__)\n",
      "wsgi.py": "application = Flask(__name__)\n",
    },
    expected: { platform: "python", certainty: "likely" },
    doubts: ["app.py and wsgi.py make an app each"],
  },
  {
    name: "Python with a Procfile",
    files: { "requirements.txt": "bottle\n", Procfile: "web: python shop.py --port $PORT\n", "shop.py": "" },
    expected: {
      platform: "python",
      certainty: "certain",
      startCommand: 'PATH="$PWD/.venv/bin:$PATH" python shop.py --port $PORT',
    },
  },
  {
    name: "Python without a framework",
    files: { "requirements.txt": "requests\n", "main.py": "print('hello')\n" },
    expected: { platform: "python", certainty: "unsure", startCommand: ".venv/bin/python main.py" },
    doubts: ["No framework is required that Devpilot knows"],
  },
  {
    name: "Python with lock files of two tools",
    files: {
      "pyproject.toml": project(["flask", "gunicorn"]),
      "uv.lock": "",
      "poetry.lock": "",
      "app.py": "app = Flask(__name__)\n",
    },
    expected: { platform: "python", certainty: "likely" },
    doubts: ["lock files of several tools (uv.lock and poetry.lock)"],
  },
];
