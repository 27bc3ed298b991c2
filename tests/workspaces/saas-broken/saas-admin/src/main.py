"""Entry point of the admin API: `uvicorn src.main:app`."""

from fastapi import FastAPI

from src.modules.free.database.db_postgres.postgres import create_tables
from src.routing import health, overview

# <<<inject:imports>>>

app = FastAPI(title="saas-admin", version="0.2.0", on_startup=[create_tables])
app.include_router(health.router, prefix="/api")
app.include_router(overview.router, prefix="/api")

# <<<inject:routes>>>
