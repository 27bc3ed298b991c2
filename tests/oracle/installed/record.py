"""Records what package tools say is installed in small projects, and the traces they leave on disk.

    python tests/oracle/installed/record.py OUT    # needs pip, npm, pnpm, yarn (classic) and go on the path

Of what is installed only names and versions are kept: `METADATA` and `package.json` are cut down to their version.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

OWN = {"pyproject.toml": '[project]\nname = "Own_Pkg"\nversion = "0.9.1"\n[build-system]\nrequires = ["setuptools"]\nbuild-backend = "setuptools.build_meta"\n', "own_pkg/__init__.py": ""}

PYTHON = {
    "api/requirements.txt": "Typing.Extensions==4.12.2\nzope.interface\nsix<1.17\nown-pkg\nabsent-package\n",
    "api/app.py": "x = 1\n",
    **{f"own/{name}": text for name, text in OWN.items()},
}
NPM = {
    "package.json": json.dumps({"name": "root", "private": True, "workspaces": ["apps/*", "libs/*"]}),
    "apps/api/package.json": json.dumps({"name": "api", "version": "1.0.0", "main": "index.js", "dependencies": {"ms": "2.0.0", "@types/ms": "^0.7.0", "shared": "*", "aliased": "npm:ms@2.1.2"}, "optionalDependencies": {"fsevents": "2.3.3"}}),
    "apps/api/index.js": "\n",
    "apps/web/package.json": json.dumps({"name": "web", "version": "1.0.0", "main": "index.js", "dependencies": {"ms": "2.1.3"}}),
    "apps/web/index.js": "\n",
    "libs/shared/package.json": json.dumps({"name": "shared", "version": "3.2.1", "main": "index.js", "dependencies": {"ms": "2.1.3"}}),
    "libs/shared/index.js": "\n",
}
PNPM = {**NPM, "package.json": json.dumps({"name": "root", "private": True}), "pnpm-workspace.yaml": "packages:\n  - apps/*\n  - libs/*\n"}
PNPM["apps/api/package.json"] = NPM["apps/api/package.json"].replace('"shared": "*"', '"shared": "workspace:*"')
GO = {
    "go.mod": "module example.test/api\n\ngo 1.21\n\nrequire (\n\tgithub.com/pkg/errors v0.9.1\n\tgopkg.in/yaml.v3 v3.0.0\n)\n\nreplace gopkg.in/yaml.v3 => gopkg.in/yaml.v3 v3.0.1\n",
    "main.go": 'package main\n\nimport (\n\t"github.com/pkg/errors"\n\t"gopkg.in/yaml.v3"\n)\n\nfunc main() {\n\t_, _ = yaml.Marshal(errors.New("x"))\n}\n',
}


def run(folder: Path, *command: str) -> str:
    environment = {**os.environ, "npm_config_audit": "false", "npm_config_fund": "false", "CI": "1"}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)
    if done.returncode and command[:2] != ("npm", "ls"):
        sys.exit(f"{' '.join(command)}: {done.stdout}{done.stderr}")
    return done.stdout


def python(folder: Path) -> dict:
    run(folder, sys.executable, "-m", "venv", ".venv")
    pip = str(folder / ".venv/bin/python")
    run(folder, pip, "-m", "pip", "install", "-q", "-U", "setuptools>=70", "wheel", "Typing.Extensions==4.12.2", "zope.interface", "six<1.17")
    run(folder, pip, "-m", "pip", "install", "-q", "--no-build-isolation", "-e", "own")
    said = {normal(it["name"]): it["version"] for it in json.loads(run(folder, pip, "-m", "pip", "list", "--format", "json"))}
    wanted = [line for line in PYTHON["api/requirements.txt"].split()]
    names = [re.split("[=<]", line)[0] for line in wanted]
    return {"api": {name: said.get(normal(name)) for name in names}}


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def node(folder: Path, list_command: list[str]) -> dict:
    answers = {}
    for manifest in ["apps/api", "apps/web", "libs/shared"]:
        package = json.loads((folder / manifest / "package.json").read_text())
        names = [*package["dependencies"], *package.get("optionalDependencies", {})]
        script = "const n=process.argv[1];try{const p=require.resolve(n+'/package.json');console.log(JSON.parse(require('fs').readFileSync(p)).version)}catch{console.log('')}"
        answers[manifest] = {name: run(folder / manifest, "node", "-e", script, name).strip() or None for name in names}
        said = json.loads(run(folder / manifest, *list_command))
        said = said[0] if isinstance(said, list) else said
        tables = said.get("dependencies", {})
        if manifest in said.get("dependencies", {}).get(package["name"], {}).get("resolved", ""):
            tables = said["dependencies"][package["name"]].get("dependencies", {})
        for name, it in tables.items():
            version = it.get("version", "")
            if answers[manifest].get(name) and version[:1].isdigit() and version != answers[manifest][name]:
                sys.exit(f"{manifest}: node loads {name} {answers[manifest][name]}, the tool says {version}")
    return answers


def npm(folder: Path) -> dict:
    run(folder, "npm", "install", "--ignore-scripts")
    return node(folder, ["npm", "ls", "--json"])


def pnpm(folder: Path) -> dict:
    run(folder, "pnpm", "install", "--ignore-scripts")
    return node(folder, ["pnpm", "ls", "--json"])


def yarn(folder: Path) -> dict:
    run(folder, "yarn", "install", "--ignore-scripts", "--ignore-platform")
    return node(folder, ["node", "-p", "'{}'"])


def go(folder: Path) -> dict:
    run(folder, "go", "mod", "tidy")
    run(folder, "go", "mod", "vendor")
    said = {}
    for line in run(folder, "go", "list", "-mod=mod", "-m", "-f", "{{.Path}} {{if .Replace}}{{.Replace.Version}}{{else}}{{.Version}}{{end}}", "all").splitlines():
        name, _, version = line.partition(" ")
        said[name] = version
    return {"": {name: said[name] for name in ["github.com/pkg/errors", "gopkg.in/yaml.v3"]}}


def traces(folder: Path) -> tuple[dict, dict]:
    files, links = {}, {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        parts = name.split("/")
        if path.is_symlink():
            target = os.readlink(path)
            if not os.path.isabs(target) and not {".bin", "bin"} & set(parts):
                links[name] = target
        elif not path.is_file():
            continue
        elif path.name == "package.json" and "node_modules" in parts:
            package = json.loads(path.read_text())
            if "version" in package:
                files[name] = json.dumps({"version": package["version"]})
        elif path.name == "METADATA" and parts[-3] == "site-packages":
            files[name] = next(line for line in path.read_text().splitlines() if line.startswith("Version:")) + "\n"
        elif path.name == "pyvenv.cfg":
            files[name] = "".join(line + "\n" for line in path.read_text().splitlines() if line.startswith("version"))
        elif name == "vendor/modules.txt" or name in ("go.mod", "main.go"):
            files[name] = path.read_text()
        elif not {"node_modules", ".venv", "vendor", "own_pkg.egg-info", "build"} & set(parts) and path.suffix in (".json", ".toml", ".txt", ".py", ".js", ".yaml") and "lock" not in name:
            files[name] = path.read_text()
    return files, links


def main() -> None:
    cases = {"pip": (PYTHON, python), "npm": (NPM, npm), "pnpm": (PNPM, pnpm), "yarn": (NPM, yarn), "go": (GO, go)}
    recorded = {}
    for name, (written, ask) in cases.items():
        with tempfile.TemporaryDirectory() as place:
            folder = Path(place).resolve()
            for path, text in written.items():
                (folder / path).parent.mkdir(parents=True, exist_ok=True)
                (folder / path).write_text(text)
            said = ask(folder)
            files, links = traces(folder)
            recorded[name] = {"files": files, "links": links, "said": said}
    Path(sys.argv[1]).write_text(json.dumps(recorded, indent=1, sort_keys=True) + "\n")


main()
