"""All routes under /api."""

from fastapi import APIRouter

from src.routing.auth import router as auth_router

# <<<inject:router-imports>>>

api_router = APIRouter()
api_router.include_router(auth_router)

# <<<inject:router-mount>>>
