"""Records what Alembic, Django, Knex, Sequelize and TypeORM say about the histories in the texts beside this file.

    python tests/oracle/migrations/record.py            # with alembic and django installed
    python tests/oracle/migrations/record.py node       # Knex, Sequelize, TypeORM: in a folder as node.cjs wants it
    python tests/oracle/migrations/record.py flyway     # Flyway: flyway-core and h2 in CLASSPATH, Java 17
    python tests/oracle/migrations/record.py heads DIR  # Alembic's heads of a folder of another project
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent


def files(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    name = None
    for line in text.splitlines(keepends=True):
        if line.startswith("//- /"):
            name = line[len("//- /"):].strip()
            found[name] = ""
        elif name is not None:
            found[name] += line
    return found


def heads(folder: str) -> dict:
    import logging
    import warnings

    from alembic.script import ScriptDirectory

    warnings.simplefilter("ignore")
    logging.disable(logging.CRITICAL)
    script = ScriptDirectory(folder, version_locations=[folder])
    revisions = list(script.revision_map._revision_map.values())
    return {"heads": sorted(script.get_heads()), "count": len({it.revision for it in revisions if it})}


def pretend() -> None:
    """Lets migrations import what is not installed here: only their names of revisions are asked for."""
    import importlib.abc
    import importlib.machinery
    from unittest.mock import MagicMock

    class Absent(importlib.abc.MetaPathFinder, importlib.abc.Loader):
        def find_spec(self, name, path=None, target=None):
            return importlib.machinery.ModuleSpec(name, self, is_package=True)

        def create_module(self, spec):
            module = MagicMock(name=spec.name)
            module.__path__ = []
            return module

        def exec_module(self, module):
            pass

    sys.meta_path.append(Absent())


def alembic(folder: Path) -> dict:
    (folder / "env.py").write_text("")
    return heads(str(folder / "versions"))


DJANGO = """
import json, sys, django
from django.conf import settings
sys.path.insert(0, sys.argv[1])
settings.configure(INSTALLED_APPS=["django.contrib.contenttypes", "django.contrib.auth", *sys.argv[2:]], DATABASES={})
django.setup()
from django.db.migrations.loader import MigrationLoader
loader = MigrationLoader(None, ignore_no_migrations=True)
own = {app: sorted(name for _, name in loader.graph.leaf_nodes(app)) for app in sys.argv[2:]}
print(json.dumps({"leaves": own, "conflicts": sorted(app for app in loader.detect_conflicts() if app in own)}))
"""


def django(folder: Path) -> dict:
    apps = sorted(path.name for path in folder.iterdir() if (path / "migrations").is_dir())
    done = subprocess.run([sys.executable, "-c", DJANGO, str(folder), *apps], capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


NODE = ("knex", "sequelize", "typeorm")


def flyway(folder: Path) -> dict:
    """Asks Flyway; the class path holds flyway-core and h2."""
    location = next(path for path in folder.rglob("migration") if path.is_dir())
    command = ["java", str(HERE / "Flyway.java"), str(location)]
    return json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()[-1])


def node(tool: str):
    """Asks a tool of Node of the one folder with migrations."""
    def ask(folder: Path) -> dict:
        migrations = next(path for path in folder.rglob("migrations") if path.is_dir())
        command = ["node", str(HERE / "node.cjs"), tool, str(migrations)]
        return json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)

    return ask


def main() -> None:
    if sys.argv[1:2] == ["heads"]:
        pretend()
        print(json.dumps(heads(sys.argv[2])))
        return
    recorded: dict[str, dict] = {}
    tools = {"alembic": alembic, "django": django}
    if sys.argv[1:]:
        tools = {"flyway": flyway} if sys.argv[1] == "flyway" else {name: node(name) for name in NODE}
        recorded = json.loads((HERE / "ORACLE.json").read_text())
    for tool, ask in tools.items():
        for case in sorted((HERE / tool).glob("*.txt")):
            with tempfile.TemporaryDirectory() as place:
                for path, text in files(case.read_text()).items():
                    target = Path(place) / path
                    target.parent.mkdir(parents=True, exist_ok=True)
                    target.write_text(text)
                recorded[f"{tool}/{case.name}"] = ask(Path(place))
    (HERE / "ORACLE.json").write_text(json.dumps(recorded, indent=1, sort_keys=True) + "\n")


main()
