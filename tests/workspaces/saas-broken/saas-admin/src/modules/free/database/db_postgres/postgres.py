"""PostgreSQL; the runtime is vendored."""

from src.modules.vendored import load_vendored

_runtime = load_vendored(
    "db_postgres", "0.1.25", "src/modules/free/database/db_postgres/postgres.py"
)

Base = _runtime.Base
create_tables = _runtime.create_tables
is_reachable = _runtime.is_reachable
session_scope = _runtime.session_scope
