"""The one place that knows which parts this installation is made of."""

from dataclasses import dataclass

from sqlalchemy import Engine

from app.database import open_engine, reading
from app.settings import Settings, refuse_unsafe
from assistant.personal import PersonalRecords
from connectors.core_backend import CoreBackend


@dataclass(frozen=True)
class Services:
    """What the pages, the worker and the commands work with."""

    settings: Settings
    engine: Engine
    reading: Engine  # the same database, for transactions that only read
    records: PersonalRecords


def assemble(settings: Settings) -> Services:
    refuse_unsafe(settings)
    engine = open_engine(settings.database)
    return Services(
        settings=settings,
        engine=engine,
        reading=reading(engine),
        records=CoreBackend(settings.core_url, settings.service_token.get_secret_value()),
    )
