"""The key-value store; the runtime is vendored."""

from src.modules.vendored import load_vendored

_runtime = load_vendored("redis", "0.1.15", "src/modules/free/cache/redis/redis_runtime.py")

Store = _runtime.Store
get_store = _runtime.get_store
