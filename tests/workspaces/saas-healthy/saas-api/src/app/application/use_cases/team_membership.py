"""Who is in a team."""

from datetime import UTC, datetime
from uuid import uuid4

from src.app.application.ports import Subscriptions, Teams
from src.app.domain.errors import NotAllowed, UnknownTeam
from src.app.domain.models.subscription import SEATS
from src.app.domain.models.team import Team


def found_team(teams: Teams, owner_id: str, name: str) -> Team:
    team = Team(str(uuid4()), name, owner_id)
    teams.put(team)
    return team


def visible_team(teams: Teams, team_id: str, account_id: str) -> Team:
    team = teams.by_id(team_id)
    if team is None or not team.has_member(account_id):
        raise UnknownTeam("There is no such team")
    return team


def invite(
    teams: Teams, subscriptions: Subscriptions, team_id: str, owner_id: str, guest_id: str
) -> Team:
    team = visible_team(teams, team_id, owner_id)
    if team.owner_id != owner_id:
        raise NotAllowed("Only the owner can invite")
    plan = subscriptions.of(owner_id).effective_plan(datetime.now(UTC))
    if len(team.member_ids) + 1 >= SEATS[plan]:
        raise NotAllowed(f"The {plan} plan has no seat left")
    if not team.has_member(guest_id):
        team.member_ids.append(guest_id)
        teams.put(team)
    return team


def remove_member(teams: Teams, team_id: str, owner_id: str, member_id: str) -> None:
    team = visible_team(teams, team_id, owner_id)
    if owner_id not in (team.owner_id, member_id):
        raise NotAllowed("Only the owner can remove somebody else")
    team.member_ids = [each for each in team.member_ids if each != member_id]
    teams.put(team)
