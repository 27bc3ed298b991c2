"""Records which env keys the small programs of a language take: `probe.py go`, `probe.py node`, `probe.py python`, and
`probe.py spring` (Maven, Java 17); with names of cases behind it only those.

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

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from texts import split  # noqa: E402

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

    def program(self, project: Path) -> Program:
        for name in ("go.mod", "go.sum"):
            (project / name).write_text((self.folder / name).read_text())
        (project / "show_test_values.go").write_text((HERE / "go" / "show.go").read_text())
        subprocess.run(["go", "build", "-mod=mod", f"-overlay={self.folder}/_overlay.json", "-o", "_program", "."], cwd=project, check=True)
        return Program([str(project / "_program")], project)


class Node:
    """With esbuild and the libraries in the folder NODE_PACKAGES."""

    def __init__(self, folder: Path):
        del folder
        self.packages = Path(os.environ["NODE_PACKAGES"])

    def program(self, project: Path) -> Program:
        (project / "node_modules").symlink_to(self.packages / "node_modules")
        (project / "tsconfig.json").write_text('{"compilerOptions": {"experimentalDecorators": true}}')
        built = ["--bundle", "--platform=node", "--packages=external", "--outfile=main.cjs", "--log-level=error"]
        subprocess.run([self.packages / "node_modules/.bin/esbuild", "main.ts", *built], cwd=project, check=True)
        program = NodeServer(["node", str(HERE / "node" / "trace.cjs")], project)
        # Not every library asks for a key by its name: what is written like one may be one.
        words = (word for file in project.glob("*.ts") for word in re.findall(r"\b[A-Z][A-Z0-9_]+\b", file.read_text()))
        program.asked.update(dict.fromkeys(words))
        return program


class Python:
    """With the Python that has the libraries."""

    def __init__(self, folder: Path):
        del folder

    def program(self, project: Path) -> Program:
        return PythonServer([sys.executable, str(HERE / "python" / "trace.py")], project)


POM = """<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>
<parent><groupId>org.springframework.boot</groupId><artifactId>spring-boot-starter-parent</artifactId>
<version>3.5.6</version><relativePath/></parent>
<groupId>shop</groupId><artifactId>shop</artifactId><version>1</version><properties><java.version>17</java.version></properties>
<dependencies><dependency><groupId>org.springframework.boot</groupId><artifactId>spring-boot-starter</artifactId></dependency>
<dependency><groupId>org.springframework.boot</groupId><artifactId>spring-boot-starter-validation</artifactId></dependency>
<dependency><groupId>org.jetbrains.kotlin</groupId><artifactId>kotlin-stdlib</artifactId></dependency>
<dependency><groupId>org.jetbrains.kotlin</groupId><artifactId>kotlin-reflect</artifactId></dependency></dependencies>
<build>%s</build></project>
"""
KOTLIN = """<sourceDirectory>src/main/kotlin</sourceDirectory><plugins><plugin>
<groupId>org.jetbrains.kotlin</groupId><artifactId>kotlin-maven-plugin</artifactId>
<configuration><args><arg>-Xjsr305=strict</arg></args><compilerPlugins><plugin>spring</plugin></compilerPlugins></configuration>
<executions><execution><id>compile</id><phase>compile</phase><goals><goal>compile</goal></goals></execution></executions>
<dependencies><dependency><groupId>org.jetbrains.kotlin</groupId><artifactId>kotlin-maven-allopen</artifactId>
<version>${kotlin.version}</version></dependency></dependencies></plugin></plugins>"""


class Spring:
    def __init__(self, folder: Path):
        self.folder = folder

    def program(self, project: Path) -> SpringServer:
        is_kotlin = (project / "src/main/kotlin").exists()
        (project / "pom.xml").write_text(POM % (KOTLIN if is_kotlin else ""))
        goals = ["compile", "dependency:build-classpath", "-Dmdep.outputFile=target/path"]
        subprocess.run(["mvn", "-B", "-q", *goals], cwd=project, check=True)
        path = f"{project}/target/classes:{(project / 'target/path').read_text().strip()}"
        subprocess.run(["javac", "-d", self.folder, "-cp", path, HERE / "spring/Probe.java"], check=True)
        return SpringServer(["java", "-cp", f"{self.folder}:{path}", "Probe", "shop.Shop"], project)


def flat(value, path=""):
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from flat(inner, f"{path}.{key}")
    else:
        yield path, value


def shown(value) -> str:
    return value if isinstance(value, str) else json.dumps(value)


class Program:
    values = VALUES
    # What it says of a value that it cannot take, beside the value itself.
    wrong = re.compile("$^")

    def __init__(self, command: list[str], project: Path):
        self.command, self.project, self.asked = command, project, {}

    def run(self, env: dict[str, str]):
        """Whether it failed, with what; what it printed, flat."""
        with tempfile.TemporaryFile() as trace:
            base = {"PATH": os.environ["PATH"], "HOME": str(self.project), "ORACLE_FD": str(trace.fileno())}
            ran = subprocess.run(self.command, cwd=self.project, env=base | env, pass_fds=(trace.fileno(),), capture_output=True, text=True)
            trace.seek(0)
            for key in trace.read().decode().splitlines():
                self.asked.setdefault(key)
        lines = ran.stdout.splitlines()
        got = dict(flat(json.loads(lines[-1]))) if ran.returncode == 0 else {}
        return ran.returncode != 0, ran.stderr + (ran.stdout if ran.returncode else ""), got


class Server(Program):
    """A program that runs as often as it is asked to, each time with another environment."""

    def __init__(self, command: list[str], project: Path):
        super().__init__(command, project)
        self.running = subprocess.Popen(command, cwd=project, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)

    def run(self, env: dict[str, str]):
        self.running.stdin.write("".join(f"{key}={value}\n" for key, value in env.items()) + "\n")
        self.running.stdin.flush()
        line = next(line for line in self.running.stdout if line.startswith("["))
        said, got, asked = json.loads(line)
        self.asked.update(dict.fromkeys(key for name in asked if (key := self.key(name))))
        return bool(said), said, dict(flat(got))

    def key(self, name: str) -> str | None:
        return name


class NodeServer(Server):
    def key(self, name: str) -> str | None:
        return name if re.fullmatch(r"\w+", name) and not name.startswith(("NODE_", "NEST_DEBUG")) else None


class PythonServer(Server):
    def key(self, name: str) -> str | None:
        """Dynaconf asks for some hundred settings of its own."""
        return None if "DYNACONF" in name else name


class SpringServer(Server):
    values = ["7", "seven", "true", "false", "7s"]
    wrong = re.compile("convert|No setter")

    def key(self, name: str) -> str | None:
        """The key of a setting. Elements of lists and maps are not asked for one by one."""
        if name.lower().startswith(("spring", "logging.", "debug", "trace")) or re.search(r"[\[:]", name):
            return None
        return name if name.isupper() else name.replace("-", "").replace(".", "_").upper()


def is_said_less(key: str, says: str, said: str) -> bool:
    """Whether a complaint no longer speaks of a key, or of the setting that it sets (`token` of `API_TOKEN`)."""
    def count(part: str, text: str) -> int:
        return re.sub(r"[^a-z0-9]", "", text.lower()).count(part.lower())

    return any(count(part, says) < count(part, said) for part in key.split("_")[-2:])


def record(program: Program, values: list[str]) -> list[str]:
    values = values + program.values
    given = dict(word.split("=", 1) for word in values if re.match(r"[A-Z_]+=", word))
    values = [word for word in values if word not in {f"{key}={value}" for key, value in given.items()}]
    required: set[str] = set()
    mended: dict[str, str] = {}
    failed, said, got = program.run(given)
    while failed:
        mends = {}
        for key in [key for key in program.asked if key not in given]:
            for value in values:
                still, says, _ = program.run(given | {key: value})
                is_wrong = any(f"{quote}{value}" in says.replace("\\", "") for quote in "'[\"") or program.wrong.search(says)
                if not still or (not is_wrong and is_said_less(key, says, said)):
                    mends[key] = value
                    break
        if not mends:
            raise SystemExit(f"{program.project}: {given}: {said}")
        required |= mends.keys()
        mended |= mends
        # Several of them may be names of one and the same setting.
        key = next(iter(mends))
        given[key] = mends[key]
        failed, said, got = program.run(given)
    out = {}
    for key in required:
        # One that others can stand in for is one of several.
        others = {other: value for other, value in (given | mended).items() if other != key}
        out[key] = f"{key} required" if program.run(others)[0] else f"{key} one of"
    for key in [key for key in program.asked if key not in required | {"PATH", "HOME", "ORACLE_FD"}]:
        for value in values:
            fails, _, now = program.run(given | {key: value})
            changed = [path for path in now.keys() | got.keys() if now.get(path) != got.get(path)]
            # What only takes away a value that others set does not arrive.
            is_there = any(now.get(path) not in NOTHING or (value == "false" and got[path] in ("true", True)) for path in changed)
            if not fails and changed and is_there:
                default = [shown(got[path]) for path in sorted(changed) if got.get(path) not in NOTHING]
                # A placeholder that was left as it is, is no value.
                is_left = any(f"${{{key}}}" in text for text in default)
                default = [text for text in default if "${" not in text]
                out[key] = f"{key}={default[0]}" if default else f"{key} required" if is_left else key
                break
    return [out[key] for key in sorted(out)]


def main() -> None:
    language = sys.argv[1]
    folder = HERE / language
    old = folder / "ORACLE.json"
    answers = json.loads(old.read_text()) if sys.argv[2:] and old.exists() else {}
    with tempfile.TemporaryDirectory() as room:
        ask = {"go": Go, "node": Node, "python": Python, "spring": Spring}[language](Path(room))
        for case in sorted(folder.glob("*.txt")):
            if sys.argv[2:] and case.stem not in sys.argv[2:]:
                continue
            with tempfile.TemporaryDirectory(dir=os.environ.get("PROJECTS")) as project:
                # Before the files: further values, and keys that may be taken with `?` before them.
                head = split(case.read_text(), Path(project))
                program = ask.program(Path(project))
                program.asked.update({word[1:]: None for word in head if word.startswith("?")})
                answers[case.stem] = record(program, [word for word in head if not word.startswith("?")])
            (folder / "ORACLE.json").write_text(json.dumps(answers, indent=1, sort_keys=True) + "\n")


main()
