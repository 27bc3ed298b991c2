"""Compares the references that `workspai inspect --code` is sure of with what a compiler says: `references.py go FOLDER [MODULE]`
(MODULE: the folder of a go.mod) or `references.py java FOLDER SOURCES… [--jars PATH] [--made SOURCES…]` (source folders of FOLDER
that are compiled together; jars of their class path, joined as the class path is; source folders that builds generate). EXAMPLES
says how many are shown of what differs, WORKSPAI names the binary.

Precision: of our references, how many the compiler leads to the same line. Recall: of the names that it leads to a function, method
or type of the folder, how many we have. A place that the compiler does not see at all, where a file does not compile, is counted
alone."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

HERE = Path(__file__).resolve().parent
WANTED = {"function", "method", "struct", "interface", "type", "alias", "class", "enum"}


def told(language: str, folder: Path, rest: list[str]) -> list[dict]:
    """What the compiler says of each name, with paths that start at `folder`."""
    if language == "go":
        module = folder / (rest[0] if rest else ".")
        command, start = ["go", "run", str(HERE / "go/references.go"), str(module)], module.relative_to(folder)
    else:
        command, start = ["java", str(HERE / "java/References.java"), str(folder), *rest], Path()
    lines = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout.splitlines()
    found = [json.loads(line) for line in lines]
    for it in found:
        for place in filter(None, (it["from"], it["to"])):
            place["file"] = (start / place["file"]).as_posix()
    return found


def main() -> None:
    language, folder = sys.argv[1], Path(sys.argv[2]).resolve()
    command = [os.environ.get("WORKSPAI", "workspai"), "inspect", str(folder), "--code", "--json"]
    code = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)["code"]
    kinds = {}
    for file in code["files"]:
        for symbol in file["symbols"]:
            kinds[file["path"], symbol["line"], symbol["name"].split(".")[-1]] = symbol["kind"]
    # A place may have several ends: an import of Java brings all methods of a name.
    places: dict[tuple, set] = {}
    for it in told(language, folder, sys.argv[3:]):
        start, end = it["from"], it["to"]
        ends = places.setdefault((start["file"], start["line"], start["column"]), set())
        ends.add((end["file"], end["line"], it["name"]) if end else ("", 0, it["name"]))
    asked = {place[0] for place in places} & {file["path"] for file in code["files"]}
    counts, wrong, missed = Counter(files=len(asked), ours=0, agreed=0, disagreed=0), [], []
    ours = {}
    for it in code["references"]:
        if it["from"]["file"] in asked:
            place = it["from"]["file"], it["from"]["line"], it["from"]["column"]
            ours[place] = it["to"]["file"], it["to"]["line"], it["to"]["symbol"]
    for place, known in sorted(ours.items()):
        ends = places.get(place, set())
        counts["ours"] += 1
        if known[:2] in {end[:2] for end in ends}:
            counts["agreed"] += 1
        elif not ends:
            counts["the compiler does not say"] += 1
        else:
            counts["disagreed"] += 1
            wrong.append((place, known, sorted(ends)))
    for place, ends in sorted(places.items()):
        kind = kinds.get(next(iter(ends))) if len(ends) == 1 else None
        if place[0] not in asked or kind is None:
            continue
        group = "" if kind in WANTED else " values"
        counts[("had" if place in ours else "missed") + group] += 1
        if place not in ours and not group:
            missed.append((place, next(iter(ends))))
    print(json.dumps(counts))
    shown = int(os.environ.get("EXAMPLES", "15"))
    # Evenly chosen: those of one file are much alike.
    for name, rows in (("disagreed", wrong), ("missed", missed)):
        for row in rows[:: max(1, len(rows) // shown)][:shown]:
            print(name, *row)


if __name__ == "__main__":
    main()
