"""A small key-value store: Redis, or a dictionary for tests."""

from __future__ import annotations

from functools import lru_cache
from typing import Protocol

from pydantic_settings import BaseSettings, SettingsConfigDict


class RedisSettings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="REDIS_", env_file=".env", extra="ignore")

    url: str
    key_prefix: str = "webhooks#"


class Store(Protocol):
    def put_if_absent(self, key: str, value: str) -> bool: ...
    def put(self, key: str, value: str) -> None: ...
    def get(self, key: str) -> str | None: ...
    def keys(self) -> list[str]: ...


class RedisStore:
    def __init__(self, settings: RedisSettings) -> None:
        import redis

        self._client = redis.Redis.from_url(settings.url, decode_responses=True)
        self._prefix = settings.key_prefix

    def put_if_absent(self, key: str, value: str) -> bool:
        return bool(self._client.set(self._prefix + key, value, nx=True))

    def put(self, key: str, value: str) -> None:
        self._client.set(self._prefix + key, value)

    def get(self, key: str) -> str | None:
        return self._client.get(self._prefix + key)

    def keys(self) -> list[str]:
        found = self._client.scan_iter(match=f"{self._prefix}*")
        return sorted(key.removeprefix(self._prefix) for key in found)


class MemoryStore:
    def __init__(self) -> None:
        self._values: dict[str, str] = {}

    def put_if_absent(self, key: str, value: str) -> bool:
        return self._values.setdefault(key, value) is value

    def put(self, key: str, value: str) -> None:
        self._values[key] = value

    def get(self, key: str) -> str | None:
        return self._values.get(key)

    def keys(self) -> list[str]:
        return sorted(self._values)


@lru_cache
def get_store() -> Store:
    settings = RedisSettings()
    return MemoryStore() if settings.url.startswith("memory:") else RedisStore(settings)
