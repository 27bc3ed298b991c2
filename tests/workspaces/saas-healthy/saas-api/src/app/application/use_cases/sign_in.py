"""Making an account and getting a token for it."""

from uuid import uuid4

from src.app.application.ports import Accounts
from src.app.domain.errors import EmailTaken, SignInRefused
from src.app.domain.models.account import Account
from src.modules.free.auth.core.auth.tokens import hash_password, issue_token, verify_password
from src.modules.free.users.users_core.users_core import normalise_email


def register(accounts: Accounts, email: str, password: str, full_name: str) -> Account:
    email = normalise_email(email)
    if accounts.by_email(email):
        raise EmailTaken("There is an account with this address already")
    account = Account(str(uuid4()), email, full_name, hash_password(password))
    accounts.add(account)
    return account


def sign_in(accounts: Accounts, email: str, password: str) -> str:
    account = accounts.by_email(normalise_email(email))
    if account is None or not verify_password(password, account.password_hash):
        raise SignInRefused("Wrong address or password")
    return issue_token(account.id)
