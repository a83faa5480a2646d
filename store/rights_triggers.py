"""What PostgreSQL itself holds decisions, reviews and experiments against, whichever program writes them.

A refusal is the error 42501, as that of a missing right; its sentence is for whoever works past the product, which
refuses the same earlier and in words of its own.
"""

from __future__ import annotations

from collections.abc import Iterator

from experiments.decision import following
from experiments.people import Role
from experiments.verdict import Outcome

TRIGGERS = {
    "decision_is_entitled": ("INSERT", "decision", "check_decision"),
    "review_is_entitled": ("INSERT", "review", "check_review"),
    "proposal_is_open": ("INSERT", "proposal", "check_proposal"),
    "experiment_moves_forward": ("UPDATE", "experiment", "check_experiment"),
    "trail_goes_on": ("INSERT", "trail", "check_trail"),
}
"""Each trigger with what it looks at and the function that looks."""


def triggers() -> Iterator[str]:
    """Yield the statements that put the triggers on, also where triggers are switched off for a session."""
    for name, (what, table, function) in TRIGGERS.items():
        yield f"DROP TRIGGER IF EXISTS {name} ON {table}"
        yield f"CREATE TRIGGER {name} BEFORE {what} ON {table} FOR EACH ROW EXECUTE FUNCTION {function}()"
        yield f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}"


def functions(base: str) -> Iterator[str]:
    """Yield what policies, triggers and the program ask. All are of whoever owns the tables."""
    cases = " ".join(f"WHEN pg_has_role(person, '{base}_{role}', 'MEMBER') THEN '{role}'" for role in reversed(Role))
    yield f"CREATE OR REPLACE FUNCTION team() RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT '{base}'::text $$"
    yield (
        "CREATE OR REPLACE FUNCTION role_of(person name) RETURNS text LANGUAGE sql STABLE SET search_path = pg_catalog"
        f" AS $$ SELECT CASE {cases} END $$"
    )
    yield _function("check_decision", _CHECK_DECISION)
    yield _function("check_review", _CHECK_REVIEW)
    yield _function("check_proposal", _CHECK_PROPOSAL)
    yield _function("check_experiment", _CHECK_EXPERIMENT)
    yield _function("check_trail", _CHECK_TRAIL)
    yield _APPOINT


def _function(name: str, body: str) -> str:
    return (
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT"
        f" AS $whatsticks$ {body} $whatsticks$"
    )


def _refuse(sentence: str) -> str:
    return f"RAISE EXCEPTION USING MESSAGE = {sentence}, ERRCODE = 'insufficient_privilege';"


_ROLES = ", ".join(f"'{role}'" for role in Role)
_FOLLOWING = ", ".join(f"('{choice}', '{outcome}')" for outcome in Outcome for choice in following(outcome))

_CHECK_DECISION = f"""
DECLARE
    said text := NEW.verdict::jsonb ->> 'verdict';
    ours rules%ROWTYPE;
    test experiment%ROWTYPE;
    asked proposal%ROWTYPE;
    given review%ROWTYPE;
BEGIN
    SELECT * INTO ours FROM rules ORDER BY id LIMIT 1;
    SELECT * INTO test FROM experiment WHERE id = NEW.experiment_id;
    IF NEW.outcome IS DISTINCT FROM said OR NEW.verdict::jsonb ->> 'plan_hash' IS DISTINCT FROM test.plan_hash THEN
        {_refuse("'a decision rests on the verdict of its own plan'")}
    ELSIF test.stage IS DISTINCT FROM 'concluded' THEN
        {_refuse("'only a concluded experiment can be decided'")}
    END IF;
    SELECT p.* INTO asked FROM proposal p JOIN review r ON r.proposal_id = p.id AND r.ruling = 'approve'
        WHERE p.experiment_id = NEW.experiment_id ORDER BY p.id DESC LIMIT 1;
    IF FOUND THEN
        SELECT * INTO given FROM review WHERE proposal_id = asked.id;
        IF given.who <> session_user OR (NEW.who, NEW.seconded_by, NEW.choice, NEW.money, NEW.person_days, NEW.why,
            NEW.learning, NEW.next_step, NEW.customers_told, NEW.verdict) IS DISTINCT FROM (asked.who, given.who,
            asked.choice, asked.money, asked.person_days, asked.why, asked.learning, asked.next_step,
            asked.customers_told, asked.verdict)
        THEN
            {_refuse("'this is not the decision that was approved'")}
        ELSIF asked.newest_batch IS DISTINCT FROM
            (SELECT max(id) FROM observation WHERE experiment_id = NEW.experiment_id)
        THEN
            {_refuse("'results came in since it was proposed'")}
        END IF;
    ELSIF NEW.who <> session_user THEN
        {_refuse("'nobody decides in the name of another'")}
    ELSIF NEW.seconded_by <> '' THEN
        {_refuse("'a second person approves a proposal; nobody is written down for it'")}
    ELSIF ours.second_person AND
        ((NEW.choice, said) NOT IN ({_FOLLOWING}) OR (ours."limit" IS NOT NULL AND NEW.money > ours."limit"))
    THEN
        {_refuse("'this decision needs a second person'")}
    END IF;
    RETURN NEW;
END
"""

_CHECK_REVIEW = f"""
DECLARE
    asked proposal%ROWTYPE;
    test experiment%ROWTYPE;
    maker text;
    me text := lower(session_user);
BEGIN
    SELECT * INTO asked FROM proposal WHERE id = NEW.proposal_id;
    SELECT * INTO test FROM experiment WHERE id = asked.experiment_id;
    SELECT actor INTO maker FROM trail WHERE subject = 'E' || asked.experiment_id ORDER BY seq LIMIT 1;
    IF NEW.who <> session_user OR NEW.experiment_id IS DISTINCT FROM asked.experiment_id THEN
        {_refuse("'nobody answers in the name of another, or to what was not proposed'")}
    ELSIF NEW.ruling = 'withdraw' THEN
        IF asked.who <> session_user THEN
            {_refuse("'only who proposed it may withdraw it'")}
        END IF;
    ELSIF NEW.ruling NOT IN ('approve', 'refuse')
        OR coalesce(role_of(session_user), '') NOT IN ('approver', 'owner')
    THEN
        {_refuse("'only an approver may approve or refuse'")}
    ELSIF lower(btrim(asked.who)) = me THEN
        {_refuse("'who proposed it cannot be the second person'")}
    ELSIF NEW.ruling = 'approve' AND me IN (lower(btrim(test.owner)), lower(btrim(coalesce(maker, '')))) THEN
        {_refuse("'who owns the experiment cannot be the second person'")}
    END IF;
    RETURN NEW;
END
"""

_CHECK_PROPOSAL = f"""
BEGIN
    IF EXISTS (SELECT FROM proposal p LEFT JOIN review r ON r.proposal_id = p.id
        WHERE p.experiment_id = NEW.experiment_id AND (r.id IS NULL OR r.ruling = 'approve'))
    THEN
        {_refuse("'another proposal about this experiment waits, or was approved'")}
    ELSIF NOT EXISTS (SELECT FROM experiment WHERE id = NEW.experiment_id AND stage IN ('running', 'concluded')) THEN
        {_refuse("'this experiment cannot be decided now'")}
    END IF;
    RETURN NEW;
END
"""

_CHECK_EXPERIMENT = f"""
DECLARE
    stages text[] := ARRAY['draft', 'locked', 'running', 'concluded', 'decided'];
BEGIN
    IF (NEW.id, NEW.uid) IS DISTINCT FROM (OLD.id, OLD.uid) THEN
        {_refuse("'an experiment keeps its number'")}
    ELSIF OLD.stage <> 'draft' AND (NEW.owner, NEW.hypothesis_id) IS DISTINCT FROM (OLD.owner, OLD.hypothesis_id) THEN
        {_refuse("'an experiment whose plan was locked keeps its owner'")}
    ELSIF NEW.stage <> OLD.stage AND (OLD.stage IN ('decided', 'abandoned') OR NEW.stage <> 'abandoned' AND
        coalesce(array_position(stages, NEW.stage::text) <= array_position(stages, OLD.stage::text), true))
    THEN
        {_refuse("'stages only move forward'")}
    ELSIF NEW.stage = 'decided' AND NOT EXISTS (SELECT FROM decision WHERE experiment_id = NEW.id) THEN
        {_refuse("'an experiment is decided by a decision'")}
    END IF;
    RETURN NEW;
END
"""

_CHECK_TRAIL = f"""
DECLARE
    newest trail%ROWTYPE;
BEGIN
    SELECT * INTO newest FROM trail ORDER BY seq DESC LIMIT 1;
    IF NEW.seq <> coalesce(newest.seq, 0) + 1 OR NEW.previous <> coalesce(newest.hash, repeat('0', 64)) THEN
        {_refuse("'an entry of the trail follows the newest one'")}
    END IF;
    RETURN NEW;
END
"""

_APPOINT = f"""
CREATE OR REPLACE FUNCTION appoint(person name, new_role text) RETURNS void LANGUAGE plpgsql
SECURITY DEFINER SET search_path FROM CURRENT AS $whatsticks$
DECLARE
    held name;
BEGIN
    IF role_of(session_user) IS DISTINCT FROM 'owner' THEN
        {_refuse("'only an owner says who belongs to the team'")}
    ELSIF new_role NOT IN ({_ROLES}) THEN
        {_refuse("'there is no such role'")}
    ELSIF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = person AND rolcanlogin) THEN
        {_refuse("'the server does not know ' || person || ' as somebody who logs in'")}
    END IF;
    FOR held IN SELECT g.rolname FROM pg_auth_members m JOIN pg_roles g ON g.oid = m.roleid
        JOIN pg_roles p ON p.oid = m.member
        WHERE p.rolname = person AND g.rolname IN
        (team() || '_viewer', team() || '_member', team() || '_approver', team() || '_owner')
    LOOP
        EXECUTE format('REVOKE %I FROM %I', held, person);
    END LOOP;
    IF new_role IS NOT NULL THEN
        EXECUTE format('GRANT %I TO %I', team() || '_' || new_role, person);
    END IF;
    IF role_of(person) IS DISTINCT FROM new_role THEN
        {_refuse("person || ' keeps the rights of ' || coalesce(role_of(person), 'nobody') || ' by other means'")}
    ELSIF NOT EXISTS (SELECT FROM pg_auth_members m JOIN pg_roles g ON g.oid = m.roleid
        WHERE g.rolname = team() || '_owner')
    THEN
        {_refuse("'the team would have no owner'")}
    END IF;
END $whatsticks$
"""
