"""Records what the tools say of each case: `record.py [LANGUAGE…]`. Needs grimp, node with typescript (TYPESCRIPT names a file
beside its node_modules), go, a JDK, and for Kotlin a class path (KOTLIN, see `kotlin/ask.py`). A case is a text with `//- /path`
headers; a file `roots.txt` in it lists what `python/ask.py` is given."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
ASK = {
    "python": [sys.executable, "ask.py"],
    "typescript": ["node", "ask.mjs"],
    "go": [sys.executable, "ask.py"],
    "java": [sys.executable, "ask.py"],
    "kotlin": [sys.executable, "ask.py"],
}


def written(case: Path, folder: Path) -> None:
    path, lines = None, []
    for line in [*case.read_text().splitlines(keepends=True), "//- /end\n"]:
        if line.startswith("//- /"):
            if path:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text("".join(lines))
            path, lines = folder / line[5:].strip(), []
        else:
            lines.append(line)


def asked(language: str, folder: Path, *more: str) -> list[list[str]]:
    program, script = ASK[language]
    run = subprocess.run([program, str(HERE / language / script), str(folder), *more], capture_output=True, text=True)
    if run.returncode:
        raise SystemExit(run.stderr)
    return json.loads(run.stdout)


def main(languages: list[str]) -> None:
    for language in languages or list(ASK):
        found = {}
        for case in sorted((HERE / language).glob("*.txt")):
            with tempfile.TemporaryDirectory() as temporary:
                folder = Path(temporary).resolve()
                written(case, folder)
                if language == "typescript" and (folder / "package.json").exists():
                    # Links the packages of the workspace; nothing else is declared.
                    subprocess.run(["npm", "install", "--offline", "--ignore-scripts", "--silent"], cwd=folder, check=True)
                roots = folder / "roots.txt"
                more = roots.read_text().split() if roots.exists() else []
                found[case.stem] = asked(language, folder, *more)
        out = "{\n" + ",\n".join(
            f'  "{case}": [\n' + ",\n".join(f"    {json.dumps(edge)}" for edge in edges) + "\n  ]"
            for case, edges in found.items()
        ) + "\n}\n"
        (HERE / language / "ORACLE.json").write_text(out)


if __name__ == "__main__":
    main(sys.argv[1:])
