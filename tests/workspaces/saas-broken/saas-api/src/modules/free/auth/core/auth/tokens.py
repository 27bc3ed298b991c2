"""Tokens and passwords; the runtime is vendored."""

from src.modules.vendored import load_vendored

_runtime = load_vendored("auth_core", "0.1.10", "src/modules/free/auth/core/auth/tokens.py")

TokenRejected = _runtime.TokenRejected
hash_password = _runtime.hash_password
issue_token = _runtime.issue_token
read_token = _runtime.read_token
verify_password = _runtime.verify_password
