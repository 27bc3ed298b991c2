from sqlalchemy import select
from sqlalchemy.orm import Session

from src.app.domain.models.account import Account
from src.app.infrastructure.database.tables import AccountRow


class SqlAccounts:
    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, account: Account) -> None:
        self._session.add(AccountRow(**vars(account)))
        self._session.flush()

    def by_id(self, account_id: str) -> Account | None:
        row = self._session.get(AccountRow, account_id)
        return _account(row) if row else None

    def by_email(self, email: str) -> Account | None:
        row = self._session.scalar(select(AccountRow).where(AccountRow.email == email))
        return _account(row) if row else None


def _account(row: AccountRow) -> Account:
    return Account(row.id, row.email, row.full_name, row.password_hash)
