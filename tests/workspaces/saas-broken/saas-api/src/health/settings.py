"""Health of the settings module; the runtime is vendored."""

from fastapi import APIRouter

from src.modules.free.essentials.settings.settings import get_settings
from src.modules.vendored import load_vendored

_VERSION = "0.1.41"
_runtime = load_vendored("settings", _VERSION, "src/health/settings.py")


def build_settings_health_router() -> APIRouter:
    return _runtime.build_health_router(get_settings().environment, _VERSION)
