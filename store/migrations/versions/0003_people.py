"""A second person: what the owner asks of decisions, what was proposed, and what was said to it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

APPEND_ONLY = {
    "proposal": ("id", "uid"),
    "review": ("id", "uid", "proposal_id"),
}


def upgrade() -> None:
    _make_rules()
    _make_proposal()
    _make_review()
    for table, unique in APPEND_ONLY.items():
        if op.get_bind().dialect.name == "postgresql":
            op.execute(
                f"CREATE TRIGGER {table}_refuses_change BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
                "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
            )
            op.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {table}_refuses_change")
        else:
            _guard_on_sqlite(table, unique)


def _guard_on_sqlite(table: str, unique: tuple[str, ...]) -> None:
    refusal = f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
    taken = " OR ".join(f"{column} = NEW.{column}" for column in unique)
    op.execute(f"CREATE TRIGGER {table}_refuses_update BEFORE UPDATE ON {table} {refusal}")
    op.execute(f"CREATE TRIGGER {table}_refuses_delete BEFORE DELETE ON {table} {refusal}")
    op.execute(
        f"CREATE TRIGGER {table}_refuses_replacement BEFORE INSERT ON {table} "
        f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {taken}) {refusal}"
    )


def _make_rules() -> None:
    op.create_table(
        "rules",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("second_person", sa.Boolean(), nullable=False),
        sa.Column("limit", sa.Float()),
        sa.Column("uid", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_rules"),
        sa.UniqueConstraint("uid", name="uq_rules_uid"),
    )


def _make_proposal() -> None:
    op.create_table(
        "proposal",
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
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("newest_batch", sa.Integer()),
        sa.Column("uid", sa.String(32), nullable=False),
        sa.ForeignKeyConstraint(["experiment_id"], ["experiment.id"], name="fk_proposal_experiment_id_experiment"),
        sa.PrimaryKeyConstraint("id", name="pk_proposal"),
        sa.UniqueConstraint("uid", name="uq_proposal_uid"),
    )
    op.create_index("ix_proposal_experiment_id_id", "proposal", ["experiment_id", "id"])


def _make_review() -> None:
    op.create_table(
        "review",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("experiment_id", sa.Integer(), nullable=False),
        sa.Column("ruling", sa.String(), nullable=False),
        sa.Column("who", sa.String(200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("why", sa.String(20000), nullable=False),
        sa.Column("uid", sa.String(32), nullable=False),
        sa.ForeignKeyConstraint(["experiment_id"], ["experiment.id"], name="fk_review_experiment_id_experiment"),
        sa.ForeignKeyConstraint(["proposal_id"], ["proposal.id"], name="fk_review_proposal_id_proposal"),
        sa.PrimaryKeyConstraint("id", name="pk_review"),
        sa.UniqueConstraint("proposal_id", name="uq_review_proposal_id"),
        sa.UniqueConstraint("uid", name="uq_review_uid"),
    )
