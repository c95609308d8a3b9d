"""Alembic's entry: the connection comes from ``spotwright.db.migrate`` (or from a test that compares schemas)."""

from alembic import context

from spotwright.db.base import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
