from dataclasses import dataclass


@dataclass(frozen=True)
class Account:
    id: str
    email: str
    full_name: str
    password_hash: str
