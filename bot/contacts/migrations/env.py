"""Alembic's entry: runs the migrations on the connection that `bot.contacts.database.migrate` gives."""

from alembic import context

from bot.contacts.models import Base
from bot.counts import models  # noqa: F401  its tables belong to the same database

context.configure(connection=context.config.attributes["connection"], target_metadata=Base.metadata)
context.run_migrations()
