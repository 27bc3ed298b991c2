"""Prints which file uses classes of which, as `jdeps -verbose:class` sees it in what Kotlin's compiler and `javac` make of all
files together: `ask.py FOLDER [JAR…]`. KOTLIN is a class path with kotlin-compiler and what it needs, kotlin-stdlib first."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

PACKAGE = re.compile(r"^\s*package\s+([\w.]+)", re.M)


def sources(folder: Path) -> list[Path]:
    files = [path for ending in ("kt", "java") for path in folder.rglob(f"*.{ending}")]
    return sorted(path for path in files if not {"target", "build"} & set(path.parts))


def compiled(files: list[Path], out: Path, jars: list[str]) -> None:
    kotlin = os.environ["KOTLIN"]
    path = ":".join([kotlin.split(":")[0], *jars])
    compiler = ["java", "-Xmx1g", "-cp", kotlin, "org.jetbrains.kotlin.cli.jvm.K2JVMCompiler"]
    options = ["-no-stdlib", "-no-reflect", "-nowarn", "-jvm-target", "17", "-cp", path, "-d", str(out)]
    java = [str(file) for file in files if file.suffix == ".java"]
    done = [subprocess.run([*compiler, *options, *map(str, files)], capture_output=True, text=True)]
    if java:
        command = ["javac", "-proc:none", "-nowarn", "-d", str(out), "-cp", f"{out}:{path}", *java]
        done.append(subprocess.run(command, capture_output=True, text=True))
    for run in done:
        if run.returncode:
            print(run.stderr[-3000:], file=sys.stderr)


def edges(folder: Path, jars: list[str]) -> list[list[str]]:
    files = sources(folder)
    by_place = {}
    for file in files:
        package = PACKAGE.search(file.read_text())
        by_place[package.group(1) if package else "", file.name] = file
    found = set()
    with tempfile.TemporaryDirectory() as temporary:
        out = Path(temporary)
        compiled(files, out, jars)
        classes = [str(path.relative_to(out))[:-6].replace("/", ".") for path in sorted(out.rglob("*.class"))]
        own = {}
        # Every class file tells the name of its source.
        for start in range(0, len(classes), 400):
            part = classes[start : start + 400]
            shown = subprocess.run(["javap", "-p", "-cp", str(out), *part], capture_output=True, text=True).stdout
            names = re.findall(r'^Compiled from "(.+)"$', shown, re.M)
            if len(names) != len(part):
                raise SystemExit("a class without the name of its source")
            for name, source in zip(part, names, strict=True):
                own[name] = by_place.get((name.rpartition(".")[0], source))
        command = ["jdeps", "-verbose:class", "-filter:none", "--multi-release", "base", "-cp", ":".join([str(out), *jars]), str(out)]
        for line in subprocess.run(command, capture_output=True, text=True).stdout.splitlines():
            match = re.match(r"^\s+(\S+)\s+->\s+(\S+)", line)
            source, target = (own.get(name) for name in match.groups()) if match else (None, None)
            if source and target and target != source:
                found.add((str(source.relative_to(folder)), str(target.relative_to(folder))))
    return sorted(map(list, found))


if __name__ == "__main__":
    print(json.dumps(edges(Path(sys.argv[1]).resolve(), sys.argv[2:])))
