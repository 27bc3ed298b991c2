"""Health endpoint of the settings module."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter


def build_health_router(environment: str, version: str) -> APIRouter:
    router = APIRouter(tags=["module health"])

    @router.get("/settings")
    def settings_health() -> dict[str, Any]:
        return {
            "module": "settings",
            "version": version,
            "status": "ok",
            "environment": environment,
        }

    return router
