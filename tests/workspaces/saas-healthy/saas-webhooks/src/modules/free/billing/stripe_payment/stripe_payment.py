"""Stripe; the runtime, route included, is vendored."""

from src.modules.vendored import load_vendored

_runtime = load_vendored(
    "stripe_payment", "0.1.4", "src/modules/free/billing/stripe_payment/stripe_payment.py"
)

create_stripe_router = _runtime.create_stripe_router
sign = _runtime.sign
