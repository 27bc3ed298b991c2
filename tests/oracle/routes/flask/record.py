"""Records what Flask serves for each case: run with a Python that has flask 3, flask-restful, flask-restx, flask-smorest and
setuptools. A case's application is `main:app`. HEAD beside GET and OPTIONS are answered by Flask itself and left out, as are
its route of static files and the pages of its extensions."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))
from cases import record  # noqa: E402

ASK = """
import inspect, json, re, sys
sys.path.insert(0, ".")
import main
from werkzeug.middleware.dispatcher import DispatcherMiddleware

def served(app, prefix=""):
    front = app if isinstance(app, DispatcherMiddleware) else getattr(app, "wsgi_app", None)
    if isinstance(front, DispatcherMiddleware):
        for mount, inner in front.mounts.items():
            yield from served(getattr(inner, "__self__", inner), prefix + mount)
        if front is app:
            return (yield from served(getattr(app.app, "__self__", app.app), prefix))
    for rule in app.url_map.iter_rules():
        if rule.endpoint.split(".")[-1] == "static" or is_page(app.view_functions[rule.endpoint]):
            continue
        methods = set(rule.methods)
        if getattr(rule, "provide_automatic_options", False) or not explicit(app, rule):
            methods -= {"OPTIONS"}
        if "GET" in methods:
            methods -= {"HEAD"}
        path = re.sub(r"<(?:[^<>]*:)?(\\w+)>", r"{\\1}", str(rule))
        for method in methods:
            yield method + " " + prefix + path

def is_page(view):
    view = getattr(view, "view_class", None) or inspect.unwrap(view)
    return view.__module__.startswith(("flask_restx.", "flask_restful.", "flask_smorest."))

def explicit(app, rule):
    view = app.view_functions[rule.endpoint]
    return hasattr(getattr(view, "view_class", None), "options")

print(json.dumps(sorted(set(served(main.app)))))
"""


def ask(project: Path) -> list[str]:
    run = subprocess.run([sys.executable, "-c", ASK], cwd=project, capture_output=True, text=True)
    if run.returncode:
        raise SystemExit(run.stderr)
    return json.loads(run.stdout.splitlines()[-1])


if __name__ == "__main__":
    sys.exit(record(Path(__file__).parent, ask))
