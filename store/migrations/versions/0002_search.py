"""Search: what decisions say, in the form that searches compare, and an index over all that is searched."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

INDEXED = ("segment", "hypothesis", "experiment", "decision")
_REFUSAL = "BEGIN SELECT RAISE(ABORT, 'decision is append-only'); END"
_ACCENTS = r"[\u0300-\u036f]"
_PUNCTUATION = (
    r"[\u0001-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u00bf\u00d7\u00f7\u2000-\u206f\u20a0-\u2bff\u3000-\u3020]"
)
_BARE = f"regexp_replace(normalize(left(folded, 100000), NFKD), '{_ACCENTS}', '', 'g')"
_WORDS = f"to_tsvector('pg_catalog.simple'::regconfig, regexp_replace({_BARE}, '{_PUNCTUATION}', ' ', 'g'))"


def upgrade() -> None:
    op.add_column("decision", sa.Column("folded", sa.Text(), nullable=False, server_default=""))
    _fold_decisions()
    if op.get_bind().dialect.name == "postgresql":
        _index_on_postgresql()
    else:
        _index_on_sqlite()


def _fold_decisions() -> None:
    """Fill the new column. It follows from the others, so the guard is off for as long as that takes."""
    on_server = op.get_bind().dialect.name == "postgresql"
    guard = "decision_refuses_change" if on_server else "decision_refuses_update"
    op.execute(f"ALTER TABLE decision DISABLE TRIGGER {guard}" if on_server else f"DROP TRIGGER {guard}")
    columns = ("id", "learning", "why", "next_step", "customers_told", "folded")
    decision = sa.table("decision", *(sa.column(name) for name in columns))
    told = op.get_bind().execute(sa.select(*(decision.c[name] for name in columns[:-1]))).all()
    folded = [
        {"number": number, "text": "\n".join(text for text in texts if text).casefold()} for number, *texts in told
    ]
    if folded:
        update = sa.update(decision).where(decision.c.id == sa.bindparam("number"))
        op.get_bind().execute(update.values(folded=sa.bindparam("text")), folded)
    if on_server:
        op.execute(f"ALTER TABLE decision ENABLE ALWAYS TRIGGER {guard}")
    else:
        op.execute(f"CREATE TRIGGER {guard} BEFORE UPDATE ON decision {_REFUSAL}")


def _index_on_postgresql() -> None:
    for table in INDEXED:
        _run(f"ALTER TABLE {table} ADD COLUMN words tsvector GENERATED ALWAYS AS ({_WORDS}) STORED")
        _run(f"CREATE INDEX ix_{table}_words ON {table} USING gin (words) WITH (fastupdate = off)")


def _index_on_sqlite() -> None:
    if not _has_fts5():
        return
    for table in INDEXED:
        index = f"{table}_search"
        _run(
            f"CREATE VIRTUAL TABLE {index} USING fts5(folded, content='{table}', content_rowid='id', "
            "tokenize='unicode61 remove_diacritics 2', prefix='2 3')"
        )
        gone = f"INSERT INTO {index} ({index}, rowid, folded) VALUES ('delete', OLD.id, OLD.folded);"
        come = f"INSERT INTO {index} (rowid, folded) VALUES (NEW.id, NEW.folded);"
        _run(f"CREATE TRIGGER {table}_found_when_added AFTER INSERT ON {table} BEGIN {come} END")
        _run(f"CREATE TRIGGER {table}_found_no_more AFTER DELETE ON {table} BEGIN {gone} END")
        _run(
            f"CREATE TRIGGER {table}_found_as_changed AFTER UPDATE ON {table} "
            f"WHEN OLD.folded IS NOT NEW.folded OR OLD.id IS NOT NEW.id BEGIN {gone} {come} END"
        )
        _run(f"INSERT INTO {index} ({index}) VALUES ('rebuild')")


def _has_fts5() -> bool:
    return bool(op.get_bind().exec_driver_sql("SELECT sqlite_compileoption_used('ENABLE_FTS5')").scalar())


def _run(statement: str) -> None:
    """Run a statement as it is: what looks like a parameter in it is none."""
    op.get_bind().exec_driver_sql(statement)
