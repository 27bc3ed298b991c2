"""Routes that the users module brings along.

Nobody includes this router: accounts are served by `presentation/api/routes/auth.py`.
"""

from fastapi import APIRouter

from src.modules.free.users.users_core.users_core import UserView

router = APIRouter(prefix="/users", tags=["users"])


@router.get("")
def list_users() -> list[UserView]:
    return []


@router.get("/{user_id}")
def read_user(user_id: str) -> UserView:
    return UserView(id=user_id, email="unknown@notebook.example")
