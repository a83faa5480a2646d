"""The few batches that replace another, found by their test: a page of the board asks once which were replaced."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    few = sa.text("supersedes IS NOT NULL")
    op.create_index(
        "ix_observation_experiment_id_supersedes",
        "observation",
        ["experiment_id", "supersedes"],
        postgresql_where=few,
        sqlite_where=few,
    )
