"""Counters for a scraper. Kept for the next release; nothing includes this router."""

from fastapi import APIRouter

metrics_router = APIRouter(prefix="/metrics")


@metrics_router.get("")
def metrics() -> str:
    return "webhooks_events_total 0\n"
