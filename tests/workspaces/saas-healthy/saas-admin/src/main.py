"""Entry point of the admin API: `uvicorn src.main:app`."""

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from src.modules.free.essentials.settings.settings import get_settings, log_level
from src.ops import ops
from src.routing import api_router

# <<<inject:imports>>>
# <<<inject:imports:settings:start>>>
from src.health.settings import build_settings_health_router
# <<<inject:imports:settings:end>>>
# <<<inject:imports:db_postgres:start>>>
from src.modules.free.database.db_postgres.postgres import create_tables
# <<<inject:imports:db_postgres:end>>>

logging.basicConfig(level=log_level())

VERSION = "0.2.0"


@asynccontextmanager
async def lifespan(_: FastAPI) -> AsyncIterator[None]:
    # <<<inject:startup>>>
    # <<<inject:startup:db_postgres:start>>>
    create_tables()
    # <<<inject:startup:db_postgres:end>>>
    yield
    # <<<inject:shutdown>>>


def read_version() -> dict[str, str]:
    return {"version": VERSION, "environment": get_settings().environment}


app = FastAPI(title=get_settings().title, version=VERSION, lifespan=lifespan)
app.include_router(api_router, prefix="/api")
app.add_api_route("/api/version", read_version, methods=["GET"])
app.mount("/ops", ops)

# <<<inject:routes>>>
# <<<inject:routes:settings:start>>>
app.include_router(build_settings_health_router(), prefix="/api/health/module")
# <<<inject:routes:settings:end>>>
