import type { Files } from "#tests/support/repository.ts";

/** A WSGI application (PEP 3333) and the server of the standard library. */
export function wsgiApp(words: string): Files {
  return {
    "requirements.txt": "# nothing beside the standard library\n",
    "app.py": `import os
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server


class Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


def application(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [b${JSON.stringify(words)}]


make_server(os.environ["HOST"], int(os.environ["PORT"]), application, Server, WSGIRequestHandler).serve_forever()
`,
  };
}

/** In the shape of django-admin startproject: manage.py, a project with settings and wsgi, migrations of an app. */
export function djangoApp(words: string): Files {
  return {
    "requirements.txt": "# Django stands in the repository\n",
    "manage.py": manage,
    "shop/__init__.py": "",
    "shop/settings.py": `WORDS = ${JSON.stringify(words)}\n`,
    "shop/wsgi.py": wsgi,
    "orders/migrations/0001_initial.py": "",
  };
}

const wsgi = `import os

from shop.settings import WORDS


def application(environ, start_response):
    with open("storage/migrated") as migrated:
        tables = migrated.read().split()
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [f"{WORDS}, {len(tables)} table, {os.environ['MODE']}".encode()]
`;

const manage = `import pathlib
import sys
import time
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server


class Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


def migrate():
    names = sorted(path.stem for path in pathlib.Path(".").glob("*/migrations/0*.py"))
    pathlib.Path("storage/migrated").write_text("\\n".join(names))


def collectstatic():
    time.sleep(1.5)
    pathlib.Path("static").mkdir()


def runserver():
    from shop.wsgi import application

    host, port = sys.argv[2].split(":")
    make_server(host, int(port), application, Server, WSGIRequestHandler).serve_forever()


{"migrate": migrate, "collectstatic": collectstatic, "runserver": runserver}[sys.argv[1]]()
`;
