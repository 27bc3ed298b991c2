"""Users; the runtime is vendored."""

from src.modules.vendored import load_vendored

_runtime = load_vendored(
    "users_core", "0.1.7", "src/modules/free/users/users_core/users_core_types.py"
)

UserView = _runtime.UserView
normalise_email = _runtime.normalise_email
