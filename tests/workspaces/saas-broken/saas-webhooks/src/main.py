"""Entry point of the webhook receiver: `uvicorn src.main:app`."""

from fastapi import FastAPI

from src.routing.health import router as health_router
from src.routing.webhooks import router as webhooks_router

# <<<inject:imports>>>

app = FastAPI(title="saas-webhooks", version="0.2.1")
app.include_router(health_router, prefix="/api")
app.include_router(webhooks_router, prefix="/api")

# <<<inject:routes>>>
