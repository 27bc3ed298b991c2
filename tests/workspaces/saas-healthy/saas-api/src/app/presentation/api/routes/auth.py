from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.security import OAuth2PasswordRequestForm
from pydantic import BaseModel, Field

from src.app.application.use_cases.sign_in import register, sign_in
from src.app.infrastructure.repositories.accounts import SqlAccounts
from src.app.presentation.api.dependencies import CurrentAccount, SessionDep
from src.modules.free.security.rate_limiting.rate_limiting import rate_limited
from src.modules.free.users.users_core.users_core import UserView

router = APIRouter(prefix="/auth", tags=["auth"])


class RegisterRequest(BaseModel):
    email: str = Field(pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$", max_length=254)
    password: str = Field(min_length=10, max_length=128)
    full_name: str = Field(default="", max_length=120)


class TokenResponse(BaseModel):
    access_token: str
    token_type: str = "bearer"


@router.post("/register", status_code=201, dependencies=[Depends(rate_limited("register"))])
def register_account(payload: RegisterRequest, session: SessionDep) -> UserView:
    account = register(SqlAccounts(session), payload.email, payload.password, payload.full_name)
    return UserView(id=account.id, email=account.email, full_name=account.full_name)


@router.post("/token", dependencies=[Depends(rate_limited("token"))])
def token(
    form: Annotated[OAuth2PasswordRequestForm, Depends()], session: SessionDep
) -> TokenResponse:
    return TokenResponse(access_token=sign_in(SqlAccounts(session), form.username, form.password))


@router.get("/me")
def me(account: CurrentAccount) -> UserView:
    return UserView(id=account.id, email=account.email, full_name=account.full_name)
