"""All routes under /api."""

from fastapi import APIRouter

from src.app.presentation.api.routes.auth import router as auth_router
from src.app.presentation.api.routes.subscriptions import router as subscriptions_router
from src.app.presentation.api.routes.teams import router as teams_router
from src.routing.health import router as health_router

# <<<inject:router-imports>>>
# <<<inject:router-imports:rate_limiting:start>>>
from src.modules.free.security.rate_limiting.rate_limiting import create_limits_router
# <<<inject:router-imports:rate_limiting:end>>>

api_router = APIRouter()
api_router.include_router(health_router)
api_router.include_router(auth_router)
api_router.include_router(subscriptions_router)
api_router.include_router(teams_router, prefix="/teams")

# <<<inject:router-mount>>>
# <<<inject:router-mount:rate_limiting:start>>>
api_router.include_router(create_limits_router())
# <<<inject:router-mount:rate_limiting:end>>>
