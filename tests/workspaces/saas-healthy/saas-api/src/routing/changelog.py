"""The public changelog. Written for the spring release and not mounted yet."""

from fastapi import APIRouter

router = APIRouter(prefix="/changelog", tags=["changelog"])


@router.get("/latest")
def latest() -> dict[str, str]:
    return {"version": "0.3.0", "title": "Teams"}
