from dataclasses import dataclass, field


@dataclass
class Team:
    id: str
    name: str
    owner_id: str
    member_ids: list[str] = field(default_factory=list)

    def has_member(self, account_id: str) -> bool:
        return account_id == self.owner_id or account_id in self.member_ids
