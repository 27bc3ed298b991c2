import httpx
from fastapi import APIRouter

from src.admin.access import Admin
from src.admin.settings import get_admin_settings, product_api_url

router = APIRouter(prefix="/overview", tags=["overview"])

_maintenance = {"enabled": False}


@router.get("/")
def overview(_: Admin) -> dict[str, object]:
    try:
        answer = httpx.get(f"{product_api_url()}/api/health", timeout=2)
        product_api = "ok" if answer.is_success else f"answers {answer.status_code}"
    except httpx.HTTPError:
        product_api = "unreachable"
    return {
        "product_api": product_api,
        "support": get_admin_settings().support_email,
        "maintenance": _maintenance["enabled"],
    }


@router.api_route("/maintenance", methods=["GET", "PUT"])
def maintenance(_: Admin, enabled: bool | None = None) -> dict[str, bool]:
    if enabled is not None:
        _maintenance["enabled"] = enabled
    return _maintenance
