"""Entry point of the webhook receiver: `uvicorn src.main:app`."""

import logging

from fastapi import FastAPI

from src.modules.free.essentials.settings.settings import get_settings, log_level
from src.routing import build_api_router

# <<<inject:imports>>>
# <<<inject:imports:settings:start>>>
from src.health.settings import build_settings_health_router
# <<<inject:imports:settings:end>>>


def create_app() -> FastAPI:
    logging.basicConfig(level=log_level())
    app = FastAPI(title=get_settings().title, version="0.2.1")
    app.include_router(build_api_router())
    # <<<inject:routes>>>
    # <<<inject:routes:settings:start>>>
    app.include_router(build_settings_health_router(), prefix="/api/health/module")
    # <<<inject:routes:settings:end>>>
    return app


app = create_app()
