"""What would slow down as a workspace grows: one's own last change, the sums of the board, and SQLite's guards.

The guards against replacement asked for all unique columns at once; in a file that was analyzed, SQLite then reads the
whole table for each row that is added.
"""

from __future__ import annotations

from alembic import op

revision = "0005"
down_revision = "0004"

APPEND_ONLY = {
    "trail": ("seq", "hash"),
    "observation": ("id", "uid", "supersedes"),
    "decision": ("id", "uid", "experiment_id"),
    "proposal": ("id", "uid"),
    "review": ("id", "uid", "proposal_id"),
}


def upgrade() -> None:
    op.create_index("ix_trail_actor_seq", "trail", ["actor", "seq"])
    summed = ["experiment_id", "id", "total_units", "strength"]
    op.create_index("ix_observation_experiment_id_id_total_units_strength", "observation", summed)
    op.drop_index("ix_observation_experiment_id_id", "observation")
    if op.get_bind().dialect.name != "sqlite":
        return
    for table, unique in APPEND_ONLY.items():
        refusal = f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        taken = " OR ".join(f"EXISTS (SELECT 1 FROM {table} WHERE {column} = NEW.{column})" for column in unique)
        op.execute(f"DROP TRIGGER {table}_refuses_replacement")
        op.execute(f"CREATE TRIGGER {table}_refuses_replacement BEFORE INSERT ON {table} WHEN {taken} {refusal}")
