"""Records what Django serves for each case: run with a Python that has django 5, djangorestframework 3 and
drf-nested-routers. A case's settings are `config.settings`.

Paths are spelled by Django's own `simplify_regex`. Methods of classes are those that they have, those of functions are
found by asking: whatever is not answered with 405. HEAD beside GET and OPTIONS are answered by Django itself and left out,
as are the suffix patterns of DRF (`.json`), which double a route, and files served in debug mode. A language's prefix is
`{?}`."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))
from cases import record  # noqa: E402

ASK = r"""
import json, re, sys
sys.path.insert(0, ".")
import django
django.setup()
from django.contrib.admindocs.views import simplify_regex
from django.test import RequestFactory
from django.urls import URLResolver, get_resolver
from django.urls.resolvers import LocalePrefixPattern
from django.views import View
from django.views.static import serve

VERBS = ["GET", "POST", "PUT", "PATCH", "DELETE"]
SUFFIX = re.compile(r"\?P<format>|drf_format_suffix")

def classes(view):
    return getattr(view, "view_class", None) or getattr(view, "cls", None)

def methods(view):
    found = classes(view)
    if found is None:
        factory = RequestFactory()
        def allows(verb):
            try:
                return view(factory.generic(verb, "/")).status_code != 405
            except TypeError:
                return True
        allowed = [verb for verb in VERBS if allows(verb)]
        return ["ANY"] if allowed == VERBS else allowed
    names = getattr(view, "actions", None) or [name for name in found.http_method_names if hasattr(found, name)]
    names = {name for name in names if name in found.http_method_names}
    if getattr(found, "options", None) in (View.options, getattr(drf(), "options", None)):
        names -= {"options"}
    if "get" in names:
        names -= {"head"}
    return [name.upper() for name in names]

def drf():
    try:
        from rest_framework.views import APIView
        return APIView
    except Exception:
        return None

def served(patterns, prefix=""):
    for one in patterns:
        if isinstance(one.pattern, LocalePrefixPattern):
            own = "{?}/"
        else:
            own = re.sub(r"<(?:[^<>:]+:)?(\w+)>", r"<\1>", simplify_regex(str(one.pattern)))
            own = re.sub(r"<(\w+)>", r"{\1}", own).replace("\\", "")
            own = own if str(one.pattern).lstrip("^").startswith("/") else own[1:]
        if isinstance(one, URLResolver):
            yield from served(one.url_patterns, prefix + own)
        elif not SUFFIX.search(str(one.pattern)) and one.callback is not serve:
            for method in methods(one.callback):
                yield method + " /" + prefix + own

print(json.dumps(sorted(set(served(get_resolver().url_patterns)))))
"""


def ask(project: Path) -> list[str]:
    env = {**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings"}
    run = subprocess.run([sys.executable, "-c", ASK], cwd=project, capture_output=True, text=True, env=env)
    if run.returncode:
        raise SystemExit(run.stderr)
    return json.loads(run.stdout.splitlines()[-1])


if __name__ == "__main__":
    sys.exit(record(Path(__file__).parent, ask))
