"""All routes under /api."""

from fastapi import APIRouter

from src.routing import audit, health, members, overview

# <<<inject:router-imports>>>

SECTIONS = (overview, members, audit)

admin_router = APIRouter(prefix="/admin")
for section in SECTIONS:
    admin_router.include_router(section.router)

api_router = APIRouter()
api_router.include_router(health.router)
api_router.include_router(admin_router)

# <<<inject:router-mount>>>
