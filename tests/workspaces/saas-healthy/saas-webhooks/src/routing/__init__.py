"""All routes under /api."""

from fastapi import APIRouter

from .health import router as health_router
from .webhooks import router as webhooks_router

# <<<inject:router-imports>>>


def build_api_router() -> APIRouter:
    api_router = APIRouter(prefix="/api")
    api_router.include_router(health_router)
    api_router.include_router(webhooks_router)
    # <<<inject:router-mount>>>
    return api_router
