"""Records what FastAPI serves for each case: run with a Python that has fastapi, fastapi-utils, typing-inspect and
pydantic-settings. A case's application is `main:app`."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))
from cases import record  # noqa: E402

ASK = """
import json, sys
sys.path.insert(0, ".")
from starlette.routing import Mount, Route, WebSocketRoute, Host
import fastapi.routing as f

OWN = {"/openapi.json", "/docs", "/docs/oauth2-redirect", "/redoc"}

def served(app, prefix=""):
    routes = app.routes
    contexts = getattr(f, "iter_route_contexts", None)
    if contexts:
        routes = [(getattr(c, "original_route", None) or c, c) for c in contexts(routes)]
    else:
        routes = [(r, r) for r in routes]
    for route, seen in routes:
        path = getattr(seen, "path", None) or getattr(route, "path", None)
        if isinstance(route, Mount):
            yield from served(route, prefix + path)
        elif isinstance(route, Host):
            yield from served(route, prefix)
        elif isinstance(route, WebSocketRoute):
            yield "WS " + prefix + path
        elif isinstance(route, Route):
            if route.path in OWN and route.include_in_schema is False:
                continue
            methods = getattr(seen, "methods", None) or route.methods
            if methods is None:
                methods = [m for m in ("GET", "POST", "PUT", "PATCH", "DELETE") if hasattr(route.endpoint, m.lower())]
            elif not isinstance(route, f.APIRoute):
                methods = methods - {"HEAD"} if "GET" in methods else methods
            for method in methods:
                yield method + " " + prefix + path

import main, re
lines = {re.sub(r"{(\\w+):\\w+}", r"{\\1}", line) for line in served(main.app)}
schema = {f"{m.upper()} {p}" for p, ms in main.app.openapi()["paths"].items() for m in ms} if hasattr(main.app, "openapi") else set()
assert schema <= lines, schema - lines
print(json.dumps(sorted(lines)))
"""


def ask(project: Path) -> list[str]:
    run = subprocess.run([sys.executable, "-c", ASK], cwd=project, capture_output=True, text=True)
    if run.returncode:
        raise SystemExit(run.stderr)
    return json.loads(run.stdout.splitlines()[-1])


if __name__ == "__main__":
    sys.exit(record(Path(__file__).parent, ask))
