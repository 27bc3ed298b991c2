from fastapi import APIRouter

from src.admin.access import Admin
from src.admin.trail import record
from src.modules.free.auth.core.auth.tokens import issue_token

IMPERSONATION_MINUTES = 5

router = APIRouter(prefix="/members", tags=["members"])


@router.post("/{member_id}/impersonate", status_code=201)
def impersonate(member_id: str, admin: Admin) -> dict[str, str]:
    record(admin, "impersonate", member_id)
    return {"access_token": issue_token(member_id, minutes=IMPERSONATION_MINUTES)}


@router.post("/{member_id}/suspend", status_code=204)
def suspend(member_id: str, admin: Admin) -> None:
    record(admin, "suspend", member_id)
