from typing import Annotated

from fastapi import APIRouter, Query

from src.admin.access import Admin
from src.admin.trail import newest

router = APIRouter(prefix="/audit", tags=["audit"])


@router.get("")
def read_trail(_: Admin, limit: Annotated[int, Query(ge=1, le=200)] = 50) -> list[dict[str, str]]:
    return [
        {"at": row.at.isoformat(), "admin": row.admin, "action": row.action, "target": row.target}
        for row in newest(limit)
    ]


@router.get("/export.csv", include_in_schema=False)
def export(_: Admin) -> str:
    return "\n".join(f"{row.at.isoformat()},{row.admin},{row.action}" for row in newest(200))
