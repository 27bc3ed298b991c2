"""Nightly exports. Replaced by `/audit/export.csv`; the router is not mounted any more."""

from fastapi import APIRouter

router = APIRouter(prefix="/exports")


@router.post("/nightly")
def nightly() -> dict[str, str]:
    return {"status": "queued"}
