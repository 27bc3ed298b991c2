from fastapi import APIRouter, HTTPException
from sqlalchemy.exc import SQLAlchemyError

from src.modules.free.database.db_postgres.postgres import is_reachable

router = APIRouter(prefix="/health", tags=["health"])


@router.get("")
def health() -> dict[str, str]:
    return {"status": "ok", "project": "saas-api"}


@router.get("/ready")
def ready() -> dict[str, str]:
    try:
        is_reachable()
    except SQLAlchemyError as error:
        raise HTTPException(503, "The database does not answer") from error
    return {"status": "ready"}
