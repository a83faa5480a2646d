"""The schema's history. A new migration adds its revision here, at the end."""

from __future__ import annotations

REVISIONS = ("0001", "0002", "0003", "0004", "0005", "0006")
"""Every revision this program knows, oldest first: read without importing Alembic, which takes a second."""

HEAD = REVISIONS[-1]
"""What the tables of this program need."""

VERSION_TABLE = "alembic_version"
