"""The people of a team, by what each may do: every role may do all that the one before it may."""

from __future__ import annotations

from enum import StrEnum

from experiments.noun import Value
from experiments.text import Name


class Role(StrEnum):
    """What somebody may do in the workspace of a team."""

    viewer = "viewer"
    member = "member"
    approver = "approver"
    owner = "owner"

    @property
    def meaning(self) -> str:
        """Say what this role may do."""
        return _MEANS[self]

    def includes(self, other: Role) -> bool:
        """Say whether this role may do all that another may."""
        order = list(Role)
        return order.index(self) >= order.index(other)


_MEANS = {
    Role.viewer: "reads and exports everything, changes nothing",
    Role.member: "registers bets, records results and decides; proposes what needs a second person",
    Role.approver: "is a member who may also approve or refuse what others propose",
    Role.owner: "is an approver who also sets the limit and says who belongs to the team",
}


class Person(Value):
    """Somebody of the team. ``keeper`` marks who owns the tables themselves, and is held by no role."""

    name: Name
    role: Role
    keeper: bool = False


def named(role: Role) -> str:
    """Return a role with its article: ``an owner``."""
    return f"{'an' if role in (Role.approver, Role.owner) else 'a'} {role}"
