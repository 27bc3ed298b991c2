"""Prints what a FastAPI application serves, asked of the framework itself.

    cd <project> && python <here>/fastapi_routes.py src.main:app

The list comes from the application's own route table, sub-applications included; the public schema (`app.openapi()`)
must be a part of it. The documentation pages that FastAPI adds by itself are left out.
"""

from __future__ import annotations

import importlib
import json
import sys
from collections.abc import Iterator

from fastapi import FastAPI
from fastapi.routing import APIRoute
from starlette.routing import BaseRoute, Mount, WebSocketRoute


def served(routes: list[BaseRoute], prefix: str = "") -> Iterator[str]:
    for route in routes:
        if isinstance(route, APIRoute):
            for method in route.methods:
                yield f"{method} {prefix}{route.path}"
        elif isinstance(route, WebSocketRoute):
            yield f"WS {prefix}{route.path}"
        elif isinstance(route, Mount):
            yield from served(list(route.routes), prefix + route.path)


def in_schema(app: FastAPI) -> set[str]:
    paths = app.openapi()["paths"]
    return {f"{method.upper()} {path}" for path, methods in paths.items() for method in methods}


def main() -> int:
    sys.path.insert(0, ".")
    module, _, name = sys.argv[1].partition(":")
    app = getattr(importlib.import_module(module), name)
    endpoints = set(served(app.routes))
    missing = in_schema(app) - endpoints
    if missing:
        print(f"in the schema, but not in the route table: {sorted(missing)}", file=sys.stderr)
        return 1
    print(json.dumps(sorted(endpoints, key=lambda line: tuple(reversed(line.split(" ", 1)))), indent=2))
    return 0


if __name__ == "__main__":
    sys.exit(main())
