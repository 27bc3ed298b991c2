"""Cases of one framework: `<case>.txt` files that hold small projects, each file after a line `//- /path`.

A recorder calls `record(folder, ask)`, where `ask(project_folder)` boots the project and returns what it serves as
`METHOD /path` lines. The answers go to `ORACLE.json` next to the cases, where the ordinary tests read them.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path


def files(text: str) -> dict[str, str]:
    parts = re.split(r"^//- (/\S+)\n", text, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def unpack(case: Path, folder: Path) -> None:
    for name, text in files(case.read_text()).items():
        target = folder / name.lstrip("/")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text)


def in_order(lines: Iterable[str]) -> list[str]:
    return sorted(set(lines), key=lambda line: tuple(reversed(line.split(" ", 1))))


def node(script: str) -> Callable[[Path], list[str]]:
    """Asks a Node script, run in the project's folder, which prints the lines as JSON at the end."""

    def ask(project: Path) -> list[str]:
        run = subprocess.run(["node", "-e", script], cwd=project, capture_output=True, text=True)
        if run.returncode:
            raise SystemExit(run.stderr)
        return json.loads(run.stdout.splitlines()[-1])

    return ask


def record(folder: Path, ask: Callable[[Path], Iterable[str]], within: Path | None = None) -> int:
    answers = {}
    for case in sorted(folder.glob("*.txt")):
        with tempfile.TemporaryDirectory(dir=within) as top:
            unpack(case, Path(top))
            answers[case.stem] = in_order(ask(Path(top)))
    text = json.dumps(answers, indent=2) + "\n"
    target = folder / "ORACLE.json"
    if "--check" in sys.argv[1:]:
        same = target.read_text() == text
        print("same" if same else f"{target} differs", file=sys.stderr)
        return 0 if same else 1
    target.write_text(text)
    return 0
