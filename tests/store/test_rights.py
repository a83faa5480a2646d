"""Past the product: as each role, statements outside its rights are tried with SQL on PostgreSQL, and refused."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest

from store.rights import TABLES
from store.tables import Row
from tests.store.team import ROLES, Team, begin_bet, concluded, dissolve, make_team, reasons, running

pytestmark = pytest.mark.xdist_group("postgres")

NOBODY: tuple[str, ...] = ()
OWNER = ("owner",)
APPROVERS = ("approver", "owner")
MEMBERS = ("member", *APPROVERS)
EVERYBODY = ROLES

REFUSALS = (
    psycopg.errors.InsufficientPrivilege,
    psycopg.errors.IntegrityConstraintViolation,  # a guard of what is append-only
    psycopg.errors.FeatureNotSupported,  # COPY FROM into a table with row-level security
    psycopg.errors.WrongObjectType,
)


@pytest.fixture(scope="module")
def team(postgres: str) -> Iterator[Team]:
    """E1 runs; E2 waits for a second person; E3 is decided; E4 is a draft; E5 is concluded."""
    made = make_team(postgres)
    with made.open("member") as ws:
        begin_bet(ws)
        running(ws)
        test = concluded(ws)
        ws.approvals.propose(2, test.version, reasons())
        test = concluded(ws)
        ws.decisions.decide(3, test.version, reasons("invest"))
        ws.experiments.add({"hypothesis_id": 1, "title": "A draft"})
        test = concluded(ws)
        proposal = ws.approvals.propose(5, test.version, reasons())
        ws.approvals.withdraw(proposal.id or 0, "we looked again")
        ws.segments.add({"name": "Night owls"})
    with made.open("owner") as ws:
        ws.people.set_limit(10_000)
    yield made
    dissolve(made)


def like(table: str, which: str, **other: str) -> str:
    """Return a statement that inserts a row like another, but for some columns."""
    columns = Row.metadata.tables[table].columns.keys()
    values = ", ".join(other.get(name, f'r."{name}"') for name in columns)
    names = ", ".join(f'"{name}"' for name in columns)
    return f"INSERT INTO {{s}}.{table} ({names}) SELECT {values} FROM {{s}}.{table} r WHERE {which}"


NEW = {"id": "(SELECT max(id) + 1 FROM {s}.%s)", "uid": "md5(random()::text)"}


def new(table: str, which: str, **other: str) -> str:
    fresh = {"id": NEW["id"] % table, "uid": NEW["uid"]}
    return like(table, which, **{**fresh, **other})


def entry(**other: str) -> str:
    """Return a statement that adds an entry to the trail, after the newest."""
    own = {"actor": "session_user", "seq": "r.seq + 1", "previous": "r.hash", "hash": "md5(random()::text)"}
    return like("trail", "seq = (SELECT max(seq) FROM {s}.trail)", **{**own, "action": "'edit'", **other})


def decision(experiment: int, **other: str) -> str:
    """Return a statement that decides an experiment as E3 was decided: to invest, with the verdict."""
    own = {"experiment_id": str(experiment), "who": "session_user", **other}
    return new("decision", "experiment_id = 3", **own)


def review(ruling: str, who: str = "session_user") -> str:
    """Return a statement that answers the proposal that waits, which is of the member."""
    return new("review", "true", proposal_id="1", experiment_id="2", ruling=f"'{ruling}'", who=who)


APPENDED = ("observation", "decision", "proposal", "review", "trail")
EVERY = (*TABLES, "alembic_version")

READING = [(f"SELECT * FROM {{s}}.{table}", EVERYBODY) for table in EVERY]

WRITING: list[tuple[str, tuple[str, ...]]] = [
    (new("segment", "id = 1"), MEMBERS),
    (new("hypothesis", "id = 1"), MEMBERS),
    (new("experiment", "id = 4"), MEMBERS),
    (new("experiment", "id = 5"), NOBODY),  # nothing starts as concluded
    ("UPDATE {s}.segment SET name = 'x', version = version + 1 WHERE id = 1", MEMBERS),
    ("UPDATE {s}.experiment SET money_spent = 5 WHERE id = 1", MEMBERS),
    ("UPDATE {s}.experiment SET title = 'x' WHERE id = 4", MEMBERS),
    ("UPDATE {s}.experiment SET owner = 'somebody' WHERE id = 4", MEMBERS),
    ("UPDATE {s}.experiment SET owner = 'somebody' WHERE id = 2", NOBODY),
    ("UPDATE {s}.experiment SET stage = 'draft' WHERE id = 2", NOBODY),
    ("UPDATE {s}.experiment SET stage = 'running' WHERE id = 2", NOBODY),
    ("UPDATE {s}.experiment SET stage = 'decided' WHERE id = 2", NOBODY),
    ("UPDATE {s}.experiment SET stage = 'what' WHERE id = 1", NOBODY),
    ("UPDATE {s}.experiment SET id = 77 WHERE id = 4", NOBODY),
    ("DELETE FROM {s}.segment WHERE id = 2", ("member",)),  # who added it may take it back
    ("DELETE FROM {s}.experiment WHERE id = 4", ("member",)),
    ("DELETE FROM {s}.experiment WHERE id = 1", NOBODY),
    (new("observation", "id = 1", recorded_by="session_user"), MEMBERS),
    (new("observation", "id = 1", recorded_by="'{other}'"), NOBODY),
    (decision(5), MEMBERS),
    (decision(5, who="'{other}'"), NOBODY),
    (decision(5, seconded_by="'{other}'"), NOBODY),
    (decision(5, who="'{other}'", seconded_by="session_user"), NOBODY),
    (decision(5, money="10001"), NOBODY),
    (decision(5, money="'NaN'"), NOBODY),
    (decision(5, choice="'stop'"), NOBODY),
    (decision(5, choice="'INVEST'"), NOBODY),
    (decision(5, outcome="'stop'", choice="'stop'"), NOBODY),
    (decision(5, verdict="'{{}}'", outcome="'invest'"), NOBODY),
    (decision(1), NOBODY),  # it runs
    (decision(4), NOBODY),  # a draft
    (decision(2, choice="'stop'"), NOBODY),  # it waits for a second person
    (new("proposal", "id = 1", experiment_id="5", who="session_user"), MEMBERS),
    (new("proposal", "id = 1", experiment_id="5", who="'{other}'"), NOBODY),
    (new("proposal", "id = 1", who="session_user"), NOBODY),  # another waits
    (new("proposal", "id = 1", experiment_id="3", who="session_user"), NOBODY),  # decided already
    (review("approve"), APPROVERS),
    (review("refuse"), APPROVERS),
    (review("withdraw"), ("member",)),  # who proposed it
    (review("approve", "'{other}'"), NOBODY),
    (review("agree"), NOBODY),
    ('UPDATE {s}.rules SET "limit" = 1000000, version = version + 1', OWNER),
    (new("rules", "true"), OWNER),
    ("DELETE FROM {s}.rules", NOBODY),
    (entry(), MEMBERS),
    (entry(actor="'{other}'"), NOBODY),
    (entry(actor="'{keeper}'"), NOBODY),
    (entry(action="'approve'"), APPROVERS),
    (entry(action="'refuse'"), APPROVERS),
    (entry(action="'rules'"), OWNER),
    (entry(action="'people'"), OWNER),
    (entry(seq="r.seq + 2"), NOBODY),
    (entry(previous="md5('x')"), NOBODY),
    ("UPDATE {s}.alembic_version SET version_num = '9999'", NOBODY),
    ("INSERT INTO {s}.alembic_version VALUES ('9999')", NOBODY),
    *((f"UPDATE {{s}}.{table} SET {'seq = seq' if table == 'trail' else 'id = id'}", NOBODY) for table in APPENDED),
    *((f"DELETE FROM {{s}}.{table}", NOBODY) for table in APPENDED),
    *((f"TRUNCATE {{s}}.{table} CASCADE", NOBODY) for table in EVERY),
    *((f"COPY {{s}}.{table} FROM STDIN", NOBODY) for table in TABLES),
]

TAMPERING = [
    *((f"DROP TABLE {{s}}.{table} CASCADE", NOBODY) for table in EVERY),
    *((f"ALTER TABLE {{s}}.{table} DISABLE ROW LEVEL SECURITY", NOBODY) for table in TABLES),
    *((f"ALTER TABLE {{s}}.{table} DISABLE TRIGGER ALL", NOBODY) for table in EVERY),
    *((f"ALTER TABLE {{s}}.{table} ADD COLUMN mine text", NOBODY) for table in EVERY),
    *((f"ALTER TABLE {{s}}.{table} OWNER TO CURRENT_USER", NOBODY) for table in EVERY),
    *((f"GRANT ALL ON {{s}}.{table} TO CURRENT_USER", NOBODY) for table in EVERY),
    ("DROP TRIGGER trail_refuses_change ON {s}.trail", NOBODY),
    ("DROP TRIGGER decision_is_entitled ON {s}.decision", NOBODY),
    ("ALTER TABLE {s}.decision DISABLE TRIGGER decision_is_entitled", NOBODY),
    ("CREATE TRIGGER mine BEFORE INSERT ON {s}.decision EXECUTE FUNCTION {s}.refuse_change()", NOBODY),
    ("CREATE RULE mine AS ON INSERT TO {s}.segment DO NOTHING", NOBODY),
    ("DROP POLICY trail_is_signed ON {s}.trail", NOBODY),
    ("CREATE POLICY mine ON {s}.trail FOR INSERT WITH CHECK (true)", NOBODY),
    ("ALTER POLICY trail_is_signed ON {s}.trail WITH CHECK (true)", NOBODY),
    ("CREATE TABLE {s}.mine (id int)", NOBODY),
    ("CREATE FUNCTION {s}.mine() RETURNS int LANGUAGE sql AS 'SELECT 1'", NOBODY),
    ("CREATE OR REPLACE FUNCTION {s}.role_of(person name) RETURNS text LANGUAGE sql AS 'SELECT 1'", NOBODY),
    ("DROP FUNCTION {s}.team()", NOBODY),
    ("ALTER FUNCTION {s}.appoint(name, text) SECURITY INVOKER", NOBODY),
    ("DROP SCHEMA {s} CASCADE", NOBODY),
    ("ALTER SCHEMA {s} RENAME TO mine_{s}", NOBODY),
    ("GRANT USAGE ON SCHEMA {s} TO PUBLIC", NOBODY),
    ("LOCK TABLE {s}.trail IN ACCESS EXCLUSIVE MODE", NOBODY),
    ("SET session_replication_role = replica", NOBODY),
    ("SELECT set_config('session_replication_role', 'replica', false)", NOBODY),
    ("SET SESSION AUTHORIZATION {keeper}", NOBODY),
    ("SET ROLE {keeper}", NOBODY),
    ("SET ROLE {other}", NOBODY),
    ("SET ROLE {base}_owner", OWNER),
    ("SET ROLE {base}_approver", APPROVERS),
    ("SET ROLE {base}_member", MEMBERS),
    ("GRANT {base}_owner TO CURRENT_USER", NOBODY),
    ("GRANT {base}_member TO {stranger}", NOBODY),
    ("REVOKE {base}_owner FROM {owner}", NOBODY),
    ("ALTER ROLE {base}_viewer RENAME TO mine", NOBODY),
    ("DROP ROLE {base}_viewer", NOBODY),
    ("CREATE ROLE mine SUPERUSER", NOBODY),
    ("ALTER ROLE CURRENT_USER CREATEROLE", NOBODY),
    ("ALTER ROLE {other} PASSWORD 'mine'", NOBODY),
    ("SELECT {s}.appoint('{stranger}', 'viewer')", OWNER),
    ("SELECT {s}.appoint('{stranger}', 'owner')", OWNER),
    ("SELECT {s}.appoint(session_user, 'owner')", OWNER),
    ("SELECT {s}.appoint('{viewer}', NULL)", OWNER),
    ("SELECT {s}.appoint('{keeper}', 'viewer')", NOBODY),
    ("SELECT {s}.appoint('postgres', 'viewer')", NOBODY),
    ("SELECT {s}.appoint('{base}_viewer', 'owner')", NOBODY),
    ("SELECT {s}.appoint('{stranger}', 'superuser')", NOBODY),
    ("SELECT pg_read_file('postgresql.conf')", NOBODY),
    ("COPY {s}.segment TO PROGRAM 'cat'", NOBODY),
    ("DELETE FROM pg_catalog.pg_auth_members", NOBODY),
    ("UPDATE pg_catalog.pg_trigger SET tgenabled = 'D'", NOBODY),
]


def went_through(connection: psycopg.Connection, statement: str) -> bool:
    """Try a statement, and take it back: say whether it did anything."""
    warned: list[str] = []
    connection.add_notice_handler(lambda notice: warned.append(notice.message_primary or ""))
    try:
        with connection.transaction(force_rollback=True):
            if statement.startswith("COPY") and "STDIN" in statement:
                with connection.cursor().copy(statement) as copy:
                    copy.write(b"")
                return True
            done = connection.execute(statement)
            did_something = (done.statusmessage or "").partition(" ")[0] not in (
                "UPDATE",
                "DELETE",
            ) or done.rowcount > 0
            return did_something and not any(warning.startswith("no privileges were granted") for warning in warned)
    except REFUSALS:
        return False


@pytest.fixture(scope="module")
def lines(team: Team) -> Iterator[dict[str, psycopg.Connection]]:
    """A connection of each role, and one of somebody who has none."""
    with (
        team.sql("stranger") as stranger,
        team.sql("viewer") as viewer,
        team.sql("member") as member,
        team.sql("approver") as approver,
        team.sql("owner") as owner,
    ):
        yield {"stranger": stranger, "viewer": viewer, "member": member, "approver": approver, "owner": owner}


@pytest.mark.parametrize(("statement", "allowed"), [*READING, *WRITING, *TAMPERING])
def test_a_statement_goes_through_for_those_who_may_and_for_nobody_else(
    team: Team, lines: dict[str, psycopg.Connection], statement: str, allowed: tuple[str, ...]
) -> None:
    names = {who: team.login(who) for who in (*ROLES, "keeper", "stranger")}
    for who, connection in lines.items():
        filled = statement.format(s=team.schema, base=team.base, other=team.login("second"), **names)
        assert went_through(connection, filled) == (who in allowed), (who, filled)
        connection.execute("RESET ROLE")


def test_every_table_is_known_to_the_rights() -> None:
    assert set(TABLES) == set(Row.metadata.tables)


def test_own_tables_and_functions_in_the_way_do_not_deceive_the_rules(team: Team) -> None:
    """Who may make temporary things puts lenient rules and a lenient role before the real ones."""
    with team.sql("member") as connection:
        connection.execute("CREATE TEMP TABLE rules AS SELECT * FROM rules")
        connection.execute("UPDATE pg_temp.rules SET second_person = false")
        connection.execute("CREATE FUNCTION pg_temp.role_of(name) RETURNS text LANGUAGE sql AS $$ SELECT 'owner' $$")
        connection.execute(f"SET search_path TO pg_temp, {team.schema}")
        for statement in (decision(5, choice="'stop'"), review("approve")):
            assert not went_through(connection, statement.format(s=team.schema))


def test_who_owns_or_wrote_down_the_experiment_cannot_approve_by_sql_either(team: Team) -> None:
    with team.open("approver") as ws:
        test = running(ws)
    with team.open("owner") as ws:
        other = running(ws, owner=team.login("approver").upper())
        for number, version in ((test.id, test.version), (other.id, other.version)):
            ws.approvals.propose(number or 0, version, reasons())
    answer = "INSERT INTO review SELECT max(id) + 1, 1, %s, %s, 'approve', session_user, now(), 'yes', 'u' FROM review"
    for who, may in (("approver", False), ("owner", False), ("second", True)):
        with team.sql(who) as connection:
            for number in (test.id, other.id):
                waits = connection.execute("SELECT id FROM proposal WHERE experiment_id = %s", [number]).fetchone()
                assert waits is not None
                statement = psycopg.sql.SQL(answer.replace("%s", "{}")).format(*waits, number).as_string(connection)
                assert went_through(connection, statement) == may, who


def test_an_approved_decision_is_the_one_that_was_proposed(team: Team) -> None:
    """Who may approve cannot record another decision under the proposer's name."""
    with team.open("member") as ws:
        number = concluded(ws).id
        ws.approvals.propose(number or 0, ws.experiments.get(number or 0).version, reasons())
    own = {"who": "'{member}'", "seconded_by": "session_user", "why": "p.why", "learning": "p.learning"}
    own |= {
        "next_step": "p.next_step",
        "customers_told": "p.customers_told",
        "verdict": "p.verdict",
        "choice": "'stop'",
    }

    def recorded(**other: str) -> str:
        made = new("decision", f"r.experiment_id = 3 AND p.experiment_id = {number}", **own, **other)
        named = made.format(s=team.schema, member=team.login("member"))
        return named.replace(f"{team.schema}.decision r", f"{team.schema}.decision r, {team.schema}.proposal p")

    with team.sql("approver") as connection:
        give = (
            f"INSERT INTO review SELECT max(r.id) + 1, 1, max(p.id), {number}, 'approve', session_user, now(), 'y', 'v'"
        )
        connection.execute("BEGIN")
        connection.execute(f"{give} FROM review r, proposal p WHERE p.experiment_id = {number}")
        about = {"experiment_id": str(number)}
        assert not went_through(connection, recorded(**about, money="500"))
        assert not went_through(connection, recorded(**about, person_days="3"))
        assert went_through(connection, recorded(**about))
        connection.execute("ROLLBACK")
