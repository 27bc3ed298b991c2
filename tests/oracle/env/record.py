"""Records which env keys pydantic's settings classes take for each case, and which of them they cannot do without:
`record.py pydantic1` with a Python that has pydantic[dotenv] 1, `record.py pydantic2` with one that has pydantic-settings.
Nothing is read off a class that its own environment source does not confirm."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from texts import split  # noqa: E402

ASK = r"""
import importlib, json, os, pkgutil, sys
from pathlib import Path

sys.path.insert(0, ".")
IS_TWO = sys.argv[1] == "pydantic2"
if IS_TWO:
    from pydantic_settings import BaseSettings
    from pydantic_settings.sources import EnvSettingsSource
else:
    from pydantic import BaseSettings
from pydantic import BaseModel, ValidationError

for path in sorted(Path(".").rglob("*.py")):
    name = ".".join(path.with_suffix("").parts).removesuffix(".__init__")
    try:
        importlib.import_module(name)
    except ValidationError:
        # `settings = Settings()` without its keys: the classes are there all the same.
        pass


def below(cls):
    for sub in cls.__subclasses__():
        yield sub
        yield from below(sub)


def is_sensitive(cls):
    return cls.model_config.get("case_sensitive") if IS_TWO else cls.__config__.case_sensitive


def delimiter(cls):
    return cls.model_config.get("env_nested_delimiter") if IS_TWO else cls.__config__.env_nested_delimiter


def fields(cls):
    return cls.model_fields if IS_TWO else cls.__fields__


def tops(cls, name, field):
    if not IS_TWO:
        return sorted(field.field_info.extra["env_names"])
    source = EnvSettingsSource(cls)
    return [env for _, env, _ in source._extract_field_info(field, name)]


def models(field):
    if not IS_TWO:
        kinds = [field.type_]
    else:
        kinds, todo = [], [field.annotation]
        while todo:
            kind = todo.pop()
            todo.extend(getattr(kind, "__args__", ()))
            kinds.append(kind)
    return [kind for kind in kinds if isinstance(kind, type) and issubclass(kind, BaseModel)]


def is_needed(field):
    return field.is_required() if IS_TWO else field.required is True


def leaves(cls, name, field, between, needed):
    for model in models(field):
        for sub, inner in fields(model).items():
            own = f"{name}{between}{sub}"
            yield own, inner, needed
            yield from leaves(cls, own, inner, between, needed and is_needed(inner))


def taken(cls, env):
    os.environ.clear()
    os.environ.update(env)
    if IS_TWO:
        return EnvSettingsSource(cls)()
    from pydantic.env_settings import EnvSettingsSource as Source
    return Source(None, None, delimiter(cls), 0)(cls.__new__(cls))


def missing(cls, env):
    os.environ.clear()
    os.environ.update(env)
    try:
        cls(_env_file=None)
    except ValidationError as error:
        return [one for one in error.errors() if one["type"] in ("missing", "value_error.missing")]
    except Exception:
        pass
    return []


def shown(cls, name):
    return name if is_sensitive(cls) else name.upper()


out = {}
for cls in below(BaseSettings):
    if cls.__module__ == "pydantic_settings.main" or cls.__module__.startswith(("pydantic", "pydantic_settings")):
        continue
    between = delimiter(cls)
    groups = []
    for name, field in fields(cls).items():
        names = tops(cls, name, field)
        groups.append((names, bool(between and models(field))))
        if between:
            for top in names:
                for leaf, inner, needed in leaves(cls, top, field, between, is_needed(field)):
                    value = "1" if not models(inner) else "{}"
                    if taken(cls, {shown(cls, leaf): value}):
                        groups.append(([leaf], bool(models(inner)) or not needed))
    # What may stay away as a whole is left out: only then are its parts not asked for.
    everything = {shown(cls, name): "1" for names, is_model in groups if not is_model for name in names}
    required = set()
    for names, is_model in groups:
        without = {key: value for key, value in everything.items() if key not in {shown(cls, name) for name in names}}
        if not is_model and len(missing(cls, without)) > len(missing(cls, everything)):
            required.update(shown(cls, name) for name in names)
    keys = {shown(cls, name) for names, _ in groups for name in names}
    mark = " (a base)" if cls.__subclasses__() else ""
    out[cls.__qualname__ + mark] = sorted(key + (" required" if key in required else "") for key in keys)
print(json.dumps(out))
"""


def main() -> None:
    version = sys.argv[1]
    folder = Path(__file__).parent / version
    answers = {}
    for case in sorted(folder.glob("*.txt")):
        with tempfile.TemporaryDirectory() as project:
            split(case.read_text(), Path(project))
            run = subprocess.run([sys.executable, "-c", ASK, version], cwd=project, capture_output=True, text=True)
            if run.returncode:
                raise SystemExit(f"{case.name}: {run.stderr}")
            answers[case.stem] = json.loads(run.stdout.splitlines()[-1])
    (folder / "ORACLE.json").write_text(json.dumps(answers, indent=1, sort_keys=True) + "\n")


main()
