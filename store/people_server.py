"""Roles on PostgreSQL: switching them on, and who belongs to which."""

from __future__ import annotations

import re
from typing import Any

import psycopg
from sqlalchemy import Connection, text
from sqlmodel import Session

from experiments.approval import Rules
from experiments.errors import NotFound, Refused
from experiments.people import Person, Role
from store import people as shelf
from store.change import Desk
from store.rights import base_name, group, groups, rules

_HERE = text("""
    SELECT current_database()::text AS database, current_schema()::text AS schema,
           quote_ident(current_schema()) AS quoted, session_user::text AS person,
           to_regproc('role_of') IS NOT NULL AS team,
           pg_has_role(session_user, (SELECT relowner FROM pg_class WHERE oid = 'trail'::regclass), 'USAGE') AS keeper,
           (SELECT rolcreaterole OR rolsuper FROM pg_roles WHERE rolname = session_user) AS makes_roles
""")
_PEOPLE = text("""
    SELECT rolname::text AS name, role_of(rolname) AS role,
           pg_has_role(rolname, (SELECT relowner FROM pg_class WHERE oid = 'trail'::regclass), 'USAGE') AS keeper
    FROM pg_roles WHERE rolcanlogin AND role_of(rolname) IS NOT NULL ORDER BY rolname
""")
_ROLE_OF = text("SELECT role_of(rolname) FROM pg_roles WHERE rolname = :name")
_KNOWN = text("SELECT rolcanlogin FROM pg_roles WHERE rolname = :name")
_APPOINT = text("SELECT appoint(CAST(:name AS name), :role)")

_LONGEST = 63


def begin(desk: Desk) -> bool:
    """Switch roles on; say whether they were off.

    Raises
    ------
    Refused
        Where the tables are not of whoever works, or that person may not make roles.
    """
    database = desk.database
    with desk.changing() as change:
        connection = change.session.connection()
        here = connection.execute(_HERE).one()
        if not here.keeper:
            raise Refused(f"only who made the workspace can do this: its tables do not belong to {here.person}")
        if here.team:
            renew_rights(connection)
            return False
        if not here.makes_roles:
            raise Refused(
                f"{here.person} may not make roles on this server; ALTER ROLE {here.person} CREATEROLE lets them"
            )
        base = _free_base(connection, here.database, here.schema)
        for statement in (*groups(base), *rules(base, here.quoted)):
            _run(connection, statement)
        connection.execute(_APPOINT, {"name": here.person, "role": str(Role.owner)})
        change.actor = here.person
        before = shelf.rules_of(change.session)
        if not before.second_person:
            shelf.set_rules(change, before.but(second_person=True) if before.id else Rules(second_person=True))
        change.enter("people", shelf.TEAM, f"Switched roles on; {here.person} is the first owner.")
    database.person, database.role = here.person, Role.owner
    desk.actor = here.person
    return True


def renew_rights(connection: Connection) -> None:
    """Give the groups the rights they should have, where there are groups: tables may be new."""
    here = connection.execute(_HERE).one()
    if here.team:
        base = connection.execute(text("SELECT team()")).scalar_one()
        for statement in rules(base, here.quoted):
            _run(connection, statement)


def people(session: Session) -> tuple[Person, ...]:
    """Return everybody who may log in and has a role."""
    rows = session.connection().execute(_PEOPLE)
    return tuple(Person(name=row.name, role=Role(row.role), keeper=row.keeper) for row in rows)


def add(session: Session, name: str, role: Role, password: str | None) -> Role | None:
    """Give somebody a role, and return the one they had; make a login for them where a password comes along."""
    connection = session.connection()
    known = connection.execute(_KNOWN, {"name": name}).scalar()
    if known is None:
        _make_login(connection, name, password)
    elif not known:
        raise Refused(f"{name} cannot log in to the server, so they cannot be of the team")
    elif password is not None:
        raise Refused(f"the server knows {name} already; their password stays, so leave it out")
    before = _role(connection, name)
    if before != role:
        connection.execute(_APPOINT, {"name": name, "role": str(role)})
    return before


def remove(session: Session, name: str) -> Role:
    """Take somebody's role away, and return it."""
    connection = session.connection()
    before = _role(connection, name)
    if before is None:
        raise NotFound("person of the team", name, "whatsticks admin list names them")
    connection.execute(_APPOINT, {"name": name, "role": None})
    return before


def _role(connection: Connection, name: str) -> Role | None:
    found = connection.execute(_ROLE_OF, {"name": name}).scalar()
    return None if found is None else Role(found)


def _free_base(connection: Connection, database: str, schema: str) -> str:
    base = ""
    for marked in (False, True):
        base = base_name(database, schema, marked=marked)
        names = [group(base, role) for role in Role]
        if not connection.execute(text("SELECT FROM pg_roles WHERE rolname = ANY(:names)"), {"names": names}).first():
            return base
    raise Refused(f"the server has roles named {base}_… already; DROP ROLE them, if nothing uses them")


def _make_login(connection: Connection, name: str, password: str | None) -> None:
    """Make a login role. The password leaves this machine only as what the server stores of it."""
    if len(name.encode()) > _LONGEST or re.match("pg_|whatsticks_", name):
        raise Refused(f"the server takes no person of the name {name}; choose a shorter one, or one without pg_")
    makes_roles = connection.execute(_HERE).one().makes_roles
    if password is None or not makes_roles:
        instead = "--password or --generate makes a login" if makes_roles else "whoever looks after it can CREATE ROLE"
        raise Refused(f"the server does not know {name}: {instead}; --role then gives the role")
    raw: Any = connection.connection.driver_connection
    secret = raw.pgconn.encrypt_password(password.encode(), name.encode(), b"scram-sha-256").decode()
    statement = psycopg.sql.SQL("CREATE ROLE {} LOGIN PASSWORD {}").format(
        psycopg.sql.Identifier(name), psycopg.sql.Literal(secret)
    )
    _run(connection, statement.as_string(raw))


def _run(connection: Connection, statement: str) -> None:
    connection.exec_driver_sql(statement.replace("%", "%%"))
