"""The one place that knows which parts this installation is made of."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Engine

from app.database import open_engine, reading
from app.settings import Settings, refuse_unsafe
from app.web.page_images import PageImages
from assistant.personal import PersonalRecords
from connectors.core_backend import CoreBackend
from connectors.mail_folder import MailFolder
from ticketing.outbox import Channel


@dataclass(frozen=True)
class Services:
    """What the pages, the worker and the commands work with."""

    settings: Settings
    engine: Engine
    reading: Engine  # the same database, for transactions that only read
    records: PersonalRecords
    pages: PageImages
    channels: Mapping[str, Channel]

    def search_state(self) -> str:
        return "ready"

    def backend_is_alive(self) -> bool:
        return True

    def close(self) -> None:
        self.engine.dispose()


def assemble(settings: Settings) -> Services:
    refuse_unsafe(settings)
    engine = open_engine(settings.database)
    backend = CoreBackend(settings.core_url, settings.service_token.get_secret_value())
    return Services(
        settings=settings,
        engine=engine,
        reading=reading(engine),
        records=backend,
        pages=backend,
        channels={MailFolder.name: MailFolder(settings.data_dir / "mail")},
    )
