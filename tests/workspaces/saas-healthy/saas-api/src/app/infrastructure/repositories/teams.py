from sqlalchemy import select
from sqlalchemy.orm import Session

from src.app.domain.models.team import Team
from src.app.infrastructure.database.tables import TeamRow


class SqlTeams:
    def __init__(self, session: Session) -> None:
        self._session = session

    def put(self, team: Team) -> None:
        self._session.merge(
            TeamRow(
                id=team.id,
                name=team.name,
                owner_id=team.owner_id,
                member_ids=list(team.member_ids),
            )
        )
        self._session.flush()

    def by_id(self, team_id: str) -> Team | None:
        row = self._session.get(TeamRow, team_id)
        return _team(row) if row else None

    def of(self, account_id: str) -> list[Team]:
        teams = [_team(row) for row in self._session.scalars(select(TeamRow))]
        return [team for team in teams if team.has_member(account_id)]


def _team(row: TeamRow) -> Team:
    return Team(row.id, row.name, row.owner_id, list(row.member_ids))
