"""Saved sources: where measurements are, under a name."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "source",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("address", sa.String(500), nullable=False),
        sa.Column("table", sa.String(500), nullable=False),
        sa.Column("query", sa.String(20000), nullable=False),
        sa.Column("columns", sa.Text(), nullable=False),
        sa.Column("time_zone", sa.String(500), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("uid", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_source"),
        sa.UniqueConstraint("uid", name="uq_source_uid"),
    )
