"""What Alembic runs: always on the connection it is handed, inside that connection's own transaction."""

from alembic import context

from store.tables import Row

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Row.metadata,
    render_as_batch=True,  # SQLite cannot alter a column; Alembic then copies the table
)
context.run_migrations()
