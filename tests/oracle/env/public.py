"""Which env keys the settings of a project take, as the library says, one a line: for comparing with `workspai inspect`.

    public.py pydantic ROOT MODULE     every settings class of a module that is imported from ROOT
    public.py pydantic1 ROOT MODULE    the same with pydantic 1
    public.py starlette ROOT MODULE    every key that a module asks Starlette's Config for while it is imported
    public.py compare INSPECT.json FILE…  < KEYS
                                       recall and precision of the reads in those files of an `inspect --json`
"""

from __future__ import annotations

import importlib
import json
import os
import sys
import types


def load(module: str):
    """The module without the code of the packages around it: of a whole program only its settings are needed."""
    name = ""
    for part in module.split(".")[:-1]:
        name = f"{name}.{part}".removeprefix(".")
        package = types.ModuleType(name)
        package.__path__ = [name.replace(".", "/")]
        sys.modules[name] = package
    return importlib.import_module(module)


def pydantic(module: str) -> set[str]:
    from pydantic_settings import BaseSettings
    from pydantic_settings.sources import EnvSettingsSource

    own = BaseSettings.__init__
    # The module makes its settings while it is imported: without their keys, that must not end it.
    BaseSettings.__init__ = lambda self, *args, **values: None
    BaseSettings.__getattr__ = lambda self, name: None
    loaded = load(module)
    BaseSettings.__init__ = own
    del BaseSettings.__getattr__
    keys: set[str] = set()
    for cls in vars(loaded).values():
        if isinstance(cls, type) and issubclass(cls, BaseSettings) and cls is not BaseSettings:
            source = EnvSettingsSource(cls)
            is_exact = cls.model_config.get("case_sensitive")
            for name, field in cls.model_fields.items():
                for _, env, _ in source._extract_field_info(field, name):
                    keys.add(env if is_exact else env.upper())
    return keys


def pydantic1(module: str) -> set[str]:
    from pydantic import BaseSettings

    own = BaseSettings.__init__
    BaseSettings.__init__ = lambda self, *args, **values: None
    BaseSettings.__getattr__ = lambda self, name: None
    loaded = load(module)
    BaseSettings.__init__ = own
    del BaseSettings.__getattr__
    keys: set[str] = set()
    for cls in vars(loaded).values():
        if isinstance(cls, type) and issubclass(cls, BaseSettings) and cls is not BaseSettings:
            for field in cls.__fields__.values():
                names = field.field_info.extra["env_names"]
                keys |= {name if cls.__config__.case_sensitive else name.upper() for name in names}
    return keys


def starlette(module: str) -> set[str]:
    from starlette.config import Config, undefined

    keys: set[str] = set()

    def asked(self, key, cast=None, default=undefined):
        keys.add(key)
        return default if default is not undefined else "a:b"

    Config.__call__ = Config.get = asked
    load(module)
    return keys


def compare(report: str, files: list[str]) -> None:
    truth = {line.strip() for line in sys.stdin if line.strip()}
    with open(report) as text:
        projects = json.load(text)["projects"]
    found = {
        key["key"]
        for project in projects
        for key in project["env"]
        if any(any(read["file"].endswith(file) for file in files) for read in key["reads"])
    }
    both = truth & found
    print(f"{len(truth)} keys, found {len(both)} ({100 * len(both) / max(1, len(truth)):.1f} %), others {len(found - truth)}")
    print("missed:", *sorted(truth - found))
    print("others:", *sorted(found - truth))


def main() -> None:
    mode, first, *rest = sys.argv[1:]
    if mode == "compare":
        return compare(first, rest)
    sys.path.insert(0, first)
    os.chdir(first)
    print(*sorted({"pydantic": pydantic, "pydantic1": pydantic1, "starlette": starlette}[mode](rest[0])), sep="\n")


main()
