"""Files that go with a message: kept once by what they hold, seen by who may read it, erased in time."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol
from uuid import UUID

from sqlmodel import Session, col, select

from ticketing import log
from ticketing.attachment_models import Attachment
from ticketing.errors import TooManyFiles
from ticketing.file_checks import MOST_FILES, check
from ticketing.models import Event, Message, Ticket
from ticketing.projections import Projection
from ticketing.vocabulary import EventType, Side, TicketState

SETTLED = (TicketState.RESOLVED, TicketState.CLOSED, TicketState.MERGED)
# A file is put before the row that names it: younger than that, it may still be awaited.
AWAITED = timedelta(hours=1)
SUFFIXES = {"image/png": "png", "image/jpeg": "jpg", "image/webp": "webp", "application/pdf": "pdf"}


class FileStore(Protocol):
    """Where the files are. A name is the SHA-256 of the content, with « .thumb » for its small picture.

    ``put`` returns once the file cannot be lost; the same name again is the same file. ``read`` raises
    ``FileMissing``. ``remove`` leaves what was put again since.
    """

    def put(self, name: str, content: bytes) -> None: ...

    def read(self, name: str) -> bytes: ...

    def kept(self) -> Iterator[tuple[str, datetime]]: ...

    def remove(self, name: str, *, unless_since: datetime) -> bool: ...

    def sweep(self, *, before: datetime) -> int: ...


@dataclass(frozen=True, slots=True)
class Joined:
    """A file that is kept, to be named by a message."""

    sha256: str
    media_type: str
    size: int
    width: int | None
    height: int | None


def keep(store: FileStore, contents: Sequence[bytes]) -> tuple[Joined, ...]:
    """Check what is joined to one message, then keep it, before any transaction; all of it or nothing.

    Raises TooManyFiles and what `file_checks.check` raises.
    """
    if len(contents) > MOST_FILES:
        raise TooManyFiles(len(contents), MOST_FILES)
    checked = [check(content) for content in contents]
    for one in checked:
        store.put(one.sha256, one.content)
        if one.thumbnail is not None:
            store.put(thumbnail_of(one.sha256), one.thumbnail)
    return tuple(
        Joined(one.sha256, one.media_type, len(one.content), one.width, one.height) for one in checked
    )


def attach(
    session: Session, ticket: Ticket, message: Message, files: Sequence[Joined], *, now: datetime
) -> None:
    """Tie files to a message that was just written on this ticket."""
    if not files:
        return
    events = log.events_of(session, ticket)
    number = sum(event.type is EventType.ATTACHED for event in events)
    for one in files:
        number += 1
        payload = {
            "number": number,
            "message": str(message.id),
            "sha256": one.sha256,
            "media_type": one.media_type,
            "size": one.size,
            "width": one.width,
            "height": one.height,
        }
        fact = log.Fact(EventType.ATTACHED, message.side, message.author_id, now, payload)
        log.append(session, ticket, fact)
    KEPT.rewrite(session, ticket, log.events_of(session, ticket))


def of_messages(session: Session, message_ids: Sequence[UUID]) -> dict[UUID, list[Attachment]]:
    """In the order in which they were joined."""
    query = select(Attachment).where(col(Attachment.message_id).in_(message_ids))
    found: dict[UUID, list[Attachment]] = {}
    for one in session.exec(query.order_by(col(Attachment.number)).execution_options(populate_existing=True)):
        found.setdefault(one.message_id, []).append(one)
    return found


def thumbnail_of(sha256: str) -> str:
    return f"{sha256}.thumb"


def file_name(reference: str, number: int, media_type: str) -> str:
    """What it is called when it is taken away: the name it came with is not kept."""
    return f"{reference}-{number}.{SUFFIXES[media_type]}"


def erase_old(session: Session, *, before: datetime, now: datetime, limit: int = 100) -> int:
    """Let go of the files of what was settled before that day; the number of tickets treated."""
    holding = select(Attachment.ticket_id).where(col(Attachment.erased_at).is_(None))
    query = select(Ticket).where(
        col(Ticket.id).in_(holding), col(Ticket.state).in_(SETTLED), col(Ticket.changed_at) < before
    )
    found = session.exec(query.limit(limit)).all()
    for ticket in found:
        for number in _still_kept(session, ticket):
            payload = {"number": number}
            log.append(session, ticket, log.Fact(EventType.FILE_ERASED, Side.SYSTEM, None, now, payload))
        KEPT.rewrite(session, ticket, log.events_of(session, ticket))
    return len(found)


def unused(session: Session, store: FileStore, *, now: datetime) -> list[str]:
    """Names of the store that no message holds any more, and that nobody put lately."""
    wanted = set(session.exec(select(Attachment.sha256).where(col(Attachment.erased_at).is_(None))))
    return [
        name
        for name, since in store.kept()
        if since < now - AWAITED and name.removesuffix(".thumb") not in wanted
    ]


def sweep(store: FileStore, names: Sequence[str], *, now: datetime) -> int:
    """Remove them for good; what was put again meanwhile stays."""
    gone = sum(store.remove(name, unless_since=now - AWAITED) for name in names)
    return gone + store.sweep(before=now - AWAITED)


def _still_kept(session: Session, ticket: Ticket) -> list[int]:
    mine = (col(Attachment.ticket_id) == ticket.id) & col(Attachment.erased_at).is_(None)
    return list(session.exec(select(Attachment.number).where(mine).order_by(col(Attachment.number))))


def _fold(ticket: Ticket, events: Sequence[Event]) -> list[Attachment]:
    rows: dict[int, Attachment] = {}
    for event in events:
        if event.type is EventType.ATTACHED:
            rows[event.payload["number"]] = _row(ticket, event)
        elif event.type is EventType.FILE_ERASED:
            rows[event.payload["number"]].erased_at = event.at
    return list(rows.values())


def _row(ticket: Ticket, event: Event) -> Attachment:
    said: dict[str, Any] = event.payload
    return Attachment(
        ticket_id=ticket.id,
        number=said["number"],
        message_id=UUID(said["message"]),
        sha256=said["sha256"],
        media_type=said["media_type"],
        size=said["size"],
        width=said["width"],
        height=said["height"],
        at=event.at,
    )


KEPT = Projection(Attachment, _fold)
