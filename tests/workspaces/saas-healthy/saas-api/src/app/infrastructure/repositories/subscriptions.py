from datetime import UTC

from sqlalchemy.orm import Session

from src.app.domain.models.subscription import Plan, Subscription
from src.app.infrastructure.database.tables import SubscriptionRow


class SqlSubscriptions:
    def __init__(self, session: Session) -> None:
        self._session = session

    def of(self, account_id: str) -> Subscription:
        row = self._session.get(SubscriptionRow, account_id)
        if row is None:
            return Subscription(account_id)
        period_end = row.current_period_end
        if period_end is not None and period_end.tzinfo is None:
            period_end = period_end.replace(tzinfo=UTC)
        return Subscription(account_id, Plan(row.plan), period_end)

    def put(self, subscription: Subscription) -> None:
        self._session.merge(
            SubscriptionRow(
                account_id=subscription.account_id,
                plan=subscription.plan.value,
                current_period_end=subscription.current_period_end,
            )
        )
        self._session.flush()
