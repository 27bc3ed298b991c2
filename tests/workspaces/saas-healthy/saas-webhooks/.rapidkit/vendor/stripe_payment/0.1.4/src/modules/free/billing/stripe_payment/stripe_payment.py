"""Checks the signature of Stripe events and serves the route that takes them."""

from __future__ import annotations

import hashlib
import hmac
import time
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from fastapi import APIRouter, BackgroundTasks, Header, HTTPException, Request
from pydantic import SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class StripeSettings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="STRIPE_", env_file=".env", extra="ignore")

    webhook_secret: SecretStr
    tolerance_seconds: int = 300


@lru_cache
def get_stripe_settings() -> StripeSettings:
    return StripeSettings()


def sign(body: bytes, at: int, secret: str) -> str:
    signed = f"{at}.".encode() + body
    return hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()


def is_authentic(body: bytes, header: str, now: float) -> bool:
    """`header` is `t=<unix seconds>,v1=<hex>[,v1=<hex>…]`; an old timestamp is a replay."""
    settings = get_stripe_settings()
    parts = [part.partition("=") for part in header.split(",")]
    stamps = [value for name, _, value in parts if name == "t" and value.isdigit()]
    if not stamps or abs(now - int(stamps[0])) > settings.tolerance_seconds:
        return False
    expected = sign(body, int(stamps[0]), settings.webhook_secret.get_secret_value())
    return any(
        hmac.compare_digest(value, expected) for name, _, value in parts if name.strip() == "v1"
    )


def create_stripe_router(
    accept: Callable[[dict[str, Any]], bool], handle: Callable[[str], None]
) -> APIRouter:
    """`accept` stores the event and says whether it is new; `handle` runs after the answer."""
    router = APIRouter(tags=["stripe"])

    @router.post("/stripe", status_code=202)
    async def receive(
        request: Request,
        background_tasks: BackgroundTasks,
        stripe_signature: str = Header(default=""),
    ) -> dict[str, str]:
        body = await request.body()
        if not is_authentic(body, stripe_signature, time.time()):
            raise HTTPException(400, "The signature does not match")
        event = await request.json()
        if not accept(event):
            return {"status": "duplicate", "event_id": event["id"]}
        background_tasks.add_task(handle, event["id"])
        return {"status": "accepted", "event_id": event["id"]}

    return router
