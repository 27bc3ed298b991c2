"""Prints which file imports which, as grimp sees it: `ask.py FOLDER [ROOT…]`. ROOT: folders that are on the path (`.`).
Every top-level package and module below them is asked for together."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import grimp


def tops(root: Path) -> list[str]:
    """Packages directly below a root, those without `__init__.py` too."""
    return sorted(
        entry.name
        for entry in root.iterdir()
        if entry.is_dir()
        and entry.name.isidentifier()
        and entry.name not in ("node_modules",)
        and not (entry / "pyvenv.cfg").exists()
        and any(entry.rglob("*.py"))
    )


def file_of(roots: list[Path], module: str) -> Path | None:
    inner = Path(*module.split("."))
    for root in roots:
        for path in (root / inner / "__init__.py", (root / inner).with_suffix(".py")):
            if path.exists():
                return path
    return None


def edges(folder: Path, roots: list[str]) -> list[list[str]]:
    found = set()
    for root in [folder / name for name in roots or ["."]]:
        sys.path.insert(0, str(root))
    paths = [folder / name for name in roots or ["."]]
    names = [name for path in paths for name in tops(path)]
    graph = grimp.build_graph(*dict.fromkeys(names), cache_dir=None)
    for module in graph.modules:
        for imported in graph.find_modules_directly_imported_by(module):
            ends = file_of(paths, module), file_of(paths, imported)
            if None not in ends:
                found.add(tuple(str(end.relative_to(folder)) for end in ends))
    return sorted(map(list, found))


if __name__ == "__main__":
    where = Path(sys.argv[1]).resolve()
    print(json.dumps(edges(where, sys.argv[2:])))
