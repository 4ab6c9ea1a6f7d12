"""Deadlines kept with the circulars, brought to the calendar; and those of a folder read for the occasion."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from knowledge import stored_findings
from knowledge.applicability import Standing, Verdict, verdict
from knowledge.calendar import DatedText, Entry, Place, Said
from knowledge.deadlines import Deadline, DeadlineKind
from knowledge.documents import Reading
from knowledge.findings import Findings
from knowledge.models import Circular, CorrectionRow, Fact, Passage
from knowledge.moved_deadlines import calendar
from knowledge.records import Record
from knowledge.scope import Scope

_DEADLINES = frozenset(kind.value for kind in DeadlineKind)
_PAGE = 4  # rank of the page in a unit as a passage keeps it


@dataclass(frozen=True, slots=True)
class StoredCalendar:
    """Fulfils `Calendar` from the database; each question is one short transaction."""

    session_factory: Callable[[], Session]

    def entries(self, scope: Scope) -> list[Entry]:
        with self.session_factory() as session:
            standings = stored_findings.standings(session)
            chosen = [one for one in standings if verdict(one.frame, scope) is Verdict.KEPT]
            texts = dated_texts(session, chosen)
        return calendar(texts, scope)


@dataclass(frozen=True, slots=True)
class MemoryCalendar:
    """Fulfils `Calendar` from texts in memory."""

    texts: Sequence[DatedText]

    def entries(self, scope: Scope) -> list[Entry]:
        return calendar(self.texts, scope)


NO_DEADLINES = MemoryCalendar(())


def dated_texts(session: Session, standings: Iterable[Standing]) -> list[DatedText]:
    """The deadlines of these circulars with their words and their place, in the order given."""
    chosen = {standing.circular_id: standing for standing in standings}
    said: dict[UUID, list[Said]] = defaultdict(list)
    for fact, place in _placed(session, Fact, chosen):
        if fact.kind in _DEADLINES:
            said[fact.circular_id].append(Said(_deadline(fact), place))
    corrections: dict[UUID, list[tuple[str, Place]]] = defaultdict(list)
    for row, place in _placed(session, CorrectionRow, chosen):
        corrections[row.circular_id].append((row.replaced_by or "", place))
    return [DatedText(one, tuple(said[id]), tuple(corrections[id])) for id, one in chosen.items()]


def _placed(session: Session, table: Any, standings: dict[UUID, Standing]) -> Iterator[tuple[Any, Place]]:
    """Rows of a table that point at words, in order, each with these words and the passage they stand in."""
    words = sa.func.substr(Circular.text, table.start + 1, table.end - table.start)
    within = sa.and_(
        col(Passage.circular_id) == table.circular_id,
        col(Passage.start) <= table.start,
        col(Passage.end) > table.start,
    )
    columns: list[Any] = [table, words, Passage.heading_path, Passage.page, Passage.units]
    rows = (
        sa.select(*columns)
        .join(Circular, col(Circular.id) == table.circular_id)
        .outerjoin(Passage, within)
        .where(table.circular_id.in_(standings))
        .order_by(table.circular_id, table.rank)
    )
    for row, quote, heading, page, units in session.execute(rows):
        spans = [(unit[0], unit[1], unit[_PAGE]) for unit in units or ()]
        at = _page_at(row.start, spans, page or 1)
        yield row, _place(standings[row.circular_id], heading or "", at, row.start, quote)


def of_reading(standing: Standing, reading: Reading, found: Findings, records: Sequence[Record]) -> DatedText:
    """The same from a text that was just read and cut."""

    def place(start: int, end: int) -> Place:
        record = next((one for one in records if one.start <= start < one.end), None)
        spans = [(unit.start, unit.end, unit.page) for unit in record.units] if record else []
        page = _page_at(start, spans, record.page if record else 1)
        return _place(standing, record.heading_path if record else "", page, start, reading.text[start:end])

    said = tuple(Said(one, place(one.start, one.end)) for one in found.deadlines)
    return DatedText(standing, said, tuple((c.new, place(c.start, c.end)) for c in found.corrections))


def _page_at(start: int, spans: Iterable[tuple[int, int, int]], otherwise: int) -> int:
    return next((page for first, last, page in spans if first <= start < last), otherwise)


def _place(standing: Standing, heading: str, page: int, start: int, quote: str) -> Place:
    named = (standing.circular_id, standing.document, standing.title)
    return Place(*named, heading, page, start, start + len(quote), quote)


def _deadline(fact: Fact) -> Deadline:
    return Deadline(
        fact.label,
        fact.action,
        fact.who,
        fact.first_day,
        fact.last_day,
        fact.time,
        DeadlineKind(fact.kind),
        fact.start,
        fact.end,
        fact.has_odd_weekday,
    )
