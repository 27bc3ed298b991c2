"""Prints which file uses classes of which, as `jdeps -verbose:class` sees it in what `javac` makes: `ask.py FOLDER [JAR…]`.
Each Maven module is compiled with the classes of the others at hand."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

PACKAGE = re.compile(r"^\s*package\s+([\w.]+)\s*;", re.M)
TYPE = re.compile(r"^(?:[\w@()\s]*\s)?(?:class|interface|enum|record|@interface)\s+(\w+)", re.M)


def sources(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*.java") if "target" not in path.parts and "build" not in path.parts)


def units(files: list[Path]) -> dict[Path, list[Path]]:
    """Files by the source folder that they lie in: those are compiled together."""
    found: dict[Path, list[Path]] = {}
    for file in files:
        package = PACKAGE.search(file.read_text())
        depth = len(package.group(1).split(".")) if package else 0
        found.setdefault(file.parents[depth], []).append(file)
    return found


def edges(folder: Path, jars: list[str]) -> list[list[str]]:
    found = set()
    by_unit = units(sources(folder))
    with tempfile.TemporaryDirectory() as temporary:
        out = {unit: Path(temporary) / str(number) for number, unit in enumerate(by_unit)}
        # Twice: what the first round could not find in other modules is there in the second.
        for _ in range(2):
            for unit, files in by_unit.items():
                path = ":".join([*map(str, out.values()), *jars])
                command = ["javac", *([] if jars else ["-proc:none"]), "-nowarn", "-parameters", "-d", str(out[unit]), "-cp", path, *map(str, files)]
                done = subprocess.run(command, capture_output=True, text=True)
                if done.returncode:
                    print(done.stderr[-2000:], file=sys.stderr)
        for unit, files in by_unit.items():
            own = {}
            for near in [unit, *[other for other in by_unit if other != unit]]:
                for file in by_unit[near]:
                    text = file.read_text()
                    package = PACKAGE.search(text)
                    for name in {file.stem, *TYPE.findall(text)}:
                        own.setdefault(f"{package.group(1)}.{name}" if package else name, file)
            command = ["jdeps", "-verbose:class", "-filter:none", "-cp", ":".join(map(str, out.values())), str(out[unit])]
            lines = subprocess.run(command, capture_output=True, text=True).stdout.splitlines()
            for line in lines:
                match = re.match(r"^\s+(\S+)\s+->\s+(\S+)", line)
                source, target = (own.get(name.split("$")[0]) for name in match.groups()) if match else (None, None)
                if source and target and target != source:
                    found.add((str(source.relative_to(folder)), str(target.relative_to(folder))))
    return sorted(map(list, found))


if __name__ == "__main__":
    print(json.dumps(edges(Path(sys.argv[1]).resolve(), sys.argv[2:])))
