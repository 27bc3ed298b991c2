"""Rate limits; the runtime is vendored."""

from src.modules.vendored import load_vendored

_runtime = load_vendored(
    "rate_limiting", "0.1.6", "src/modules/free/security/rate_limiting/rate_limiting.py"
)

create_limits_router = _runtime.create_limits_router
rate_limited = _runtime.rate_limited
