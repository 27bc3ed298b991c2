"""The life of one event: stored, handled, perhaps failed and replayed."""

import json
import logging
import os
from typing import Any

from src.billing.states import State, next_state
from src.modules.free.cache.redis.redis import get_store

log = logging.getLogger(__name__)


def max_retries() -> int:
    return int(os.environ.get("WEBHOOKS_MAX_RETRIES", "3"))


def accept(event: dict[str, Any]) -> bool:
    """False for an event that came before."""
    record = {"id": event["id"], "type": event["type"], "object": event.get("data", {})}
    record |= {"status": "queued", "attempts": 0}
    return get_store().put_if_absent(f"event:{event['id']}", json.dumps(record))


def read(event_id: str) -> dict[str, Any] | None:
    stored = get_store().get(f"event:{event_id}")
    return json.loads(stored) if stored else None


def stored_ids() -> list[str]:
    keys = get_store().keys()
    return [key.removeprefix("event:") for key in keys if key.startswith("event:")]


def handle(event_id: str) -> None:
    record = read(event_id)
    if record is None or record["status"] == "done":
        return
    record["attempts"] += 1
    try:
        _apply(record)
        record["status"] = "done"
    except KeyError as missing:
        failed = record["attempts"] >= max_retries()
        record["status"] = "failed" if failed else "retry"
        record["reason"] = f"the event has no {missing}"
        if failed:
            _tell_someone(record)
    get_store().put(f"event:{event_id}", json.dumps(record))


def _apply(record: dict[str, Any]) -> None:
    customer = record["object"]["customer"]
    key = f"state:{customer}"
    current = State(get_store().get(key) or State.FREE)
    get_store().put(key, next_state(current, record["type"]))


def _tell_someone(record: dict[str, Any]) -> None:
    address = os.getenv("WEBHOOKS_NOTIFY_EMAIL")
    log.error("event %s failed for good, telling %s", record["id"], address or "nobody")
