"""Compares the references that `workspai inspect --code` is sure of with jedi: `references.py FOLDER ROOT [MOST]`. ROOT is on the
path; at most MOST files are asked about, evenly chosen. WORKSPAI names the binary.

Precision: of our references, how many jedi leads to the same line. Recall: of the names that jedi leads to a function, class or
method of another place in the folder, how many we have."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter, defaultdict
from pathlib import Path

import jedi


def main() -> None:
    folder, root = Path(sys.argv[1]).resolve(), Path(sys.argv[1]).resolve() / sys.argv[2]
    most = int(sys.argv[3]) if len(sys.argv) > 3 else 60
    binary = os.environ.get("WORKSPAI", "workspai")
    text = subprocess.run([binary, "inspect", str(folder), "--code", "--json"], capture_output=True, text=True, check=True).stdout
    code = json.loads(text)["code"]
    ours, kinds = defaultdict(dict), {}
    for it in code["references"]:
        ours[it["from"]["file"]][it["from"]["line"], it["from"]["column"]] = (it["to"]["file"], it["to"]["line"], it["to"]["symbol"])
    for file in code["files"]:
        for symbol in file["symbols"]:
            kinds[file["path"], symbol["line"], symbol["name"].split(".")[-1]] = symbol["kind"]
    files = [file["path"] for file in code["files"] if file["path"].endswith(".py") and (folder / file["path"]).is_relative_to(root)]
    files = files[:: max(1, len(files) // most)]
    project = jedi.Project(str(root), sys_path=[str(root)])
    counts, wrong, missed = Counter(), [], []
    for path in files:
        script = jedi.Script(path=str(folder / path), project=project)
        for name in script.get_names(all_scopes=True, definitions=True, references=True):
            place = (name.line, name.column + 1)
            known = ours[path].get(place)
            try:
                found = script.goto(name.line, name.column, follow_imports=True)
            except Exception:
                counts["jedi failed"] += 1
                continue
            ends = {
                (str(it.module_path.relative_to(folder)), it.line, it.name)
                for it in found
                if it.module_path and it.module_path.is_relative_to(folder) and it.line
            }
            ends = {end for end in ends if end[:2] != (path, name.line)}
            if known:
                counts["ours"] += 1
                if known[:2] in {end[:2] for end in ends}:
                    counts["agreed"] += 1
                elif not ends:
                    counts["jedi does not say"] += 1
                else:
                    counts["disagreed"] += 1
                    wrong.append((path, place, known, sorted(ends)))
            elif len(ends) == 1 and kinds.get(next(iter(ends))) in ("function", "class", "method", "property"):
                counts["missed"] += 1
                missed.append((path, place, sorted(ends)))
            if known and len(ends) == 1 and kinds.get(next(iter(ends))) in ("function", "class", "method", "property"):
                counts["had"] += 1
    print(json.dumps({"files": len(files), **counts}))
    for it in wrong[:15]:
        print("disagreed", *it)
    for it in missed[:15]:
        print("missed", *it)


if __name__ == "__main__":
    main()
