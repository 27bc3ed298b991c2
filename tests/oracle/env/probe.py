"""Records which env keys the small programs of a language take: `probe.py go`, `probe.py node`, `probe.py python`.

Each case is a program that prints what it got as JSON, and fails when it cannot do without something. It is run again and
again with its real libraries: their look-ups in the environment are noted, and a key counts when a value that is set there
arrives in what is printed, or when the program fails without it. What is printed where nobody sets the key is its default.

What a case prints of no value (null, "", 0, false, []) is no default here."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
VALUES = ["7", "seven", "true", "false", "7s", "http://seven.example:7/p", "seven@seven.example", "k:7", "7,8", "k=7", '{"k":7}', "[7]"]

CAARLOS0 = "github.com/caarlos0/env/v11"
NOTHING = (None, "", 0, False, [])

MODULES = [
    f"{CAARLOS0}@v11.4.2",
    "github.com/ilyakaznacheev/cleanenv@v1.5.0",
    "github.com/kelseyhightower/envconfig@v1.4.0",
    "github.com/sethvargo/go-envconfig@v1.4.3",
    "github.com/spf13/viper@v1.21.0",
]
TRACE_GO = """
	if at, ok := env["ORACLE_FD"]; ok {
		fd := 0
		for _, digit := range envs[at][len("ORACLE_FD="):] {
			fd = fd*10 + int(digit-'0')
		}
		Write(fd, []byte(key+"\\n"))
	}
"""


def split(text: str, folder: Path) -> list[str]:
    """Writes the files of a text in which each follows a line `//- /path`; what stands before them are further values."""
    head, *parts = re.split(r"^//- /", text, flags=re.M)
    for part in parts:
        path, _, body = part.partition("\n")
        target = folder / path.strip()
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(body)
    return head.split()


def added(source: Path, target: Path, behind: str, more: str) -> None:
    text = source.read_text()
    assert text.count(behind) == 1, source
    target.chmod(0o644) if target.exists() else None
    target.write_text(text.replace(behind, behind + more))


class Go:
    """The standard library and caarlos0/env (which asks a copy of the environment) are built with one line more each."""

    def __init__(self, folder: Path):
        self.folder = folder
        (folder / "go.mod").write_text("module oracle\n\ngo 1.24\n")
        subprocess.run(["go", "get", *MODULES], cwd=folder, check=True, capture_output=True)
        asked = subprocess.run(["go", "list", "-m", "-f", "{{.Dir}}", CAARLOS0], cwd=folder, check=True, capture_output=True, text=True)
        copy = folder / "_caarlos0"
        shutil.copytree(asked.stdout.strip(), copy, copy_function=shutil.copyfile)
        added(copy / "env.go", copy / "env.go", "\tvar exists, isDefault bool\n", 'if fieldParams.OwnKey != "" {\nos.Getenv(fieldParams.Key)\n}\n')
        subprocess.run(["go", "mod", "edit", "-replace", f"{CAARLOS0}={copy}"], cwd=folder, check=True)
        root = subprocess.run(["go", "env", "GOROOT"], check=True, capture_output=True, text=True)
        original = Path(root.stdout.strip()) / "src/syscall/env_unix.go"
        added(original, folder / "_env_unix.go", "func Getenv(key string) (value string, found bool) {\n\tcopyenv()\n", TRACE_GO)
        (folder / "_overlay.json").write_text(json.dumps({"Replace": {str(original): str(folder / "_env_unix.go")}}))

    def command(self, project: Path) -> list[str]:
        for name in ("go.mod", "go.sum"):
            (project / name).write_text((self.folder / name).read_text())
        (project / "show_test_values.go").write_text((HERE / "go" / "show.go").read_text())
        subprocess.run(["go", "build", "-mod=mod", f"-overlay={self.folder}/_overlay.json", "-o", "_program", "."], cwd=project, check=True)
        return [str(project / "_program")]


class Node:
    def __init__(self, folder: Path):
        del folder

    def command(self, project: Path) -> list[str]:
        return ["node", "--require", str(HERE / "node" / "trace.cjs"), str(project / "main.cjs")]


class Python:
    def __init__(self, folder: Path):
        del folder

    def command(self, project: Path) -> list[str]:
        return [sys.executable, str(HERE / "python" / "trace.py"), str(project)]


def flat(value, path=""):
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from flat(inner, f"{path}.{key}")
    else:
        yield path, value


def shown(value) -> str:
    return value if isinstance(value, str) else json.dumps(value)


class Program:
    def __init__(self, command: list[str], project: Path):
        self.command, self.project, self.asked = command, project, {}

    def run(self, env: dict[str, str]):
        """Whether it failed, with what; what it printed, flat."""
        with tempfile.TemporaryFile() as trace:
            given = {"PATH": os.environ["PATH"], "HOME": str(self.project), "ORACLE_FD": str(trace.fileno()), **env}
            ran = subprocess.run(self.command, cwd=self.project, env=given, pass_fds=(trace.fileno(),), capture_output=True, text=True)
            trace.seek(0)
            for key in trace.read().decode().splitlines():
                self.asked.setdefault(key)
        lines = ran.stdout.splitlines()
        got = dict(flat(json.loads(lines[-1]))) if ran.returncode == 0 else {}
        return ran.returncode != 0, ran.stderr + (ran.stdout if ran.returncode else ""), got


def record(program: Program, values: list[str]) -> list[str]:
    values = values + VALUES
    given: dict[str, str] = {}
    required: set[str] = set()
    failed, said, got = program.run(given)
    while failed:
        mends = {}
        is_named = any(key in said for key in program.asked)
        for key in [key for key in program.asked if key not in given]:
            for value in values:
                still, says, _ = program.run(given | {key: value})
                # It no longer complains of the key; or, where it does not say which key it misses, of something else.
                is_less = says.count(key) < said.count(key)
                is_next = not is_named and says != said and key not in says and value not in says
                if not still or is_less or is_next:
                    mends[key] = value
                    break
        if not mends:
            raise SystemExit(f"{program.project}: {given}: {said}")
        required |= mends.keys()
        # Several of them may be names of one and the same setting.
        key = next(iter(mends))
        given[key] = mends[key]
        failed, said, got = program.run(given)
    out = {key: f"{key} required" for key in required}
    for key in [key for key in program.asked if key not in required]:
        for value in values:
            fails, _, now = program.run(given | {key: value})
            changed = [path for path in now.keys() | got.keys() if now.get(path) != got.get(path)]
            # What only takes away a value that others set does not arrive.
            is_there = any(now.get(path) not in NOTHING or (value == "false" and got[path] in ("true", True)) for path in changed)
            if not fails and changed and is_there:
                default = [got[path] for path in sorted(changed) if got.get(path) not in NOTHING]
                out[key] = f"{key}={shown(default[0])}" if default else key
                break
    return [out[key] for key in sorted(out)]


def main() -> None:
    language = sys.argv[1]
    folder = HERE / language
    with tempfile.TemporaryDirectory() as room:
        ask = {"go": Go, "node": Node, "python": Python}[language](Path(room))
        answers = {}
        for case in sorted(folder.glob("*.txt")):
            with tempfile.TemporaryDirectory(dir=os.environ.get("PROJECTS")) as project:
                values = split(case.read_text(), Path(project))
                answers[case.stem] = record(Program(ask.command(Path(project)), Path(project)), values)
    (folder / "ORACLE.json").write_text(json.dumps(answers, indent=1, sort_keys=True) + "\n")


main()
