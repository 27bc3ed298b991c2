from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum


class Plan(StrEnum):
    FREE = "free"
    TEAM = "team"
    BUSINESS = "business"


PRICES_IN_CENTS: dict[Plan, int] = {Plan.FREE: 0, Plan.TEAM: 900, Plan.BUSINESS: 2900}
SEATS: dict[Plan, int] = {Plan.FREE: 1, Plan.TEAM: 10, Plan.BUSINESS: 100}


@dataclass(frozen=True)
class Subscription:
    account_id: str
    plan: Plan = Plan.FREE
    current_period_end: datetime | None = None

    def effective_plan(self, now: datetime) -> Plan:
        """A paid plan that has run out counts as the free one."""
        if self.current_period_end is not None and self.current_period_end < now:
            return Plan.FREE
        return self.plan

    def switched_to(self, plan: Plan, now: datetime) -> "Subscription":
        period_end = None if plan is Plan.FREE else now + timedelta(days=30)
        return replace(self, plan=plan, current_period_end=period_end)
