"""Run by Alembic: the caller's connection and transaction are used, whatever happens."""

from __future__ import annotations

from alembic import context

from bot.store.database.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata, transactional_ddl=False)
context.run_migrations()
