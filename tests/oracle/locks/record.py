"""Records what Poetry, PDM and pip say is locked in small projects, and the lock files that Poetry, PDM and pip-compile write.

    INDEX=https://… python record.py    # with poetry, pdm and pip-tools on the path

Poetry is given a simple index, which is not part of the record. Files and hashes are cut out of the locks.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

POETRY = """[tool.poetry]
name = "shop"
version = "0.1.0"
package-mode = false

[tool.poetry.dependencies]
python = ">=3.10,<4.0"
Flask = "^3.0"
"ruamel.yaml" = "*"
typing_extensions = ">=4"
httpx = {version = "^0.27", extras = ["http2"]}
colorama = {version = "*", markers = "sys_platform == 'win32'"}

[tool.poetry.group.dev.dependencies]
pytest = "^8"

[tool.poetry.group.docs]
optional = true

[tool.poetry.group.docs.dependencies]
PyYAML = "*"
"""
PROJECT = """[project]
name = "shop"
version = "0.1.0"
requires-python = ">=3.10"
dependencies = [
  "Flask~=3.0",
  "ruamel.yaml",
  "typing_extensions>=4",
  "httpx[http2]>=0.27",
  "colorama; sys_platform == 'win32'",
]

[project.optional-dependencies]
docs = ["PyYAML"]

[dependency-groups]
dev = ["pytest>=8"]
"""
TOOLS = """Flask~=3.0
ruamel.yaml
typing_extensions>=4
httpx[http2]>=0.27
colorama; sys_platform == 'win32'
"""
DEV = "-c requirements.txt\npytest>=8\nPyYAML\n"


def run(folder: Path, *command: str) -> str:
    done = subprocess.run(command, cwd=folder, env={**os.environ, "PDM_CHECK_UPDATE": "0"}, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"{' '.join(command)}: {done.stdout}{done.stderr}")
    return done.stdout


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def poetry(folder: Path) -> list[tuple[str, str]]:
    source = f'\n[[tool.poetry.source]]\nname = "index"\nurl = "{os.environ["INDEX"]}"\npriority = "primary"\n'
    (folder / "pyproject.toml").write_text(POETRY + source)
    run(folder, "poetry", "lock", "-n")
    lines = run(folder, "poetry", "show", "--all", "--no-ansi", "--no-truncate").splitlines()
    return [re.match(r"(\S+)\s+(?:\(!\)\s+)?(\S+)", line).groups() for line in lines]


def pdm(folder: Path) -> list[tuple[str, str]]:
    run(folder, "pdm", "lock", "-q", "-G", ":all")
    lines = run(folder, "pdm", "export", "--no-hashes", "-G", ":all").splitlines()
    return [found.groups() for line in lines if (found := re.match(r"([\w.-]+)(?:\[[^]]*\])?==([^;\s]+)", line))]


def compiled(folder: Path) -> list[tuple[str, str]]:
    for name in ("requirements", "requirements-dev"):
        run(folder, "pip-compile", "-q", "--strip-extras", "--no-emit-find-links", f"{name}.in")
    said = []
    for name in ("requirements", "requirements-dev"):
        # Pip leaves out what is for another platform.
        report = json.loads(run(folder, "pip", "install", "--dry-run", "--ignore-installed", "--no-deps", "-q", "--report", "-", "-r", f"{name}.txt"))
        said += [(it["metadata"]["name"], it["metadata"]["version"]) for it in report["install"]]
    return said


CASES = {
    "poetry": (poetry, {"pyproject.toml": POETRY}, "poetry.lock"),
    "pdm": (pdm, {"pyproject.toml": PROJECT + '\n[tool.pdm]\ndistribution = false\n'}, "pdm.lock"),
    "pip-compile": (compiled, {"requirements.in": TOOLS, "requirements-dev.in": DEV}, "requirements*.txt"),
}


def main() -> None:
    answers = {}
    for name, (ask, files, locks) in CASES.items():
        with tempfile.TemporaryDirectory() as place:
            folder = Path(place)
            for path, text in files.items():
                (folder / path).write_text(text)
            said: dict[str, list[str]] = {}
            for package, version in ask(folder):
                versions = said.setdefault(normal(package), [])
                versions += [version] if version not in versions else []
            written = {path.name: cut(path.read_text()) for path in sorted(folder.glob(locks))}
            answers[name] = {"files": files | written, "said": said}
    target = Path(__file__).parent / "ORACLE.json"
    target.write_text(json.dumps(answers, indent=1, sort_keys=True) + "\n")


def cut(text: str) -> str:
    text = re.sub(r"^(description|summary) = .*\n", "", text, flags=re.M)
    text = re.sub(r"^\[package.source\]\n(?:.+\n)*\n?", "", text, flags=re.M)
    return re.sub(r"^files = \[\n(?:.*\n)*?\]\n", "files = []\n", text, flags=re.M)


main()
