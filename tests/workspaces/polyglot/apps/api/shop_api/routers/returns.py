"""Returned parcels. Waits for the warehouse; not included in the application."""

from fastapi import APIRouter

router = APIRouter(prefix="/returns", tags=["returns"])


@router.post("")
async def announce_return(order_id: str) -> dict[str, str]:
    return {"order_id": order_id, "status": "announced"}
