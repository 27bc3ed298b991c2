import os

import httpx
from fastapi import APIRouter

router = APIRouter(prefix="/admin/overview", tags=["overview"])


@router.get("/")
def overview() -> dict[str, str]:
    url = os.environ["PRODUCT_API_URL"]
    answer = httpx.get(f"{url}/api/health", timeout=2)
    return {"product_api": "ok" if answer.is_success else "down"}
