"""Records what Gradle itself says of each case's declared dependencies: `record.py`. Needs `gradle` (4.4 or newer). Nothing is
resolved, so no registry is asked. A case is a text with `//- /path` headers."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))
from texts import split  # noqa: E402

INIT = """
gradle.projectsEvaluated { built ->
    def found = []
    def top = built.rootProject.projectDir.toPath()
    built.rootProject.allprojects.each { project ->
        project.configurations.each { configuration ->
            configuration.dependencies.each { one ->
                if (one instanceof org.gradle.api.artifacts.ExternalDependency) {
                    def folder = top.relativize(project.projectDir.toPath()).toString()
                    found << [folder, configuration.name, "${one.group}:${one.name}".toString(), one.version]
                }
            }
        }
    }
    println 'FOUND ' + groovy.json.JsonOutput.toJson(found)
}
"""


def asked(folder: Path) -> list[list[str | None]]:
    init = folder / ".init.gradle"
    init.write_text(INIT)
    command = ["gradle", "--offline", "--no-daemon", "-q", "-I", str(init), "-p", str(folder), "help"]
    run = subprocess.run(command, capture_output=True, text=True)
    line = next((line for line in run.stdout.splitlines() if line.startswith("FOUND ")), None)
    if run.returncode or line is None:
        raise SystemExit(run.stdout + run.stderr)
    return sorted(json.loads(line.removeprefix("FOUND ")), key=str)


def main() -> None:
    recorded = {}
    for case in sorted((HERE / "cases").glob("*.txt")):
        with tempfile.TemporaryDirectory() as temporary:
            folder = Path(temporary).resolve()
            split(case.read_text(), folder)
            recorded[case.stem] = asked(folder)
    lines = [
        f'  "{case}": [\n' + ",\n".join(f"    {json.dumps(one)}" for one in found) + "\n  ]"
        for case, found in recorded.items()
    ]
    (HERE / "ORACLE.json").write_text("{\n" + ",\n".join(lines) + "\n}\n")


if __name__ == "__main__":
    main()
