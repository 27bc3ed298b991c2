"""Entry point of the product API: `uvicorn src.main:app`."""

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from src.app.bootstrap import create_app
from src.modules.free.essentials.settings.settings import log_level
from src.routing import api_router

# <<<inject:imports>>>
# <<<inject:imports:settings:start>>>
from src.health.settings import build_settings_health_router
# <<<inject:imports:settings:end>>>
# <<<inject:imports:db_postgres:start>>>
from src.modules.free.database.db_postgres.postgres import create_tables
# <<<inject:imports:db_postgres:end>>>

logging.basicConfig(level=log_level())


@asynccontextmanager
async def lifespan(_: FastAPI) -> AsyncIterator[None]:
    # <<<inject:startup>>>
    # <<<inject:startup:db_postgres:start>>>
    create_tables()
    # <<<inject:startup:db_postgres:end>>>
    yield
    # <<<inject:shutdown>>>


app = create_app(lifespan)
app.include_router(api_router, prefix="/api")

# <<<inject:routes>>>
# <<<inject:routes:settings:start>>>
app.include_router(build_settings_health_router(), prefix="/api/health/module")
# <<<inject:routes:settings:end>>>
