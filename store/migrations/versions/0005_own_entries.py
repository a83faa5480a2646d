"""The entries of one person: what they can undo is their last, and nobody waits while all others are passed over."""

from __future__ import annotations

from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.create_index("ix_trail_actor_seq", "trail", ["actor", "seq"])
