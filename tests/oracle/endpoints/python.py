"""Lists what a Python repository serves, as its framework says: the truth for `compare.py`.

    python.py fastapi ROOT MODULE:APP      also for Starlette
    python.py flask ROOT MODULE:APP
    python.py django ROOT                  DJANGO_SETTINGS_MODULE is set

Run with a Python in which the repository's packages are installed; ROOT is the folder that its modules are imported from, APP
an expression (`app`, `create_app()`). Nothing is served: the application is imported and asked for its routes.

HEAD beside GET and OPTIONS are answered by the frameworks themselves and left out, as are files that Flask and Django serve
in debug mode, FastAPI's own pages (`/docs`, `/openapi.json`, …) and the doubles of DRF with a format's suffix (`.json`).
A route is printed as `outside` when its handler is code of an installed package other than the framework, which only reading
that package can tell the methods of; with Django also when `path` is called by one (`admin.site.urls`, the `urls` module of an
installed application). A language's prefix is `{?}`.
"""

from __future__ import annotations

import functools
import importlib
import inspect
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path

VERBS = ["GET", "POST", "PUT", "PATCH", "DELETE"]


def repository(root: Path) -> Path:
    above = [root, *root.parents]
    return next((folder for folder in above if (folder / ".git").exists()), root)


def is_own(file: str | None) -> bool:
    path = Path(file or "").resolve()
    return path.is_relative_to(REPOSITORY) and "site-packages" not in path.parts


def is_own_handler(handler: object) -> bool:
    """Whether a function or class, whatever is wrapped around it, is code of the repository."""
    while isinstance(handler, functools.partial):
        handler = handler.func
    handler = getattr(handler, "view_class", None) or getattr(handler, "cls", None) or inspect.unwrap(handler)
    if not hasattr(handler, "__module__"):
        handler = type(handler)
    code = getattr(handler, "__code__", None)
    module = sys.modules.get(getattr(handler, "__module__", None) or "")
    return is_own(code.co_filename if code else getattr(module, "__file__", None))


def application(name: str) -> object:
    module, expression = name.split(":", 1)
    return eval(expression, vars(importlib.import_module(module)))


def fastapi(name: str) -> Iterator[tuple[str, str, bool]]:
    import fastapi.routing
    from starlette.routing import Host, Mount, Route, WebSocketRoute

    pages = {"/openapi.json", "/docs", "/docs/oauth2-redirect", "/redoc"}

    def routes(app: object) -> Iterator[tuple[object, object]]:
        contexts = getattr(fastapi.routing, "iter_route_contexts", None)
        for seen in contexts(app.routes) if contexts else app.routes:
            yield getattr(seen, "original_route", None) or seen, seen

    def served(app: object, prefix: str = "") -> Iterator[tuple[str, str, bool]]:
        urls = ("docs_url", "redoc_url", "openapi_url", "swagger_ui_oauth2_redirect_url")
        own_pages = pages | {getattr(app, url, None) for url in urls}
        for route, seen in routes(app):
            path = getattr(seen, "path", None) or getattr(route, "path", None) or ""
            if isinstance(route, Mount):
                yield from served(route, prefix + path)
            elif isinstance(route, Host):
                yield from served(route, prefix)
            elif isinstance(route, WebSocketRoute):
                yield "WS", prefix + path, is_own_handler(route.endpoint)
            elif isinstance(route, Route) and not (route.path in own_pages and not route.include_in_schema):
                methods = getattr(seen, "methods", None) or route.methods
                if methods is None:
                    methods = {verb for verb in VERBS if hasattr(route.endpoint, verb.lower())} or {"ANY"}
                elif not isinstance(route, fastapi.routing.APIRoute) and "GET" in methods:
                    methods = methods - {"HEAD"}
                for method in methods:
                    yield method, prefix + path or "/", is_own_handler(route.endpoint)

    for method, path, own in served(application(name)):
        yield method, re.sub(r"{(\w+):\w+}", r"{\1}", path), own


def flask(name: str) -> Iterator[tuple[str, str, bool]]:
    def served(app: object, prefix: str = "") -> Iterator[tuple[str, str, bool]]:
        from werkzeug.middleware.dispatcher import DispatcherMiddleware

        front = app if isinstance(app, DispatcherMiddleware) else getattr(app, "wsgi_app", None)
        if isinstance(front, DispatcherMiddleware):
            for mount, inner in front.mounts.items():
                yield from served(getattr(inner, "__self__", inner), prefix + mount)
            if front is app:
                return (yield from served(getattr(app.app, "__self__", app.app), prefix))
        for rule in app.url_map.iter_rules():
            view = app.view_functions[rule.endpoint]
            if rule.endpoint.split(".")[-1] == "static":
                continue
            methods = set(rule.methods)
            if rule.provide_automatic_options:
                methods -= {"OPTIONS"}
            if "GET" in methods:
                methods -= {"HEAD"}
            path = re.sub(r"<(?:[^<>]*:)?(\w+)>", r"{\1}", str(rule))
            for method in methods:
                yield method, prefix + path, is_own_handler(view)

    yield from served(application(name))


def django() -> Iterator[tuple[str, str, bool]]:
    from django.urls import resolvers

    declared_in: dict[int, str] = {}
    plain = resolvers.URLPattern.__init__

    def noted(self: object, *args: object, **kwargs: object) -> None:
        plain(self, *args, **kwargs)
        frame = sys._getframe(1)
        while frame and (in_django_urls(frame) or frame.f_globals.get("__name__", "").endswith(".routers")):
            frame = frame.f_back
        declared_in[id(self)] = frame.f_code.co_filename if frame else ""

    def is_own_or_of_django(view: object) -> bool:
        found = getattr(view, "view_class", None) or getattr(view, "cls", None) or inspect.unwrap(view)
        return is_own_handler(view) or getattr(found, "__module__", "").startswith(("django.", "rest_framework."))

    def in_django_urls(frame: object) -> bool:
        return frame.f_globals.get("__name__", "").startswith("django.urls")

    resolvers.URLPattern.__init__ = noted
    import django

    django.setup()
    from django.contrib.admindocs.views import simplify_regex
    from django.urls import get_resolver
    from django.views.static import serve

    def spelled(pattern: object) -> str:
        if isinstance(pattern, resolvers.LocalePrefixPattern):
            return "{?}/"
        text = str(pattern)
        own = re.sub(r"<(?:[^<>]+:)?(\w+)>", r"<\1>", simplify_regex(text))
        own = re.sub(r"<(\w+)>", r"{\1}", own).replace("\\", "")
        return own if text.lstrip("^").startswith("/") else own[1:]

    def served(patterns: list, prefix: str = "") -> Iterator[tuple[str, str, bool]]:
        for one in patterns:
            path = prefix + spelled(one.pattern)
            if isinstance(one, resolvers.URLResolver):
                yield from served(one.url_patterns, path)
            elif not re.search(r"\?P<format>|drf_format_suffix", str(one.pattern)) and one.callback is not serve:
                own = is_own(declared_in[id(one)]) and is_own_or_of_django(one.callback)
                for method in view_methods(one.callback):
                    yield method, "/" + path, own

    yield from served(get_resolver().url_patterns)


def view_methods(view: object) -> list[str]:
    """A class's methods are those that it has, a function's those that it does not answer with 405."""
    found = getattr(view, "view_class", None) or getattr(view, "cls", None)
    if found is None:
        allowed = [verb for verb in VERBS if allows(view, verb)]
        return ["ANY"] if allowed == VERBS else allowed
    names = getattr(view, "actions", None) or [name for name in found.http_method_names if hasattr(found, name)]
    names = {name for name in names if name in found.http_method_names}
    # What every view has; a view that declares its own keeps it.
    if getattr(getattr(found, "options", None), "__qualname__", "") in ("View.options", "APIView.options"):
        names -= {"options"}
    if "get" in names:
        names -= {"head"}
    return [name.upper() for name in names]


def allows(view: object, verb: str) -> bool:
    """Whether a view's decorators let a method of a signed-in user through: only they are run, the view itself is not."""
    from django.contrib.auth.models import User
    from django.http import HttpResponseNotAllowed
    from django.test import RequestFactory

    inner = inspect.unwrap(view)
    code = getattr(inner, "__code__", None)

    class Reached(BaseException):
        pass

    def watch(frame: object, event: str, _: object) -> None:
        if event == "call" and frame.f_code is code:
            raise Reached

    request = RequestFactory().generic(verb, "/")
    request.user = User(is_staff=True, is_superuser=True)
    sys.settrace(watch)
    try:
        return not isinstance(view(request), HttpResponseNotAllowed)
    except (Reached, Exception):
        return True
    finally:
        sys.settrace(None)


if __name__ == "__main__":
    if len(sys.argv) < 3 or sys.argv[1] not in ("fastapi", "flask", "django"):
        raise SystemExit(__doc__)
    ROOT = Path(sys.argv[2]).resolve()
    REPOSITORY = repository(ROOT)
    os.chdir(ROOT)
    sys.path[0] = str(ROOT)
    out, sys.stdout = sys.stdout, sys.stderr
    routes = set(globals()[sys.argv[1]](*sys.argv[3:]))
    for method, path, own in sorted(routes, key=lambda route: (route[1], route[0])):
        print(f"{'' if own else 'outside '}{method} {path}", file=out)
    out.flush()
    # Threads that the application started are none of ours.
    os._exit(0)
