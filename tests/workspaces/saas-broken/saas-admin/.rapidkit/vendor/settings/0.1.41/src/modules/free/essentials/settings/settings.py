"""Runtime of the settings module."""

from __future__ import annotations

import os
from functools import lru_cache

from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """What the project itself can be told; each module adds a class of its own."""

    model_config = SettingsConfigDict(env_prefix="API_", env_file=".env", extra="ignore")

    title: str = "Notebook API"
    environment: str = "development"
    cors_origins: list[str] = ["http://localhost:3000"]

    @property
    def is_production(self) -> bool:
        return self.environment == "production"


@lru_cache
def get_settings() -> Settings:
    return Settings()


def log_level() -> str:
    return os.getenv("LOG_LEVEL", "INFO").upper()


def sentry_dsn() -> str | None:
    """None where errors are only logged."""
    return os.getenv("SENTRY_DSN") or None
