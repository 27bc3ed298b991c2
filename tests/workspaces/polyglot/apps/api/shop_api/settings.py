import os
from functools import lru_cache

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="SHOP_", env_file=".env", extra="ignore")

    database_url: str
    kafka_brokers: str
    order_topic: str = "orders.placed"
    # Shared with the other apps, hence without the prefix.
    catalog_url: str = Field(alias="CATALOG_URL")


@lru_cache
def get_settings() -> Settings:
    return Settings()


LOG_LEVEL = os.environ.get("LOG_LEVEL", "info")
