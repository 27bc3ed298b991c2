"""Prints which package imports which, as `go list` sees it: `ask.py FOLDER`. Packages are folders; test files count for the
package in whose folder they lie. Modules that `go.work` joins are asked for together."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path


def listed(folder: Path, *patterns: str) -> list[dict]:
    environment = {**os.environ, "GOFLAGS": "", "GOPROXY": os.environ.get("GOPROXY", "off")}
    command = ["go", "list", "-e", "-deps", "-test", "-json=ImportPath,Dir,Imports,ImportMap,TestImports,XTestImports,ForTest", *patterns]
    run = subprocess.run(command, cwd=folder, capture_output=True, text=True, env=environment)
    decoder, text, found = json.JSONDecoder(), run.stdout.strip(), []
    while text:
        package, end = decoder.raw_decode(text)
        found.append(package)
        text = text[end:].lstrip()
    return found


def edges(folder: Path) -> list[list[str]]:
    found = set()
    for manifest in sorted(folder.rglob("go.mod")):
        packages = [it for it in listed(manifest.parent, "./...") if it.get("Dir")]
        plain = {it["ImportPath"]: Path(it["Dir"]) for it in packages if not it.get("ForTest")}
        for package in packages:
            own = Path(package["Dir"])
            if package.get("ForTest") or not own.is_relative_to(folder) or package["ImportPath"].endswith(".test"):
                continue
            names = [name for key in ("Imports", "TestImports", "XTestImports") for name in package.get(key) or []]
            for name in names:
                to = plain.get((package.get("ImportMap") or {}).get(name, name))
                if to and to.is_relative_to(folder):
                    found.add((str(own.relative_to(folder)), str(to.relative_to(folder))))
    return sorted(map(list, found))


if __name__ == "__main__":
    print(json.dumps(edges(Path(sys.argv[1]).resolve())))
