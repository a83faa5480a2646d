"""The people of a team and what its owner asks of decisions.

On PostgreSQL roles are database roles, and the server itself refuses what a role may not do. On a file there are none:
whoever may write the file may do everything, and a name is what somebody calls themselves.
"""

from __future__ import annotations

from sqlmodel import Session, col, select

from experiments.approval import Rules
from experiments.errors import Refused
from experiments.people import Person, Role, named
from experiments.text import Name
from store.change import Change, Desk, noun_of
from store.database import Database
from store.tables import RulesRow

TEAM = "team"
"""What entries of the trail about people and rules are about."""

_NO_ROLES_IN_A_FILE = (
    "a file has no roles: whoever may write it may do everything, and the rights of the operating system are its only"
    " fence; roles need PostgreSQL"
)
_ROLES_ARE_OFF = "roles are off here: everybody who may write may do everything; whatsticks admin init switches them on"


def signing(database: Database, name: str, *, chosen: bool) -> str:
    """Return the name that somebody signs with: where there are roles, the one they log in with.

    Raises
    ------
    Refused
        Where another was ``chosen``.
    """
    if not database.person:
        return name
    if chosen and name != database.person:
        raise Refused(f"you logged in as {database.person}, and nobody signs as another here; leave {name} out")
    return database.person


def require(desk: Desk, role: Role, doing: str) -> None:
    """Raise Refused where there are roles and that of whoever works does not allow something."""
    mine = desk.database.role
    if mine is not None and not mine.includes(role):
        raise Refused(f"{doing} takes {named(role)}; you are {desk.database.person}, {named(mine)}")


def rules_of(session: Session) -> Rules:
    """Return what is asked of decisions; nothing where nobody asked."""
    row = session.exec(select(RulesRow).order_by(col(RulesRow.id)).limit(1)).first()
    return Rules() if row is None else noun_of(Rules, row)


def set_rules(change: Change, rules: Rules) -> Rules:
    """Write what is asked of decisions; without its entry in the trail."""
    return change.insert(rules) if rules.id is None else change.update(rules)


class People:
    """The team of a workspace."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    @property
    def role(self) -> Role | None:
        """Return what whoever works here may do; None where there are no roles."""
        return self._desk.database.role

    @property
    def why_off(self) -> str:
        """Say why there are no roles; empty where there are."""
        if self.role is not None:
            return ""
        return _ROLES_ARE_OFF if self._on_server else _NO_ROLES_IN_A_FILE

    @property
    def rules(self) -> Rules:
        """Return what the owner asks of decisions."""
        with self._desk.reading() as session:
            return rules_of(session)

    def list(self) -> tuple[Person, ...]:
        """Return everybody who may open the workspace, by name."""
        self._need_roles()
        from store.people_server import people

        with self._desk.reading() as session:
            return people(session)

    def begin(self) -> None:
        """Switch roles on: make the groups, give them their rights, and make whoever works the first owner.

        Where they are on already, the rights are given anew.
        """
        if not self._on_server:
            raise Refused(_NO_ROLES_IN_A_FILE)
        from store.people_server import begin

        if begin(self._desk):
            self._desk.said = f"Roles are on: {self._desk.database.person} is the first owner."
        else:
            self._desk.said = "Roles were on already; their rights were given anew."

    def add(self, name: Name, role: Role, password: str | None = None) -> Person:
        """Take somebody into the team, or give them another role.

        Parameters
        ----------
        name : str
            Whom the server knows by this name; with a ``password``, somebody it does not know yet.
        """
        self._need_roles()
        require(self._desk, Role.owner, "saying who belongs to the team")
        from store.people_server import add

        with self._desk.changing() as change:
            before = add(change.session, name, role, password)
            if before == role:
                change.said = f"{name} is {named(role)} already."
                return Person(name=name, role=role)
            was = "" if before is None else f", after having been {named(before)}"
            change.enter("people", TEAM, f"{name} is {named(role)} of the team now{was}.")
        return Person(name=name, role=role)

    def remove(self, name: Name) -> None:
        """Take somebody out of the team; what they wrote stays."""
        self._need_roles()
        require(self._desk, Role.owner, "saying who belongs to the team")
        from store.people_server import remove

        with self._desk.changing() as change:
            was = remove(change.session, name)
            change.enter("people", TEAM, f"{name}, who was {named(was)}, does not belong to the team any more.")

    def set_limit(self, limit: float | None) -> Rules:
        """Set the most money that one person may release; a limit asks for a second person, too."""
        second = {"second_person": True} if limit is not None else {}
        return self._set({"limit": limit, **second})

    def ask_second_person(self, asked: bool) -> Rules:
        """Say whether a decision against the verdict, or above the limit, needs a second person."""
        return self._set({"second_person": asked})

    def _set(self, fields: dict[str, object]) -> Rules:
        require(self._desk, Role.owner, "setting the rules of decisions")
        with self._desk.changing() as change:
            before = rules_of(change.session)
            after = before.but(**fields)
            if after == before:
                change.said = f"It was so already. {after.sentence}"
                return before
            after = set_rules(change, after)
            change.enter("rules", TEAM, after.sentence)
        return after

    @property
    def _on_server(self) -> bool:
        return self._desk.database.engine == "postgresql"

    def _need_roles(self) -> None:
        if why := self.why_off:
            raise Refused(why)
