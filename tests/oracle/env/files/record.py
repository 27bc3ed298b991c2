"""Records what loaders of dotenv files make of the cases beside this file, in each of their modes:
`NODE_PACKAGES=FOLDER python record.py` with python-dotenv and pydantic-settings, and in FOLDER @next/env, vite, dotenv-flow and
@nestjs/config with what it needs."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
from texts import split  # noqa: E402

HERE = Path(__file__).parent
MODES = {
    "next": ["development", "production", "test"],
    "vite": ["development", "production", "test", "staging"],
    "dotenvFlow": ["none", "development", "production", "test"],
    "nest": ["none"],
    "nestExpanded": ["none"],
    "pydantic": ["none"],
}
PYDANTIC = """
import json
from pydantic_settings import BaseSettings
from pydantic_settings.sources import DotEnvSettingsSource
class Settings(BaseSettings):
    model_config = {"env_file": (".env", ".env.local"), "extra": "allow", "case_sensitive": True}
print(json.dumps({key: value for key, value in DotEnvSettingsSource(Settings)._read_env_files().items() if value is not None}))
"""


def ask(loader: str, mode: str, folder: str) -> dict[str, str]:
    env = {"NODE_PACKAGES": os.environ["NODE_PACKAGES"]}
    command = ["node", str(HERE / "record.cjs"), loader, mode]
    if loader == "pydantic":
        env, command = {}, [sys.executable, "-c", PYDANTIC]
    else:
        command[0] = subprocess.run(["which", "node"], capture_output=True, text=True, check=True).stdout.strip()
    run = subprocess.run(command, cwd=folder, capture_output=True, text=True, env=env)
    if run.returncode:
        raise SystemExit(f"{loader} {mode}: {run.stderr}")
    return json.loads(run.stdout)


def main() -> None:
    answers = {}
    for case in sorted(HERE.glob("*.txt")):
        with tempfile.TemporaryDirectory() as folder:
            split(case.read_text(), Path(folder), "\r\n" if case.stem == "windows" else "\n")
            answers[case.stem] = {
                loader: {mode: ask(loader, mode, folder) for mode in modes} for loader, modes in MODES.items()
            }
    text = json.dumps(answers, indent=1, sort_keys=True, ensure_ascii=False)
    (HERE / "ORACLE.json").write_text(text + "\n")


main()
