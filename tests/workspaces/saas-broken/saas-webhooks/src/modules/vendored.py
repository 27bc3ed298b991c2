"""Loads the runtime code of installed modules from `.rapidkit/vendor`."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

PROJECT_ROOT = Path(__file__).resolve().parents[2]


def load_vendored(module: str, version: str, relative: str) -> ModuleType:
    path = PROJECT_ROOT / ".rapidkit" / "vendor" / module / version / relative
    name = f"rapidkit_vendor.{module}.{relative.removesuffix('.py').replace('/', '.')}"
    if name in sys.modules:
        return sys.modules[name]
    if not path.is_file():
        raise ModuleNotFoundError(f"module {module} {version} is not vendored: {path} is missing")
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise ImportError(f"cannot load {path}")
    loaded = importlib.util.module_from_spec(spec)
    sys.modules[name] = loaded
    spec.loader.exec_module(loaded)
    return loaded
