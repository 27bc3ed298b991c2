#!/usr/bin/env python3
"""Runs pytest-lsp, a language client that we did not write, against the real binary.

Installs what is pinned in requirements.txt into the user's cache folder, once, and builds the binary.
Exits with pytest's code. Arguments are passed on to pytest.
"""

import hashlib
import json
import os
import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
REQUIREMENTS = HERE / "requirements.txt"


def cache() -> pathlib.Path:
    base = os.environ.get("XDG_CACHE_HOME") or pathlib.Path.home() / ".cache"
    return pathlib.Path(base) / "workspai"


def python() -> pathlib.Path:
    """The interpreter of an environment with exactly the pinned packages."""
    stamp = hashlib.sha256(REQUIREMENTS.read_bytes() + sys.version.encode()).hexdigest()
    folder = cache() / "foreign-lsp"
    interpreter = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    done = folder / "installed"
    if not done.is_file() or done.read_text() != stamp:
        print(f"installing {REQUIREMENTS.name} into {folder}", flush=True)
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(folder)], check=True)
        pip = [str(interpreter), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*pip, "--requirement", str(REQUIREMENTS)], check=True)
        done.write_text(stamp)
    return interpreter


def binary() -> str:
    """Builds the server and asks cargo where it is."""
    command = ["cargo", "build", "--package", "workspai", "--message-format", "json-render-diagnostics"]
    built = subprocess.run(command, cwd=HERE, check=True, stdout=subprocess.PIPE, text=True)
    messages = [json.loads(line) for line in built.stdout.splitlines() if line.startswith("{")]
    return next(message["executable"] for message in reversed(messages) if message.get("executable"))


def main() -> int:
    environment = {**os.environ, "WORKSPAI_BINARY": binary()}
    command = [str(python()), "-m", "pytest", "--rootdir", str(HERE), "-c", str(HERE / "pytest.ini"), str(HERE)]
    return subprocess.run([*command, *sys.argv[1:]], env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
