"""Alembic's entry: the connection comes from database.migrate, or from the command line for development."""

import os

from alembic import context
from sqlalchemy import Connection

from backend import models
from backend.database import make_engine
from backend.marking import models as marking_models
from backend.practical import models as practical_models
from backend.scanning import intake_models
from backend.scanning import models as scanning_models

# Importing a room's tables is what makes them known here.
TABLES = (models, marking_models, practical_models, scanning_models, intake_models)


def run(connection: Connection) -> None:
    context.configure(
        connection=connection, target_metadata=models.BackendTable.metadata, render_as_batch=True
    )
    with context.begin_transaction():
        context.run_migrations()


given = context.config.attributes.get("connection")
if given is not None:
    run(given)
else:
    url = os.environ.get("PERMANENCE_BACKEND_DATABASE_URL", "sqlite:///var/backend.db")
    with make_engine(url).connect() as opened:
        run(opened)
