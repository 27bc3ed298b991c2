"""Records what Next.js serves for each case. Run with ROUTES_NODE set to a folder whose node_modules has next 16, react,
react-dom and typescript. A case is built, started on the loopback interface and asked with every method: what is answered
with 405 is not there. HEAD beside GET and the OPTIONS that Next.js answers by itself are left out, as are pages."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))
from cases import record  # noqa: E402

VERBS = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"]
PORT = 43117


def status(verb: str, path: str) -> tuple[int, str | None]:
    request = urllib.request.Request(f"http://127.0.0.1:{PORT}{path}", method=verb)
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            return answer.status, answer.headers.get("allow")
    except urllib.error.HTTPError as error:
        return error.code, error.headers.get("allow")


def paths(project: Path) -> list[tuple[str, bool]]:
    """Each path with brackets, and whether a handler tells methods apart."""
    server = project / ".next" / "server"
    base = json.loads((project / ".next" / "routes-manifest.json").read_text())["basePath"]
    handlers = json.loads((server / "app-paths-manifest.json").read_text()) if (server / "app").exists() else {}
    routes = json.loads((project / ".next" / "app-path-routes-manifest.json").read_text())
    found = [(base + routes[key], True) for key in handlers if key.endswith("/route")]
    pages = json.loads((server / "pages-manifest.json").read_text())
    return found + [(base + page, False) for page in pages if page == "/api" or page.startswith("/api/")]


def ask(project: Path) -> list[str]:
    env = {**os.environ, "NEXT_TELEMETRY_DISABLED": "1", "CI": "1"}
    next_command = [str(Path(os.environ["ROUTES_NODE"]) / "node_modules/.bin/next")]
    run = subprocess.run([*next_command, "build"], cwd=project, capture_output=True, text=True, env=env)
    if run.returncode:
        raise SystemExit(run.stdout + run.stderr)
    server = subprocess.Popen([*next_command, "start", "-H", "127.0.0.1", "-p", str(PORT)], cwd=project, env=env)
    try:
        lines = []
        for _ in range(100):
            try:
                status("GET", "/none")
                break
            except OSError:
                time.sleep(0.2)
        for path, has_methods in paths(project):
            shown = re.sub(r"\[{1,2}(?:\.\.\.)?(\w+)\]{1,2}", r"{\1}", path)
            asked = re.sub(r"\[{1,2}(?:\.\.\.)?(\w+)\]{1,2}", "value", path)
            answers = {verb: status(verb, asked) for verb in VERBS}
            assert answers["GET"][0] != 404, (asked, answers)
            allowed = [verb for verb, (code, _) in answers.items() if code not in (400, 404, 405)]
            if not has_methods:
                assert allowed == VERBS, (asked, answers)
                lines.append(f"ANY {shown}")
                continue
            if answers["OPTIONS"][1]:
                allowed.remove("OPTIONS")
            if "GET" in allowed:
                allowed.remove("HEAD")
            lines.extend(f"{verb} {shown}" for verb in allowed)
        return lines
    finally:
        server.terminate()
        server.wait()


if __name__ == "__main__":
    sys.exit(record(Path(__file__).parent, ask, Path(os.environ["ROUTES_NODE"])))
