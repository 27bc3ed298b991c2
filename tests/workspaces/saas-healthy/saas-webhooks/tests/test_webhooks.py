import json
import os
import time
from typing import Any

from fastapi.testclient import TestClient

from src.billing.states import State, next_state
from src.modules.free.billing.stripe_payment.stripe_payment import sign


def send(client: TestClient, event: dict[str, Any], age: int = 0) -> Any:
    body = json.dumps(event).encode()
    at = int(time.time()) - age
    header = f"t={at},v1={sign(body, at, os.environ['STRIPE_WEBHOOK_SECRET'])}"
    return client.post("/api/webhooks/stripe", content=body, headers={"stripe-signature": header})


def test_an_event_is_handled_once(client: TestClient) -> None:
    event = {"id": "evt_1", "type": "invoice.paid", "data": {"customer": "cus_1"}}
    assert send(client, event).json()["status"] == "accepted"
    assert send(client, event).json()["status"] == "duplicate"
    record = client.get("/api/webhooks/events/evt_1").json()
    assert (record["status"], record["attempts"]) == ("done", 1)
    assert client.post("/api/webhooks/replay/evt_1").status_code == 409


def test_old_or_unsigned_events_are_refused(client: TestClient) -> None:
    event = {"id": "evt_2", "type": "invoice.paid", "data": {"customer": "cus_1"}}
    assert send(client, event, age=3600).status_code == 400
    assert client.post("/api/webhooks/stripe", json=event).status_code == 400


def test_a_failed_event_can_be_replayed(client: TestClient) -> None:
    assert send(client, {"id": "evt_3", "type": "invoice.paid"}).status_code == 202
    assert client.get("/api/webhooks/events/evt_3").json()["status"] == "retry"
    for _ in range(2):
        assert client.post("/api/webhooks/replay/evt_3").status_code == 202
    assert client.get("/api/webhooks/events/evt_3").json()["status"] == "failed"


def test_the_feed_tells_the_number_of_events(client: TestClient) -> None:
    with client.websocket_connect("/api/webhooks/feed") as socket:
        assert socket.receive_json()["events"] == len(client.get("/api/webhooks/events").json())


def test_states_follow_the_events() -> None:
    assert next_state(State.FREE, "invoice.paid") is State.PRO
    assert next_state(State.PRO, "invoice.payment_failed") is State.EXPIRED
    assert next_state(State.PRO, "customer.updated") is State.PRO
