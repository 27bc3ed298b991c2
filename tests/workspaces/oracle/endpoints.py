"""Asks the frameworks which endpoints the samples serve, and writes the answer to `ORACLE.json` beside each sample.

    python3.12 tests/workspaces/oracle/endpoints.py [--check] [WORKSPACE…]

Needs Python 3.12 or newer, Node 20, Go and Maven, and the package registries on the first run; installs into a cache
folder, never into the samples. `--check` compares instead of writing and exits with 1 on a difference.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import tomllib
import urllib.request
import venv
from dataclasses import dataclass, field
from pathlib import Path
from urllib.error import URLError

HERE = Path(__file__).resolve().parent
SAMPLES = HERE.parent
CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "workspai-samples"

# Enough for an application to be built; nothing is connected to.
SAAS_ENV = {
    "AUTH_JWT_SECRET": "not-a-secret-only-for-the-route-list",
    "DATABASE_URL": "postgresql://nobody@127.0.0.1:9/none",
    "MAIL_FROM": "nobody@notebook.example",
    "LOG_FORMAT": "silent",
}


@dataclass(frozen=True)
class Fastapi:
    project: str
    app: str


@dataclass(frozen=True)
class Nest:
    project: str
    install: tuple[str, ...]
    env: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Gin:
    project: str


@dataclass(frozen=True)
class Spring:
    project: str
    package: str
    env: dict[str, str] = field(default_factory=dict)


NPM = ("npm", "ci", "--no-audit", "--no-fund")
PNPM = ("npx", "--yes", "pnpm@10.18.3", "install", "--frozen-lockfile")
WORKSPACES: dict[str, list[Fastapi | Nest | Gin | Spring]] = {
    "saas-healthy": [
        Fastapi("saas-api", "src.main:app"),
        Fastapi("saas-admin", "src.main:app"),
        Fastapi("saas-webhooks", "src.main:app"),
        Nest("saas-nest", NPM, SAAS_ENV),
    ],
    "polyglot": [
        Fastapi("apps/api", "shop_api.main:app"),
        Nest("apps/gateway", PNPM),
        Gin("apps/ledger"),
        Spring(
            "apps/catalog",
            "shop.catalog.",
            {
                "CATALOG_DATABASE_URL": "jdbc:postgresql://127.0.0.1:9/none",
                "CATALOG_DATABASE_PASSWORD": "none",
                "SPRING_SQL_INIT_MODE": "never",
            },
        ),
    ],
}


def run(*command: str | Path, cwd: Path, env: dict[str, str] | None = None) -> str:
    settings = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1", **(env or {})}
    done = subprocess.run([str(part) for part in command], cwd=cwd, env=settings, text=True, stdout=subprocess.PIPE)
    if done.returncode != 0:
        sys.exit(f"{' '.join(map(str, command))} failed in {cwd}")
    return done.stdout


def in_order(endpoints: set[str]) -> list[str]:
    """Parameters as `{name}` whatever the framework's syntax, sorted by path, then by method."""
    unified = {re.sub(r":(\w+)", r"{\1}", line) for line in endpoints}
    return sorted(unified, key=lambda line: tuple(reversed(line.split(" ", 1))))


def locked_requirements(project: Path) -> list[str]:
    """What the lock file pins for a run, as `name==version`."""
    poetry = project / "poetry.lock"
    if poetry.is_file():
        packages = tomllib.loads(poetry.read_text())["package"]
        return [f"{each['name']}=={each['version']}" for each in packages if "main" in each["groups"]]
    packages = tomllib.loads((project / "uv.lock").read_text())["package"]
    return [f"{each['name']}=={each['version']}" for each in packages if "registry" in each["source"]]


def fastapi_endpoints(sample: Fastapi, project: Path) -> set[str]:
    requirements = locked_requirements(project)
    key = hashlib.sha256("\n".join(requirements).encode()).hexdigest()[:16]
    home = CACHE / f"python-{key}"
    python = home / "bin" / "python"
    if not (home / "complete").is_file():
        venv.create(home, with_pip=True, clear=True)
        run(python, "-m", "pip", "install", "--quiet", "--no-deps", *requirements, cwd=home)
        (home / "complete").touch()
    return set(json.loads(run(python, "-W", "ignore", HERE / "fastapi_routes.py", sample.app, cwd=project)))


def copy_to_cache(project: Path, name: str) -> Path:
    copy = CACHE / name
    keep = shutil.ignore_patterns("node_modules", "dist", "target", ".venv")
    shutil.rmtree(copy, ignore_errors=True)
    return shutil.copytree(project, copy, ignore=keep)


def nest_endpoints(sample: Nest, project: Path) -> set[str]:
    copy = copy_to_cache(project, f"node-{project.name}")
    run(*sample.install, cwd=copy)
    run("npx", "tsc", "-p", "tsconfig.build.json", cwd=copy)
    return set(json.loads(run("node", HERE / "nest_routes.cjs", "dist/application.js", cwd=copy, env=sample.env)))


def gin_endpoints(project: Path) -> set[str]:
    return set(run("go", "run", "./cmd/routes", cwd=project).splitlines())


def spring_endpoints(sample: Spring, project: Path) -> set[str]:
    """The mappings of the project's own controllers, from Spring Boot's `mappings` endpoint."""
    copy = copy_to_cache(project, f"maven-{project.name}")
    run("mvn", "-B", "-q", "package", "-DskipTests", cwd=copy)
    jar = next((copy / "target").glob("*.jar"))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    expose = ["--server.address=127.0.0.1", f"--server.port={port}", "--management.endpoints.web.exposure.include=mappings"]
    server = subprocess.Popen(["java", "-jar", str(jar), *expose], env={**os.environ, **sample.env}, stdout=subprocess.DEVNULL)
    try:
        mappings = wait_for(f"http://127.0.0.1:{port}/actuator/mappings")
    finally:
        server.terminate()
        server.wait()
    return {
        f"{method} {path}"
        for context in mappings["contexts"].values()
        for mapping in context["mappings"]["dispatcherServlets"]["dispatcherServlet"]
        if mapping["handler"].startswith(sample.package)
        for method in mapping["details"]["requestMappingConditions"]["methods"]
        for path in mapping["details"]["requestMappingConditions"]["patterns"]
    }


def wait_for(url: str, seconds: int = 90) -> dict:
    deadline = time.monotonic() + seconds
    while True:
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:
                return json.load(answer)
        except (URLError, ConnectionError):
            if time.monotonic() > deadline:
                sys.exit(f"{url} does not answer")
            time.sleep(0.5)


def endpoints_of(sample: Fastapi | Nest | Gin | Spring, project: Path) -> set[str]:
    match sample:
        case Fastapi():
            return fastapi_endpoints(sample, project)
        case Nest():
            return nest_endpoints(sample, project)
        case Gin():
            return gin_endpoints(project)
        case Spring():
            return spring_endpoints(sample, project)


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--check", action="store_true")
    options.add_argument("workspaces", nargs="*", metavar="WORKSPACE")
    chosen = options.parse_args()
    CACHE.mkdir(parents=True, exist_ok=True)
    differs = False
    for name in chosen.workspaces or WORKSPACES:
        workspace = SAMPLES / name
        found = {each.project: in_order(endpoints_of(each, workspace / each.project)) for each in WORKSPACES[name]}
        text = json.dumps(found, indent=2) + "\n"
        oracle = workspace / "ORACLE.json"
        if not chosen.check:
            oracle.write_text(text)
        elif not oracle.is_file() or oracle.read_text() != text:
            differs = True
            print(f"{oracle} is not what the frameworks say")
        print(f"{name}: {sum(map(len, found.values()))} endpoints in {len(found)} projects")
    return int(differs)


if __name__ == "__main__":
    sys.exit(main())
