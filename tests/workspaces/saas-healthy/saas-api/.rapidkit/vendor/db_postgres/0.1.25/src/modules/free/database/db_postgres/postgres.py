"""Engine and sessions."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

from pydantic import AliasChoices, Field
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.orm import DeclarativeBase, Session, sessionmaker
from sqlalchemy.pool import StaticPool


class DatabaseSettings(BaseSettings):
    model_config = SettingsConfigDict(
        env_prefix="DB_", env_file=".env", extra="ignore", populate_by_name=True
    )

    url: str = Field(validation_alias=AliasChoices("DATABASE_URL", "POSTGRES_DSN"))
    pool_size: int = 5
    echo: bool = False


class Base(DeclarativeBase):
    """Parent of every table of this project."""


@lru_cache
def get_engine() -> Engine:
    settings = DatabaseSettings()
    options: dict[str, Any] = {"echo": settings.echo}
    if settings.url.startswith("sqlite"):
        options |= {"poolclass": StaticPool, "connect_args": {"check_same_thread": False}}
    else:
        options |= {"pool_size": settings.pool_size, "pool_pre_ping": True}
    return create_engine(settings.url, **options)


def create_tables() -> None:
    Base.metadata.create_all(get_engine())


def is_reachable() -> bool:
    with get_engine().connect() as connection:
        return connection.execute(text("SELECT 1")).scalar_one() == 1


@contextmanager
def session_scope() -> Iterator[Session]:
    """Commits on a clean exit, rolls back otherwise."""
    session = sessionmaker(get_engine(), expire_on_commit=False)()
    try:
        yield session
        session.commit()
    except BaseException:
        session.rollback()
        raise
    finally:
        session.close()
