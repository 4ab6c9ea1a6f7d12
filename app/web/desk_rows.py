"""One line of the desk’s list: all that it shows, in values that compare; the same is drawn once."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from app.web import ticket_words
from app.web.due_words import Chip, DueWords
from app.web.pages import short_day
from app.web.presence_words import Told
from app.web.ticket_words import Sign
from ticketing.search import Hit
from ticketing.states import OPEN
from ticketing.vocabulary import Priority, Side


class Line(NamedTuple):
    """Nothing else is shown of a ticket there; the macro that draws it sees nothing else."""

    reference: str
    version: int
    subject: str
    query: str  # of the list, for one's way back
    sign: Sign
    is_urgent: bool
    is_unread: bool
    is_current: bool
    has_deadline: bool
    day: str
    is_late: bool
    due: Chip | None
    there: Told | None
    extract: str
    spans: tuple[tuple[int, int], ...]
    is_note: bool


@dataclass(frozen=True, slots=True)
class Around:
    """What lines say beside the tickets: at what hour, of whom, in which list."""

    due: DueWords
    now: datetime
    query: str
    present: Mapping[str, Told]
    current: str | None = None  # the reference of the ticket that is open beside the list


def lines(hits: Sequence[Hit], around: Around) -> Iterator[Line]:
    return (_line(hit, around) for hit in hits)


def _line(hit: Hit, around: Around) -> Line:
    row, sign = hit.ticket, ticket_words.FOR_DESK[hit.ticket.state]
    is_open = row.state in OPEN
    return Line(
        row.reference,
        row.version,
        row.subject,
        around.query,
        sign,
        is_urgent=is_open and row.priority is Priority.TOP,
        is_unread=is_open and row.last_word is Side.REPORTER,
        is_current=row.reference == around.current,
        has_deadline=row.deadline is not None,
        day=short_day(row.deadline or row.opened_at),
        is_late=row.deadline is not None and row.deadline < around.now and sign.kind != "done",
        due=around.due.chip(row, around.now),
        there=around.present.get(row.reference),
        extract=hit.extract,
        spans=hit.spans,
        is_note=hit.is_note,
    )
