"""Compares the imports that `workspai inspect --code` finds with what the language's own tool finds, for a folder on this
machine: `public.py LANGUAGE FOLDER [--roots ROOT…] [--jars JAR…] [--below FOLDER]`. WORKSPAI names the binary."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
from pathlib import Path

from record import asked

ENDINGS = {"python": (".py",), "typescript": (".ts", ".tsx", ".mts", ".cts", ".js", ".jsx", ".mjs", ".cjs"), "go": (".go",), "java": (".java",), "kotlin": (".kt", ".java")}


def ours(language: str, folder: Path) -> tuple[set[tuple[str, str]], dict]:
    binary = os.environ.get("WORKSPAI", "workspai")
    text = subprocess.run([binary, "inspect", str(folder), "--code", "--json"], capture_output=True, text=True, check=True).stdout
    code, found = json.loads(text)["code"], set()
    for file in code["files"]:
        if not file["path"].endswith(ENDINGS[language]):
            continue
        for it in file["imports"]:
            source, to = file["path"], it["to"].get("file") or it["to"].get("folder")
            # The compiler gives an import of `./x.json` or `./x.css` no file of code.
            if to is None or (language != "go" and "file" not in it["to"]) or (language != "go" and not to.endswith(ENDINGS[language])):
                continue
            found.add((str(Path(source).parent), to or ".") if language == "go" else (source, to))
    return found, code["counts"]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("language")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--roots", nargs="*", default=[])
    parser.add_argument("--jars", nargs="*", default=[])
    parser.add_argument("--show", type=int, default=0)
    options = parser.parse_args()
    folder = options.folder.resolve()
    truth = {tuple(edge) for edge in asked(options.language, folder, *options.roots, *options.jars)}
    found, counts = ours(options.language, folder)
    if options.language == "python":
        # Only what lies below the packages that were asked for.
        known = {end for edge in truth for end in edge}
        tops = {str(Path(end).parts[0]) if len(Path(end).parts) == 1 else "/".join(Path(end).parts[:-1]) for end in known}
        found = {edge for edge in found if str(Path(edge[0]).parent) in tops}
    found = {edge for edge in found if edge[0] != edge[1]}
    is_code = lambda edge: options.language == "go" or edge[1].endswith(ENDINGS[options.language])
    truth = {edge for edge in truth if edge[0] != edge[1] and is_code(edge)}
    missed, wrong = sorted(truth - found), sorted(found - truth)
    print(json.dumps({"by the tool": len(truth), "found": len(truth & found), "missed": len(missed), "not in the tool's": len(wrong), "counts": counts}))
    for name, edges in (("missed", missed), ("extra", wrong)):
        for edge in edges[: options.show]:
            print(name, *edge)


if __name__ == "__main__":
    main()
