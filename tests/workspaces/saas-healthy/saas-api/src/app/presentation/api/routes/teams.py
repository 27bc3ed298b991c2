from fastapi import APIRouter
from pydantic import BaseModel, Field

from src.app.application.use_cases.team_membership import (
    found_team,
    invite,
    remove_member,
    visible_team,
)
from src.app.domain.models.team import Team
from src.app.infrastructure.repositories.subscriptions import SqlSubscriptions
from src.app.infrastructure.repositories.teams import SqlTeams
from src.app.presentation.api.dependencies import CurrentAccount, SessionDep

router = APIRouter(tags=["teams"])
members_router = APIRouter(prefix="/members")


class TeamRequest(BaseModel):
    name: str = Field(min_length=1, max_length=80)


class InviteRequest(BaseModel):
    account_id: str


class TeamView(BaseModel):
    id: str
    name: str
    owner_id: str
    member_ids: list[str]


def _view(team: Team) -> TeamView:
    return TeamView(**vars(team))


@router.get("")
def list_teams(account: CurrentAccount, session: SessionDep) -> list[TeamView]:
    return [_view(team) for team in SqlTeams(session).of(account.id)]


@router.post("", status_code=201)
def create_team(payload: TeamRequest, account: CurrentAccount, session: SessionDep) -> TeamView:
    return _view(found_team(SqlTeams(session), account.id, payload.name))


@router.get("/{team_id}")
def read_team(team_id: str, account: CurrentAccount, session: SessionDep) -> TeamView:
    return _view(visible_team(SqlTeams(session), team_id, account.id))


@members_router.post("", status_code=201)
def add_member(
    team_id: str, payload: InviteRequest, account: CurrentAccount, session: SessionDep
) -> TeamView:
    team = invite(
        SqlTeams(session), SqlSubscriptions(session), team_id, account.id, payload.account_id
    )
    return _view(team)


@members_router.delete("/{member_id}", status_code=204)
def delete_member(
    team_id: str, member_id: str, account: CurrentAccount, session: SessionDep
) -> None:
    remove_member(SqlTeams(session), team_id, account.id, member_id)


router.include_router(members_router, prefix="/{team_id}")
