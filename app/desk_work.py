"""What the worker does for the curator's desk: read, bring the index in step, work out effects."""

from datetime import UTC, datetime

import structlog
from sqlmodel import Session, col, select

from app import originals, text_work
from app.assembly import Services
from app.impact import work_out_next
from knowledge import circulars, deposits, index_store
from knowledge.documents import UnreadableDocument
from knowledge.errors import DepositMoved, IndexMismatch, IndexMissing
from knowledge.library import IndexReport, refresh_index
from knowledge.models import PublicationEvent
from knowledge.reading import Sandbox


def read_next(services: Services, *, now: datetime) -> bool:
    """Read one deposit in the sandbox, no transaction open meanwhile; say if there was one."""
    with Session(services.engine, expire_on_commit=False) as session, session.begin():
        deposit = deposits.claim(session, now=now)
    if deposit is None:
        return False
    path = services.settings.originals_dir / (deposit.original or "")
    try:
        with Sandbox() as sandbox:
            reading, places = sandbox.read_placed(path)
    except UnreadableDocument as error:
        with Session(services.engine) as session, session.begin():
            deposits.has_refused(session, deposit, error.reason, now=datetime.now(UTC))
        return True
    if places.found:
        originals.keep_places(services.settings.pages_dir, reading.sha256, places)
    try:
        with Session(services.engine) as session, session.begin():
            deposits.has_read(session, deposit, reading, now=datetime.now(UTC))
    except DepositMoved:  # another worker took it up, believing this one dead
        structlog.get_logger().warning("deposit read twice", deposit=str(deposit.id))
    return True


def is_index_late(services: Services, session: Session) -> bool:
    """Whether a curator changed the texts since the index was made.

    What the command `index` is doing at this moment is its own affair: it builds at its end.
    """
    last = session.exec(
        select(PublicationEvent.at).order_by(col(PublicationEvent.seq).desc()).limit(1)
    ).first()
    if last is None:
        return False
    try:
        build = index_store.current(services.settings.index_dir)
        stamp = index_store.read_stamp(build)
    except (IndexMissing, IndexMismatch):
        return True
    return stamp.database != circulars.version(session)


def bring_index_in_step(services: Services) -> bool:
    """Build the index again after a publication; say if it had to be."""
    with Session(services.reading) as session:
        if not is_index_late(services, session):
            return False
    report = IndexReport()
    refresh_index(lambda: Session(services.engine), services.settings.index_dir, services.embedder, report)
    return report.is_rebuilt


def work(services: Services, *, now: datetime) -> int:
    """One turn; the number of things done."""
    done = (
        read_next(services, now=now),
        bring_index_in_step(services),
        work_out_next(services, now=now),
        text_work.do_next(services, now=now),
    )
    return sum(done)
