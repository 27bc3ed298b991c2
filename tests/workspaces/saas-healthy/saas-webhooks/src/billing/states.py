"""FREE → PRO → EXPIRED, moved by events alone."""

from enum import StrEnum


class State(StrEnum):
    FREE = "free"
    PRO = "pro"
    EXPIRED = "expired"


TRANSITIONS: dict[str, State] = {
    "customer.subscription.created": State.PRO,
    "invoice.paid": State.PRO,
    "customer.subscription.deleted": State.EXPIRED,
    "invoice.payment_failed": State.EXPIRED,
}


def next_state(current: State, event_type: str) -> State:
    """An event that says nothing about the subscription leaves the state alone."""
    return TRANSITIONS.get(event_type, current)
