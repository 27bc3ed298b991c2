"""A fixed window per client, kept in this process."""

from __future__ import annotations

import os
import time
from collections import defaultdict
from collections.abc import Callable

from fastapi import APIRouter, HTTPException, Request

_WINDOW_SECONDS = 60
_hits: dict[tuple[str, int], int] = defaultdict(int)


def limit_per_minute() -> int:
    return int(os.getenv("RATE_LIMIT_PER_MINUTE", "60"))


def rate_limited(scope: str) -> Callable[[Request], None]:
    """A dependency that answers 429 when one client calls `scope` too often."""

    def check(request: Request) -> None:
        client = request.client.host if request.client else "unknown"
        key = (f"{scope}:{client}", int(time.time()) // _WINDOW_SECONDS)
        _hits[key] += 1
        if _hits[key] > limit_per_minute():
            raise HTTPException(429, "Too many requests, try again in a minute")

    return check


def create_limits_router(prefix: str = "/limits") -> APIRouter:
    router = APIRouter(prefix=prefix, tags=["limits"])

    @router.get("")
    def read_limits() -> dict[str, int]:
        return {"per_minute": limit_per_minute(), "window_seconds": _WINDOW_SECONDS}

    return router
