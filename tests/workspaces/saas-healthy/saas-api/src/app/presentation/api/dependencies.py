"""What an endpoint can ask for."""

from collections.abc import Iterator
from typing import Annotated

from fastapi import Depends, HTTPException
from fastapi.security import OAuth2PasswordBearer
from sqlalchemy.orm import Session

from src.app.domain.models.account import Account
from src.app.infrastructure.repositories.accounts import SqlAccounts
from src.modules.free.auth.core.auth.tokens import TokenRejected, read_token
from src.modules.free.database.db_postgres.postgres import session_scope

oauth2_scheme = OAuth2PasswordBearer(tokenUrl="/api/auth/token")


def get_session() -> Iterator[Session]:
    with session_scope() as session:
        yield session


SessionDep = Annotated[Session, Depends(get_session)]


def get_current_account(
    session: SessionDep, token: Annotated[str, Depends(oauth2_scheme)]
) -> Account:
    try:
        account = SqlAccounts(session).by_id(read_token(token))
    except TokenRejected:
        account = None
    if account is None:
        raise HTTPException(401, "Sign in first", headers={"WWW-Authenticate": "Bearer"})
    return account


CurrentAccount = Annotated[Account, Depends(get_current_account)]
