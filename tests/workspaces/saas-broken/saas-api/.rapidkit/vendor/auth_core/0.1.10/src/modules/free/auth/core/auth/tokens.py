"""Access tokens and password hashes."""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from datetime import UTC, datetime, timedelta
from functools import lru_cache

import jwt
from pydantic import SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

_ITERATIONS = 120_000


class AuthSettings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="AUTH_", env_file=".env", extra="ignore")

    jwt_secret: SecretStr
    jwt_algorithm: str = "HS256"
    access_token_minutes: int = 30


@lru_cache
def get_auth_settings() -> AuthSettings:
    return AuthSettings()


class TokenRejected(Exception):
    """The token is expired, was signed with another secret, or is no token at all."""


def issue_token(subject: str, *, minutes: int | None = None) -> str:
    settings = get_auth_settings()
    now = datetime.now(UTC)
    claims = {
        "sub": subject,
        "iat": now,
        "exp": now + timedelta(minutes=minutes or settings.access_token_minutes),
    }
    return jwt.encode(
        claims, settings.jwt_secret.get_secret_value(), algorithm=settings.jwt_algorithm
    )


def read_token(token: str) -> str:
    """Returns the subject of a token that this product signed."""
    settings = get_auth_settings()
    try:
        claims = jwt.decode(
            token, settings.jwt_secret.get_secret_value(), algorithms=[settings.jwt_algorithm]
        )
    except jwt.PyJWTError as error:
        raise TokenRejected(str(error)) from error
    return str(claims["sub"])


def hash_password(password: str) -> str:
    salt = secrets.token_hex(16)
    return f"{salt}${_digest(password, salt)}"


def verify_password(password: str, stored: str) -> bool:
    salt, _, digest = stored.partition("$")
    return hmac.compare_digest(digest, _digest(password, salt))


def _digest(password: str, salt: str) -> str:
    pepper = os.getenv("RAPIDKIT_AUTH_CORE_PEPPER")
    material = password + (pepper or "")
    return hashlib.pbkdf2_hmac("sha256", material.encode(), salt.encode(), _ITERATIONS).hex()
