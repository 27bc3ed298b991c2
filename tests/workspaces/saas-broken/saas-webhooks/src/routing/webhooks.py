import hashlib
import hmac
import os

from fastapi import APIRouter, Header, HTTPException, Request

from src.modules.free.cache.redis.redis import get_store

router = APIRouter(prefix="/webhooks", tags=["webhooks"])


@router.post("/stripe", status_code=202)
async def receive(request: Request, stripe_signature: str = Header(default="")) -> dict[str, bool]:
    body = await request.body()
    secret = os.environ["STRIPE_WEBHOOK_SECRET"]
    expected = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    if not hmac.compare_digest(stripe_signature, expected):
        raise HTTPException(400, "The signature does not match")
    event = await request.json()
    return {"new": get_store().put_if_absent(event["id"], body.decode())}
