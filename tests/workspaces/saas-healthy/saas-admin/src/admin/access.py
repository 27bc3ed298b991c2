from typing import Annotated

from fastapi import Depends, HTTPException
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from src.admin.settings import get_admin_settings
from src.modules.free.auth.core.auth.tokens import TokenRejected, read_token

bearer = HTTPBearer(auto_error=False)


def require_admin(
    credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(bearer)],
) -> str:
    if credentials is None:
        raise HTTPException(401, "Sign in first")
    try:
        subject = read_token(credentials.credentials)
    except TokenRejected as error:
        raise HTTPException(401, "Sign in again") from error
    if subject not in get_admin_settings().allowed_subjects:
        raise HTTPException(403, "This account is not an admin")
    return subject


Admin = Annotated[str, Depends(require_admin)]
