"""Compares the records of installed modules with the files that they describe.

    python tests/workspaces/oracle/module_records.py tests/workspaces/saas-healthy [--write]

Exits with 1 when something disagrees. `--write` renews the hashes in `file-hashes.json`; everything else is mended by hand.
"""

from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path


def vendor_name(slug: str) -> str:
    """`free/auth/core` is vendored as `auth_core`, `free/database/db_postgres` as `db_postgres`."""
    *_, group, last = slug.split("/")
    return f"{group}_core" if last == "core" else last


def check_project(project: Path, write: bool) -> list[str]:
    wrong: list[str] = []
    records = project / ".rapidkit"
    registries = [path for path in (project / "registry.json", records / "registry.json") if path.is_file()]
    if len(registries) != 1:
        return [f"{project.name}: {len(registries)} registries"]
    installed = {
        vendor_name(module["slug"]): module
        for module in json.loads(registries[0].read_text())["installed_modules"]
    }

    for name, module in installed.items():
        versions = sorted(path.name for path in (records / "vendor" / name).glob("*"))
        if versions != [module["version"]]:
            wrong.append(f"{project.name}: {name} {module['version']} is registered, vendored: {versions or 'nothing'}")

    path = records / "file-hashes.json"
    hashes = json.loads(path.read_text())
    for relative, entry in hashes["files"].items():
        module = installed.get(entry["module"])
        if module is None or module["version"] != entry["version"]:
            wrong.append(f"{project.name}: {relative} belongs to {entry['module']} {entry['version']}, not registered")
        digest = hashlib.sha256((project / relative).read_bytes()).hexdigest()
        if digest != entry["hash"] and write:
            entry["hash"] = digest
        elif digest != entry["hash"]:
            wrong.append(f"{project.name}: {relative} is not what was installed")
    if write:
        path.write_text(json.dumps(hashes, indent=2) + "\n")

    snippets = json.loads((records / "snippet_registry.json").read_text())["snippets"]
    for key, snippet in snippets.items():
        text = (project / snippet["file"]).read_text()
        if snippet["anchor"] not in text:
            wrong.append(f"{project.name}: {key}: no {snippet['anchor']} in {snippet['file']}")
        start = snippet["anchor"].replace(">>>", f":{vendor_name(snippet['module_slug'])}:start>>>")
        if snippet["status"] == "applied" and start not in text:
            wrong.append(f"{project.name}: {key} counts as applied, but {snippet['file']} does not hold it")
    return wrong


def main() -> int:
    workspace = Path(sys.argv[1])
    projects = sorted(path.parents[1] for path in workspace.glob("*/.rapidkit/project.json"))
    wrong = [line for project in projects for line in check_project(project, "--write" in sys.argv)]
    print("\n".join(wrong) or f"{len(projects)} projects agree with their records")
    return 1 if wrong or not projects else 0


if __name__ == "__main__":
    sys.exit(main())
