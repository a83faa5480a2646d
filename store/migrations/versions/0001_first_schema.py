"""The first schema: the spine from segment to decision, and the trail."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

APPEND_ONLY = {
    "trail": ("seq", "hash"),
    "observation": ("id", "uid", "supersedes"),
    "decision": ("id", "uid", "experiment_id"),
}


def upgrade() -> None:
    _make_segment()
    _make_trail()
    _make_hypothesis()
    _make_experiment()
    _make_decision()
    _make_observation()
    if op.get_bind().dialect.name == "postgresql":
        _guard_on_postgresql()
    else:
        _guard_on_sqlite()


def _guard_on_sqlite() -> None:
    for table, unique in APPEND_ONLY.items():
        refusal = f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        taken = " OR ".join(f"{column} = NEW.{column}" for column in unique)
        op.execute(f"CREATE TRIGGER {table}_refuses_update BEFORE UPDATE ON {table} {refusal}")
        op.execute(f"CREATE TRIGGER {table}_refuses_delete BEFORE DELETE ON {table} {refusal}")
        op.execute(
            f"CREATE TRIGGER {table}_refuses_replacement BEFORE INSERT ON {table} "
            f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {taken}) {refusal}"
        )


def _guard_on_postgresql() -> None:
    op.execute("""
        CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
        BEGIN
            RAISE EXCEPTION USING
                MESSAGE = TG_TABLE_NAME || ' is append-only', ERRCODE = 'integrity_constraint_violation';
        END $$
    """)
    for table in APPEND_ONLY:
        op.execute(
            f"CREATE TRIGGER {table}_refuses_change BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )
        op.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {table}_refuses_change")
    op.execute("""
        CREATE FUNCTION tell_of_change() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
        BEGIN
            PERFORM pg_notify('whatsticks', TG_TABLE_SCHEMA);
            RETURN NULL;
        END $$
    """)
    op.execute(
        "CREATE TRIGGER trail_tells_of_change AFTER INSERT ON trail "
        "FOR EACH STATEMENT EXECUTE FUNCTION tell_of_change()"
    )


def _make_segment() -> None:
    op.create_table(
        "segment",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("description", sa.String(20000), nullable=False),
        sa.Column("demographics", sa.String(20000), nullable=False),
        sa.Column("psychographics", sa.String(20000), nullable=False),
        sa.Column("expectations", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger()),
        sa.Column("where_to_find", sa.String(20000), nullable=False),
        sa.Column("uid", sa.String(32), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_segment"),
        sa.UniqueConstraint("uid", name="uq_segment_uid"),
    )


def _make_trail() -> None:
    op.create_table(
        "trail",
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.String(40), nullable=False),
        sa.Column("actor", sa.String(200), nullable=False),
        sa.Column("action", sa.String(40), nullable=False),
        sa.Column("subject", sa.String(40), nullable=False),
        sa.Column("sentence", sa.Text(), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("previous", sa.String(64), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_trail"),
        sa.UniqueConstraint("hash", name="uq_trail_hash"),
    )
    op.create_index("ix_trail_subject_seq", "trail", ["subject", "seq"])


def _make_hypothesis() -> None:
    op.create_table(
        "hypothesis",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("segment_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("need", sa.String(500), nullable=False),
        sa.Column("behaviour", sa.String(500), nullable=False),
        sa.Column("offer", sa.String(500), nullable=False),
        sa.Column("competing", sa.String(500), nullable=False),
        sa.Column("risk", sa.String(), nullable=False),
        sa.Column("importance", sa.Integer(), nullable=False),
        sa.Column("prior", sa.Float(), nullable=False),
        sa.Column("money_asked", sa.Float(), nullable=False),
        sa.Column("person_days_asked", sa.Float(), nullable=False),
        sa.Column("value_if_true", sa.Float(), nullable=False),
        sa.Column("owner", sa.String(500), nullable=False),
        sa.Column("uid", sa.String(32), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["segment_id"], ["segment.id"], name="fk_hypothesis_segment_id_segment"),
        sa.PrimaryKeyConstraint("id", name="pk_hypothesis"),
        sa.UniqueConstraint("uid", name="uq_hypothesis_uid"),
    )
    op.create_index("ix_hypothesis_segment_id_id", "hypothesis", ["segment_id", "id"])


def _make_experiment() -> None:
    op.create_table(
        "experiment",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("hypothesis_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("kind", sa.String(500), nullable=False),
        sa.Column("we_will", sa.String(20000), nullable=False),
        sa.Column("owner", sa.String(500), nullable=False),
        sa.Column("budget", sa.Text(), nullable=False),
        sa.Column("spend", sa.Text(), nullable=False),
        sa.Column("stage", sa.String(), nullable=False),
        sa.Column("plan", sa.Text()),
        sa.Column("plan_hash", sa.String(), nullable=False),
        sa.Column("locked_at", sa.DateTime(timezone=True)),
        sa.Column("started_at", sa.DateTime(timezone=True)),
        sa.Column("concluded_at", sa.DateTime(timezone=True)),
        sa.Column("abandoned_why", sa.String(20000), nullable=False),
        sa.Column("amendments", sa.Text(), nullable=False),
        sa.Column("uid", sa.String(32), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("alpha", sa.Float()),
        sa.Column("beta", sa.Float()),
        sa.Column("planned_size", sa.BigInteger()),
        sa.Column("money_spent", sa.Float(), nullable=False),
        sa.Column("person_days_spent", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(["hypothesis_id"], ["hypothesis.id"], name="fk_experiment_hypothesis_id_hypothesis"),
        sa.PrimaryKeyConstraint("id", name="pk_experiment"),
        sa.UniqueConstraint("uid", name="uq_experiment_uid"),
    )
    op.create_index("ix_experiment_hypothesis_id_id", "experiment", ["hypothesis_id", "id"])
    op.create_index("ix_experiment_stage_id", "experiment", ["stage", "id"])


def _make_decision() -> None:
    op.create_table(
        "decision",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("experiment_id", sa.Integer(), nullable=False),
        sa.Column("choice", sa.String(), nullable=False),
        sa.Column("who", sa.String(200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("why", sa.String(20000), nullable=False),
        sa.Column("learning", sa.String(20000), nullable=False),
        sa.Column("next_step", sa.String(20000), nullable=False),
        sa.Column("customers_told", sa.String(20000), nullable=False),
        sa.Column("money", sa.Float(), nullable=False),
        sa.Column("person_days", sa.Float(), nullable=False),
        sa.Column("seconded_by", sa.String(500), nullable=False),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("uid", sa.String(32), nullable=False),
        sa.Column("outcome", sa.String(40), nullable=False),
        sa.ForeignKeyConstraint(["experiment_id"], ["experiment.id"], name="fk_decision_experiment_id_experiment"),
        sa.PrimaryKeyConstraint("id", name="pk_decision"),
        sa.UniqueConstraint("experiment_id", name="uq_decision_experiment_id"),
        sa.UniqueConstraint("uid", name="uq_decision_uid"),
    )


def _make_observation() -> None:
    op.create_table(
        "observation",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("experiment_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.String(200), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("strength", sa.Integer(), nullable=False),
        sa.Column("arms", sa.Text(), nullable=False),
        sa.Column("faults", sa.Text(), nullable=False),
        sa.Column("supersedes", sa.Integer()),
        sa.Column("why", sa.String(20000), nullable=False),
        sa.Column("uid", sa.String(32), nullable=False),
        sa.Column("total_units", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["experiment_id"], ["experiment.id"], name="fk_observation_experiment_id_experiment"),
        sa.ForeignKeyConstraint(["supersedes"], ["observation.id"], name="fk_observation_supersedes_observation"),
        sa.PrimaryKeyConstraint("id", name="pk_observation"),
        sa.UniqueConstraint("supersedes", name="uq_observation_supersedes"),
        sa.UniqueConstraint("uid", name="uq_observation_uid"),
    )
    op.create_index("ix_observation_experiment_id_id", "observation", ["experiment_id", "id"])
