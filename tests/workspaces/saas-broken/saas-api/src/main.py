"""Entry point of the product API: `uvicorn src.main:app`."""

from fastapi import FastAPI

from src.routing import api_router

# <<<inject:imports>>>
# <<<inject:imports:settings:start>>>
from src.health.settings import build_settings_health_router
# <<<inject:imports:settings:end>>>

app = FastAPI(title="saas-api", version="0.3.0")
app.include_router(api_router, prefix="/api")

# <<<inject:routes>>>
# <<<inject:routes:settings:start>>>
app.include_router(build_settings_health_router(), prefix="/api/health/module")
# <<<inject:routes:settings:end>>>
