from fastapi import APIRouter, Depends, HTTPException
from fastapi.security import OAuth2PasswordBearer

from src.modules.free.auth.core.auth.tokens import TokenRejected, read_token
from src.modules.free.security.rate_limiting.rate_limiting import rate_limited

router = APIRouter(prefix="/auth", tags=["auth"])
oauth2_scheme = OAuth2PasswordBearer(tokenUrl="/api/auth/token")


@router.get("/me", dependencies=[Depends(rate_limited("me"))])
def me(token: str = Depends(oauth2_scheme)) -> dict[str, str]:
    try:
        return {"id": read_token(token)}
    except TokenRejected as error:
        raise HTTPException(401, "Sign in first") from error
