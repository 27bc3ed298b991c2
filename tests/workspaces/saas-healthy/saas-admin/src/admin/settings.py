import os
from functools import lru_cache

from pydantic import BaseModel
from pydantic_settings import BaseSettings, SettingsConfigDict


class SessionSettings(BaseModel):
    cookie_name: str = "notebook_admin"
    max_age_seconds: int = 3600


class AdminSettings(BaseSettings):
    model_config = SettingsConfigDict(
        env_prefix="ADMIN_", env_nested_delimiter="__", env_file=".env", extra="ignore"
    )

    support_email: str
    allowed_subjects: list[str] = []
    session: SessionSettings = SessionSettings()


@lru_cache
def get_admin_settings() -> AdminSettings:
    return AdminSettings()


def product_api_url() -> str:
    """Where saas-api answers. There is no sensible default: a wrong one would hide an outage."""
    return os.environ["PRODUCT_API_URL"]
