from datetime import UTC, datetime

from fastapi import APIRouter
from pydantic import BaseModel

from src.app.domain.models.subscription import PRICES_IN_CENTS, SEATS, Plan
from src.app.infrastructure.repositories.subscriptions import SqlSubscriptions
from src.app.presentation.api.dependencies import CurrentAccount, SessionDep

router = APIRouter(prefix="/subscriptions", tags=["subscriptions"])


class PlanView(BaseModel):
    plan: Plan
    price_in_cents: int
    seats: int


class SubscriptionView(BaseModel):
    plan: Plan
    current_period_end: datetime | None


class CheckoutRequest(BaseModel):
    plan: Plan


@router.get("/plans")
def list_plans() -> list[PlanView]:
    return [
        PlanView(plan=plan, price_in_cents=price, seats=SEATS[plan])
        for plan, price in PRICES_IN_CENTS.items()
    ]


@router.get("/current")
def read_current(account: CurrentAccount, session: SessionDep) -> SubscriptionView:
    subscription = SqlSubscriptions(session).of(account.id)
    return SubscriptionView(
        plan=subscription.effective_plan(datetime.now(UTC)),
        current_period_end=subscription.current_period_end,
    )


@router.post("/checkout")
def checkout(
    payload: CheckoutRequest, account: CurrentAccount, session: SessionDep
) -> SubscriptionView:
    subscriptions = SqlSubscriptions(session)
    switched = subscriptions.of(account.id).switched_to(payload.plan, datetime.now(UTC))
    subscriptions.put(switched)
    return SubscriptionView(plan=switched.plan, current_period_end=switched.current_period_end)
