"""What would slow down as a workspace grows: finding one's own last change, and SQLite's guards against replacement.

The guards asked for all unique columns at once; in a file that was analyzed, SQLite then reads the whole table for each
row that is added.
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
    if op.get_bind().dialect.name != "sqlite":
        return
    for table, unique in APPEND_ONLY.items():
        refusal = f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        taken = " OR ".join(f"EXISTS (SELECT 1 FROM {table} WHERE {column} = NEW.{column})" for column in unique)
        op.execute(f"DROP TRIGGER {table}_refuses_replacement")
        op.execute(f"CREATE TRIGGER {table}_refuses_replacement BEFORE INSERT ON {table} WHEN {taken} {refusal}")
