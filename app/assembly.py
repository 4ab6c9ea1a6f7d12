"""The one place that knows which parts this installation is made of."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from sqlalchemy import Engine
from sqlmodel import Session

from app.database import open_engine, reading
from app.deferred_reports import ReportChannel
from app.engines import open_embedder, open_intent_reader
from app.letters.mail_channel import MailChannel
from app.letters.posting import Post, poster
from app.letters.writing import Stationery
from app.live_index import LiveIndex, SearchState
from app.rescan_carrying import RescanChannel
from app.settings import Settings, refuse_unsafe
from app.web.page_images import PageImages
from app.windows import WindowChannel, Windows
from assistant import confidence
from assistant.curated import CuratedAnswers, answerer_of
from assistant.dialogue import Assistant
from assistant.known_incidents import IncidentReader
from assistant.my_tickets import TicketReader
from assistant.personal import PersonalRecords
from assistant.rescan_talk import AwaitedPages
from assistant.understanding import Understanding
from connectors.core_backend import CoreBackend
from connectors.email_out import Security, SmtpCarrier, SmtpServer
from connectors.file_folder import FileFolder
from connectors.mail_folder import MailFolder
from connectors.rasa_reader import RasaReader
from connectors.rescan_orders import RescanOrders
from connectors.rewriter import OpenAIRewriter
from knowledge.reading import Sandbox
from knowledge.search import Embedder, SearchIndex
from knowledge.stored_calendar import StoredCalendar
from ticketing.attachments import FileStore
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
    index: SearchIndex
    assistant: Assistant
    embedder: Embedder | None = None
    orders: RescanOrders | None = None  # None: no backend that scans again
    drawing: Sandbox = field(default_factory=Sandbox)  # draws the pages of originals
    windows: Windows = field(default_factory=Windows)
    desk_windows: Windows = field(default_factory=Windows)  # the open lists of the desk

    @property
    def files(self) -> FileStore:
        return FileFolder(self.settings.files_dir)

    def search_state(self) -> SearchState:
        return self.index.state() if isinstance(self.index, LiveIndex) else SearchState.READY

    def backend_is_alive(self) -> bool:
        return self.records.is_alive() if isinstance(self.records, CoreBackend) else True

    def intent_reading(self) -> Mapping[str, str | int]:
        """Who names the intents; for Rasa, how many messages it read and how many it left, by cause."""
        reader = self.assistant.understanding.reader
        if isinstance(reader, RasaReader):
            return {"reader": "rasa", **reader.count()}
        return {"reader": "embedded"}

    def close(self) -> None:
        self.engine.dispose()
        self.drawing.close()
        if isinstance(reader := self.assistant.understanding.reader, RasaReader):
            reader.close()
        if isinstance(self.records, CoreBackend):
            self.records.close()
        if self.orders:
            self.orders.close()
        if isinstance(self.assistant.rewriter, OpenAIRewriter):
            self.assistant.rewriter.close()


def assemble(settings: Settings) -> Services:
    refuse_unsafe(settings)
    engine = open_engine(settings.database)
    backend = CoreBackend(settings.core_url, settings.service_token.get_secret_value())
    embedder = open_embedder(settings)
    index = LiveIndex(settings.index_dir, embedder)
    for_reading = reading(engine)
    windows, mail = Windows(), mail_of(settings, engine)
    orders = RescanOrders(settings.core_url, settings.service_token.get_secret_value())
    return Services(
        settings=settings,
        engine=engine,
        reading=for_reading,
        records=backend,
        pages=backend,
        # A reader of the pages sees the answer there, and is told of it by mail where mail can leave.
        channels={
            WindowChannel.name: WindowChannel(engine, windows, _poster(settings) if mail else None),
            **({MailChannel.name: mail} if mail else {}),
            RescanChannel.name: RescanChannel(engine, orders),
            ReportChannel.name: ReportChannel(engine, backend),
        },
        index=index,
        assistant=Assistant(
            answers=CuratedAnswers(
                answerer_of(confidence.load()), index, embedder, lambda: Session(for_reading)
            ),
            understanding=Understanding(open_intent_reader(settings, embedder)),
            records=backend,
            reports=TicketReader(lambda: Session(for_reading, expire_on_commit=False)),
            calendar=StoredCalendar(lambda: Session(for_reading, expire_on_commit=False)),
            incidents=IncidentReader(lambda: Session(for_reading, expire_on_commit=False)),
            rescans=AwaitedPages(lambda: Session(for_reading, expire_on_commit=False)),
            rewriter=_rewriter(settings),
        ),
        embedder=embedder,
        windows=windows,
        orders=orders,
    )


def mail_of(settings: Settings, engine: Engine) -> MailChannel | None:
    """By a server when one is named; else a folder, which nobody would read in production."""
    secret = settings.secret.get_secret_value()
    paper = Stationery(settings.own_url, settings.mail_from, secret)
    if settings.smtp_host:
        return MailChannel(engine, _smtp(settings, settings.smtp_host), paper)
    return MailChannel(engine, MailFolder(settings.mail_dir), paper) if settings.is_demonstration else None


def _smtp(settings: Settings, host: str) -> SmtpCarrier:
    password = settings.smtp_password
    server = SmtpServer(
        host=host,
        port=settings.smtp_port,
        security=Security(settings.smtp_security),
        user=settings.smtp_user or None,
        password=password.get_secret_value() if settings.smtp_user and password else None,
        seconds=settings.smtp_seconds,
    )
    return SmtpCarrier(server, settings.mail_envelope or settings.mail_from)


def _poster(settings: Settings) -> Post:
    return poster(timedelta(seconds=settings.mail_window_seconds))


def _rewriter(settings: Settings) -> OpenAIRewriter | None:
    if settings.rewriter_url is None:
        return None
    key = settings.rewriter_key.get_secret_value() if settings.rewriter_key else None
    return OpenAIRewriter(settings.rewriter_url, settings.rewriter_model, key)
