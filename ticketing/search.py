"""What a search finds: a reference first, then a lot, a copy or a page by number, then words."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from ticketing import french, list_rows, permissions, queues, references, tally, text_index
from ticketing.list_rows import TicketRow
from ticketing.models import Message, ObjectLink, Ticket
from ticketing.permissions import Caller
from ticketing.queues import PAGE_SIZE
from ticketing.search_models import SearchText
from ticketing.selections import Selection
from ticketing.text_index import rebuild
from ticketing.views import View
from ticketing.vocabulary import LinkKind, Visibility

__all__ = ["Asked", "Found", "Hit", "asked_for", "rebuild", "search"]

# "copie 0423", "lot 17": the words people put before a number.
NUMBERED = re.compile(r"\b(lot|copie|page)s?\s*(?:n°\s*)?0*(\d{1,6})\b", re.IGNORECASE)
BARE_NUMBER = re.compile(r"0*(\d{1,6})")
KINDS = {"lot": LinkKind.LOT, "copie": LinkKind.COPY, "page": LinkKind.PAGE}
LABEL_WIDTH = 6  # labels keep their zeros; "423" must find "0423" and stay within the index
COMMON = 1_000  # tickets tied to the same number, from which it is no longer rare
READ = 400  # messages looked at for the extracts of a page
AROUND = 70  # characters of an extract before and after its first word


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody typed, as it is understood."""

    reference: str | None = None
    numbers: tuple[tuple[tuple[LinkKind, ...], str], ...] = ()
    words: tuple[frozenset[str], ...] = ()

    @property
    def stems(self) -> frozenset[str]:
        return frozenset().union(*self.words)


@dataclass(frozen=True, slots=True)
class Hit:
    """A ticket found, and where the words are said: `spans` mark them in the extract."""

    ticket: TicketRow
    number: int
    extract: str = ""
    spans: tuple[tuple[int, int], ...] = ()
    is_note: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    hits: list[Hit]
    next_key: int | None = None  # give it back as `after` for the following page


def asked_for(typed: str) -> Asked | None:
    """None when nothing that can be looked for was typed."""
    if reference := references.find(typed):
        return Asked(reference=reference)
    if bare := BARE_NUMBER.fullmatch(typed.strip()):
        return Asked(numbers=(((LinkKind.LOT, LinkKind.COPY), bare[1]),))
    numbers = tuple(((KINDS[word.lower()],), number) for word, number in NUMBERED.findall(typed))
    words = tuple(french.asked_stems(NUMBERED.sub(" ", typed)))
    return Asked(numbers=numbers, words=words) if numbers or words else None


def search(
    session: Session,
    caller: Caller,
    typed: str,
    *,
    now: datetime,
    among: Selection | None = None,
    after: int | None = None,
) -> Found:
    """The latest tickets first, among those of `among` (all by default) that the caller may see."""
    asked = asked_for(typed)
    if asked is None:
        return Found([])
    among = among or Selection(View.ALL)
    place = text_index.place(session, said=bool(asked.words))
    query = (
        select_columns(*list_rows.COLUMNS, col(Ticket.id), col(SearchText.number))
        .select_from(text_index.source(session, said=bool(asked.words)))
        .where(permissions.visible(caller), among.condition(caller, now), _matches(session, caller, asked))
        .order_by(place.desc())
        .limit(PAGE_SIZE + 1)
    )
    if after is not None:
        query = query.where(place < after)
    if asked.words and (few := _few(session, caller, among, now)) is not None:
        query = query.where(place.in_(few))
    session.flush()
    rows = session.connection().execute(query).all()
    page = [(TicketRow._make(row), ticket_id, number or 0) for *row, ticket_id, number in rows[:PAGE_SIZE]]
    said = _said(session, caller, {ticket_id: ticket for ticket, ticket_id, _ in page}) if asked.words else {}
    hits = [_hit(ticket, number, said.get(ticket_id, ()), asked.stems) for ticket, ticket_id, number in page]
    return Found(hits, page[-1][2] if len(rows) > PAGE_SIZE else None)


def tied_to(session: Session, caller: Caller, kind: LinkKind, ref: str) -> bool:
    """A ticket that the caller may see is tied to this object of the backend."""
    tied = select(ObjectLink.ticket_id).where(col(ObjectLink.kind) == kind, col(ObjectLink.ref) == ref)
    query = select(Ticket.id).where(permissions.visible(caller), col(Ticket.id).in_(tied))
    return session.exec(query.limit(1)).first() is not None


def _few(session: Session, caller: Caller, among: Selection, now: datetime) -> list[int] | None:
    """Numbers of the tickets searched when they are few: they are read, not all that say the words."""
    if among == Selection(View.ALL):
        return None
    held = queues.held_by(among, caller, now)
    kept = tally.of(session)
    ids = kept.few(session, held, COMMON) if kept else _some(session, held)
    if ids is None:
        return None
    numbers = session.exec(select(SearchText.number).where(col(SearchText.ticket_id).in_(ids)))
    return [number for number in numbers if number is not None]


def _some(session: Session, held: ColumnElement[bool]) -> Sequence[UUID] | None:
    ids = session.exec(select(Ticket.id).where(held).limit(COMMON)).all()
    return ids if len(ids) < COMMON else None


def _matches(session: Session, caller: Caller, asked: Asked) -> ColumnElement[bool]:
    if asked.reference is not None:
        return col(Ticket.reference) == asked.reference
    # With words, or a number that most tickets have ("page 3"), each ticket is looked at in its turn.
    in_turn = bool(asked.words) or all(_is_common(session, *one) for one in asked.numbers)
    parts = [_tied(kinds, number, in_turn=in_turn) for kinds, number in asked.numbers]
    if asked.words:
        parts.append(text_index.matching(session, caller, asked.words))
    return and_(*parts)


def _is_common(session: Session, kinds: Sequence[LinkKind], number: str) -> bool:
    some = select(ObjectLink.id).where(_is_numbered(kinds, number)).limit(COMMON).subquery()
    return session.exec(select(func.count()).select_from(some)).one() == COMMON


def _tied(kinds: Sequence[LinkKind], number: str, *, in_turn: bool) -> ColumnElement[bool]:
    tied = select(ObjectLink.ticket_id).where(_is_numbered(kinds, number))
    if in_turn:
        return tied.where(col(ObjectLink.ticket_id) == col(Ticket.id)).correlate(Ticket).exists()
    return col(Ticket.id).in_(tied)


def _is_numbered(kinds: Sequence[LinkKind], number: str) -> ColumnElement[bool]:
    labels = {number.zfill(width) for width in range(1, LABEL_WIDTH + 1)}
    return and_(col(ObjectLink.kind).in_(kinds), col(ObjectLink.label).in_(labels))


def _said(
    session: Session, caller: Caller, tickets: Mapping[UUID, TicketRow]
) -> Mapping[UUID, list[Message]]:
    """What this caller may read of these tickets, in order."""
    inside = [one for one, ticket in tickets.items() if permissions.may_read_notes(caller, ticket)]
    outside = [one for one in tickets if one not in inside]
    public = col(Message.visibility) == Visibility.PUBLIC
    readable = or_(col(Message.ticket_id).in_(inside), and_(col(Message.ticket_id).in_(outside), public))
    query = select(Message).where(readable).order_by(col(Message.sent_at)).limit(READ)
    found: dict[UUID, list[Message]] = {}
    for message in session.exec(query):
        found.setdefault(message.ticket_id, []).append(message)
    return found


def _hit(ticket: TicketRow, number: int, said: Sequence[Message], stems: frozenset[str]) -> Hit:
    """The message that says most of the words; none when the subject alone says them."""
    best, marked = None, list[tuple[int, int]]()
    for message in said:
        spans = _spans(message.body, stems)
        if len(spans) > len(marked):
            best, marked = message, spans
    if best is None:
        return Hit(ticket, number)
    start = max(0, marked[0][0] - AROUND)
    end = min(len(best.body), marked[0][1] + AROUND)
    inside = tuple((a - start, b - start) for a, b in marked if b <= end)
    return Hit(ticket, number, best.body[start:end], inside, best.visibility is Visibility.INTERNAL)


def _spans(body: str, stems: frozenset[str]) -> list[tuple[int, int]]:
    return [word.span() for word in french.WORD.finditer(body) if stems & french.stems_of_word(word.group())]
