"""The audit trail: written by every action, never changed."""

from datetime import UTC, datetime

from sqlalchemy import DateTime, String, select
from sqlalchemy.orm import Mapped, mapped_column

from src.modules.free.database.db_postgres.postgres import Base, session_scope


class TrailRow(Base):
    __tablename__ = "audit_trail"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    admin: Mapped[str] = mapped_column(String(80))
    action: Mapped[str] = mapped_column(String(40))
    target: Mapped[str] = mapped_column(String(80))


def record(admin: str, action: str, target: str) -> None:
    with session_scope() as session:
        session.add(TrailRow(at=datetime.now(UTC), admin=admin, action=action, target=target))


def newest(limit: int) -> list[TrailRow]:
    with session_scope() as session:
        return list(session.scalars(select(TrailRow).order_by(TrailRow.id.desc()).limit(limit)))
