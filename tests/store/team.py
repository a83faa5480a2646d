"""A team of four on one PostgreSQL workspace: each logs in as themselves, with the rights of one role."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote
from uuid import uuid4

import psycopg
from psycopg.conninfo import conninfo_to_dict

from experiments.experiment import Experiment
from experiments.plan import Plan
from store.postgres import connect, server_at
from store.rights import base_name
from store.workspace import Workspace

ROLES = ("viewer", "member", "approver", "owner")


@dataclass(frozen=True)
class Team:
    """A workspace with roles. Everybody's login is their role and the digits of this team; a stranger has no role."""

    server: str
    schema: str
    mark: str

    def login(self, who: str) -> str:
        return f"{who}_{self.mark}"

    @property
    def base(self) -> str:
        return base_name(str(conninfo_to_dict(self.server)["dbname"]), self.schema)

    def address(self, who: str) -> str:
        """Return the address under which somebody opens the workspace; of the keeper, where ``who`` is empty."""
        user = f"&user={quote(self.login(who))}" if who else ""
        return f"{self.server}{user}&schema={self.schema}"

    def open(self, who: str, **more: Any) -> Workspace:
        return Workspace.open(self.address(who), create=False, **more)

    @contextmanager
    def sql(self, who: str) -> Iterator[psycopg.Connection]:
        """Open a connection as somebody, past the product."""
        with connect(server_at(self.address(who))) as connection:
            yield connection


def make_team(server: str) -> Team:
    """Make a workspace whose keeper is no superuser, switch roles on, and take four people in."""
    mark = uuid4().hex[:8]
    team = Team(server, f"team_{mark}", mark)
    with psycopg.connect(server, autocommit=True) as connection:
        for who in ("keeper", "stranger", "second", *ROLES):
            connection.execute(f"CREATE ROLE {team.login(who)} LOGIN")
        connection.execute(f"ALTER ROLE {team.login('keeper')} CREATEROLE")
        connection.execute(f"CREATE SCHEMA {team.schema} AUTHORIZATION {team.login('keeper')}")
    with Workspace.open(team.address("keeper")) as ws:
        ws.people.begin()
        for role in ROLES:
            ws.people.add(team.login(role), role)
        ws.people.add(team.login("second"), "approver")
    return team


def dissolve(team: Team) -> None:
    """Take schema, groups and people away again."""
    base = team.base
    with psycopg.connect(team.server, autocommit=True) as connection:
        connection.execute(f"DROP SCHEMA {team.schema} CASCADE")
        names = [f"{base}_{role}" for role in ROLES]
        names += [team.login(who) for who in ("stranger", "second", *ROLES, "keeper")]
        for name in names:
            connection.execute(f"DROP OWNED BY {name}")
        for name in names:
            connection.execute(f"DROP ROLE {name}")


PLAN: dict[str, Any] = {
    "comparison": "control",
    "control": "old",
    "shares": {"old": 0.5, "new": 0.5},
    "metric": [{"name": "signed up", "bar": 0.0, "target": 0.02, "baseline": 0.05}],
    "planned_size": 2000,
}


def batch(successes: int, trials: int) -> dict[str, Any]:
    """Return results in which the new page does twice as well."""

    def arm(did: int) -> dict[str, Any]:
        statistic = {"kind": "counts", "successes": did, "trials": trials}
        return {"units": trials, "statistics": {"signed up": statistic}}

    return {"arms": {"old": arm(successes), "new": arm(2 * successes)}}


def running(ws: Workspace, **fields: Any) -> Experiment:
    """Add a test of H1 with a clear gain; it still runs."""
    test = ws.experiments.add({"hypothesis_id": 1, "title": "Landing page", **fields})
    number = test.id or 0
    planned = ws.experiments.plan(number, test.version, Plan.of(PLAN))
    ws.experiments.lock(number, planned.version)
    ws.observations.record(number, batch(60, 1000))
    return ws.experiments.get(number)


def concluded(ws: Workspace, **fields: Any) -> Experiment:
    """Add a test of H1 with a clear gain, and end it."""
    test = running(ws, **fields)
    return ws.experiments.conclude(test.id or 0, test.version)


def begin_bet(ws: Workspace) -> None:
    """Add S1 and H1."""
    segment = ws.segments.add({"name": "Parents of toddlers"})
    ws.hypotheses.add({"segment_id": segment.id, "title": "They order at night"})


def reasons(choice: str = "stop", **more: Any) -> dict[str, Any]:
    """Return what a decision says; to stop goes against the verdict of these tests."""
    return {"choice": choice, "why": "the supplier went bankrupt", "learning": "they shop at night", **more}
