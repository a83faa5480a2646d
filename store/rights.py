"""What each role may do in a workspace on PostgreSQL, as statements: groups, grants, row-level security and rules.

A person is a login role of the server and a member of one of four groups of the workspace. Rows are readable by all of
them, since numbers and the trail's head have to be; what is restricted is writing. What a single row can tell is a
policy; what needs other rows, such as a second person behind a decision, is a trigger. Both bind every program, so that
a client that was stolen or rewritten cannot do more than the person whose name it logs in with.

Whoever owns the tables can take all of this away, and so can a superuser; ``whatsticks doctor`` notices.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator

from experiments.approval import Ruling
from experiments.people import Role
from store.rights_triggers import functions, triggers

_BY_HAND = (("segment", "S"), ("hypothesis", "H"), ("experiment", "E"), ("source", "D"))
"""What people add, edit and take back, with the letter of its codes."""
_APPENDED = ("observation", "decision", "proposal", "review", "trail")

FOR_APPROVERS = (Ruling.approve.value, Ruling.refuse.value)
FOR_OWNERS = ("rules", "people")
"""Actions in the trail that only these roles may enter."""

TABLES = (*(table for table, _ in _BY_HAND), *_APPENDED, "rules")
"""The tables with rules of their own; any other is for reading."""

_LONGEST = 63 - len("_approver")


def base_name(database: str, schema: str, *, marked: bool = False) -> str:
    """Return how the groups of a workspace begin, such as ``whatsticks_bets_whatsticks``.

    Groups are known on the whole server, so a name that was changed or cut, or is ``marked`` because another has it,
    ends in digits of its own.
    """
    wanted = f"whatsticks_{database}_{schema}"
    plain = re.sub(r"[^a-z0-9_]+", "_", wanted.lower())
    if plain == wanted and len(plain) <= _LONGEST and not marked:
        return plain
    digest = hashlib.sha256(f"{database}\0{schema}".encode("utf-8", "replace")).hexdigest()[:8]
    return f"{plain[: _LONGEST - 9]}_{digest}"


def group(base: str, role: Role) -> str:
    """Return the name of a group."""
    return f"{base}_{role}"


def groups(base: str) -> Iterator[str]:
    """Yield the statements that make the groups: each role is a member of the one below it."""
    for role in Role:
        yield f"CREATE ROLE {group(base, role)} NOLOGIN"
    for lower, higher in zip(list(Role), list(Role)[1:], strict=False):
        yield f"GRANT {group(base, lower)} TO {group(base, higher)}"


def rules(base: str, schema: str) -> Iterator[str]:
    """Yield the statements that give the groups their rights, and nobody else any; they may be run again.

    Parameters
    ----------
    base : str
        How the groups begin.
    schema : str
        The schema of the workspace, quoted.
    """
    yield from functions(base)
    yield _REVOKE_ALL
    yield from _grants(base, schema)
    yield _DROP_POLICIES
    for table in TABLES:
        yield f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY"
        yield f"CREATE POLICY {table}_is_read ON {table} FOR SELECT TO {group(base, Role.viewer)} USING (true)"
    yield from _policies(base)
    yield from triggers()


def policies() -> Iterator[str]:
    """Yield the names of all policies."""
    made = [*(f"{table}_is_read ON" for table in TABLES), *(rule.split(" ", 2)[2] for rule in _policies(""))]
    yield from (rule.partition(" ")[0] for rule in made)


def _grants(base: str, schema: str) -> Iterator[str]:
    viewer, member, _, owner = (group(base, role) for role in Role)
    yield f"GRANT USAGE ON SCHEMA {schema} TO {viewer}"
    yield f"GRANT SELECT ON ALL TABLES IN SCHEMA {schema} TO {viewer}"
    for table, _ in _BY_HAND:
        yield f"GRANT INSERT, UPDATE, DELETE ON {table} TO {member}"
    yield f"GRANT INSERT ON {', '.join(_APPENDED)} TO {member}"
    yield f"GRANT INSERT, UPDATE ON rules TO {owner}"
    yield "REVOKE ALL ON FUNCTION appoint(name, text) FROM PUBLIC"
    yield f"GRANT EXECUTE ON FUNCTION appoint(name, text) TO {owner}"


def _policies(base: str) -> Iterator[str]:
    _, member, approver, owner = (group(base, role) for role in Role)

    def policy(name: str, table: str, what: str, to: str, rule: str) -> str:
        return f"CREATE POLICY {table}_{name} ON {table} FOR {what} TO {to} {rule}"

    for table, letter in _BY_HAND:
        draft = "stage = 'draft'" if table == "experiment" else "true"
        made = (
            f"SELECT FROM trail t WHERE t.subject = '{letter}' || {table}.id AND t.action IN ('add', 'copy')"
            " AND t.actor = session_user"
        )
        yield policy("is_added", table, "INSERT", member, f"WITH CHECK ({draft})")
        yield policy("is_changed", table, "UPDATE", member, "USING (true) WITH CHECK (true)")
        yield policy("is_taken_back", table, "DELETE", member, f"USING ({draft} AND EXISTS ({made}))")
    yield policy("is_signed", "observation", "INSERT", member, "WITH CHECK (recorded_by = session_user)")
    yield policy("is_made", "decision", "INSERT", member, "WITH CHECK (session_user IN (who, seconded_by))")
    yield policy("is_signed", "proposal", "INSERT", member, "WITH CHECK (who = session_user)")
    withdrawn = "WITH CHECK (who = session_user AND ruling = 'withdraw')"
    yield policy("is_withdrawn", "review", "INSERT", member, withdrawn)
    yield policy("is_given", "review", "INSERT", approver, "WITH CHECK (who = session_user)")
    yield policy("are_set", "rules", "INSERT", owner, "WITH CHECK (true)")
    yield policy("are_changed", "rules", "UPDATE", owner, "USING (true) WITH CHECK (true)")
    signed = "WITH CHECK (actor = session_user"
    yield policy(
        "is_signed", "trail", "INSERT", member, f"{signed} AND action NOT IN {_texts(*FOR_APPROVERS, *FOR_OWNERS)})"
    )
    yield policy("is_approved", "trail", "INSERT", approver, f"{signed} AND action NOT IN {_texts(*FOR_OWNERS)})")
    yield policy("is_ruled", "trail", "INSERT", owner, f"{signed})")


def _texts(*words: str) -> str:
    return "(" + ", ".join(f"'{word}'" for word in words) + ")"


_REVOKE_ALL = """
DO $whatsticks$
DECLARE
    held record;
BEGIN
    FOR held IN
        SELECT DISTINCT c.oid::regclass::text AS place, a.grantee
        FROM pg_class c CROSS JOIN LATERAL (
            SELECT grantee FROM aclexplode(c.relacl)
            UNION SELECT e.grantee FROM pg_attribute t CROSS JOIN LATERAL aclexplode(t.attacl) e
            WHERE t.attrelid = c.oid
        ) a
        WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm')
            AND a.grantee <> c.relowner
    LOOP
        EXECUTE 'REVOKE ALL ON ' || held.place || ' FROM '
            || CASE held.grantee WHEN 0 THEN 'PUBLIC' ELSE held.grantee::regrole::text END;
    END LOOP;
    FOR held IN
        SELECT DISTINCT a.grantee FROM pg_namespace n CROSS JOIN LATERAL aclexplode(n.nspacl) a
        WHERE n.oid = current_schema()::regnamespace AND a.grantee <> n.nspowner
    LOOP
        EXECUTE 'REVOKE ALL ON SCHEMA ' || current_schema()::regnamespace::text || ' FROM '
            || CASE held.grantee WHEN 0 THEN 'PUBLIC' ELSE held.grantee::regrole::text END;
    END LOOP;
END $whatsticks$
"""

_DROP_POLICIES = """
DO $whatsticks$
DECLARE
    found record;
BEGIN
    FOR found IN SELECT policyname, tablename FROM pg_policies WHERE schemaname = current_schema() LOOP
        EXECUTE format('DROP POLICY %I ON %I', found.policyname, found.tablename);
    END LOOP;
END $whatsticks$
"""
