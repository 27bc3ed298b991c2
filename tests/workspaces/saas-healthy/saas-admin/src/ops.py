"""What the platform asks for: an application of its own, mounted at /ops and absent from the public schema."""

from fastapi import FastAPI

from src.modules.free.database.db_postgres.postgres import is_reachable

ops = FastAPI(title="saas-admin ops", docs_url=None, redoc_url=None, openapi_url=None)


@ops.get("/live")
def live() -> dict[str, bool]:
    return {"live": True}


@ops.get("/ready")
def ready() -> dict[str, bool]:
    return {"ready": is_reachable()}
