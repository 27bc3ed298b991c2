import asyncio
from typing import Any

from fastapi import APIRouter, BackgroundTasks, HTTPException, WebSocket, WebSocketDisconnect

from src.billing import events
from src.modules.free.billing.stripe_payment.stripe_payment import create_stripe_router

FEED_SECONDS = 1.0

router = APIRouter(prefix="/webhooks", tags=["webhooks"])
router.include_router(create_stripe_router(events.accept, events.handle))


@router.get("/events")
def list_events() -> list[str]:
    return events.stored_ids()


@router.get("/events/{event_id}")
def read_event(event_id: str) -> dict[str, Any]:
    record = events.read(event_id)
    if record is None:
        raise HTTPException(404, "There is no such event")
    return record


@router.post("/replay/{event_id}", status_code=202)
def replay(event_id: str, background_tasks: BackgroundTasks) -> dict[str, str]:
    record = read_event(event_id)
    if record["status"] == "done":
        raise HTTPException(409, "This event has been handled")
    background_tasks.add_task(events.handle, event_id)
    return {"status": "replaying", "event_id": event_id}


@router.websocket("/feed")
async def feed(socket: WebSocket) -> None:
    """Sends the number of stored events whenever it changes."""
    await socket.accept()
    seen = -1
    try:
        while True:
            count = len(events.stored_ids())
            if count != seen:
                seen = count
                await socket.send_json({"events": count})
            await asyncio.sleep(FEED_SECONDS)
    except WebSocketDisconnect:
        return
