"""Values of the users module."""

from __future__ import annotations

from pydantic import BaseModel, Field


class UserView(BaseModel):
    id: str
    email: str
    full_name: str = Field(default="", max_length=120)


def normalise_email(raw: str) -> str:
    """Two spellings of one mailbox must not make two accounts."""
    return raw.strip().casefold()
