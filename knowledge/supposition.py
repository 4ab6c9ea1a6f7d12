"""The texts as they would stand with one more or one less: their index, and the words that would fall."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from itertools import chain
from pathlib import Path
from uuid import UUID

from sqlmodel import Session

from knowledge import circulars, index_store, local_index, stored_findings
from knowledge.applicability import Standing, Verdict
from knowledge.deposits import Draft
from knowledge.errors import IndexMissing
from knowledge.local_index import LocalIndex
from knowledge.records import Record, records_of
from knowledge.scope import Scope
from knowledge.search import Embedder
from knowledge.supersession import Described, describe

SessionFactory = Callable[[], Session]


@dataclass(frozen=True, slots=True)
class Fallen:
    """Words of a published version that would no longer hold."""

    circular_id: UUID
    document: str
    start: int
    end: int

    def touches(self, start: int, end: int) -> bool:
        return self.start < end and start < self.end


@dataclass(frozen=True, slots=True)
class Supposition:
    """`index` answers as after the publication, or the withdrawal."""

    index: LocalIndex
    fallen: tuple[Fallen, ...]


@dataclass(frozen=True, slots=True)
class Folders:
    """Where today's index is, and where the supposed one is made."""

    index: Path
    supposed: Path


def suppose(
    sessions: SessionFactory, folders: Folders, embedder: Embedder | None, draft: Draft, today: date
) -> Supposition:
    """Index every text with `draft` among them, in the place of the version that it replaces."""
    described = describe(draft.id, draft.reading, draft.settled(), (today, None))
    known: list[Standing] = []

    def standings() -> list[Standing]:
        with sessions() as session, session.begin():
            known.extend(stored_findings.standings(session, described, draft.replaces_id))
        return known

    records = chain(_stored(sessions), records_of(draft.reading, draft.id))
    index = _built(folders, records, embedder, standings)
    return Supposition(index, tuple(_fallen(index, known, draft, described)))


def suppose_without(
    sessions: SessionFactory, folders: Folders, embedder: Embedder | None, withdrawn: UUID, today: date
) -> Supposition:
    """Index every text as if one were withdrawn: its words fall, and those that it replaced hold again."""

    def standings() -> list[Standing]:
        with sessions() as session, session.begin():
            return stored_findings.standings(session, without=withdrawn, on=today)

    index = _built(folders, _stored(sessions), embedder, standings)
    with sessions() as session, session.begin():
        own = [record for record in circulars.records(session) if record.circular_id == withdrawn]
    return Supposition(index, tuple(Fallen(withdrawn, one.document, one.start, one.end) for one in own))


def _built(
    folders: Folders,
    records: Iterable[Record],
    embedder: Embedder | None,
    standings: Callable[[], list[Standing]],
) -> LocalIndex:
    with suppress(IndexMissing):
        index_store.begin_from(folders.supposed, index_store.current(folders.index))
    local_index.build(folders.supposed, records, embedder, standings=standings)
    return LocalIndex.open(folders.supposed, embedder)


def _stored(sessions: SessionFactory) -> Iterator[Record]:
    with sessions() as session, session.begin():
        yield from circulars.records(session)


def _fallen(
    index: LocalIndex, known: Iterable[Standing], draft: Draft, described: Described
) -> Iterator[Fallen]:
    """What the draft takes away, within its own frame; and its former version, where its words are gone."""
    scope = _within(described)
    for standing in known:
        is_former = standing.circular_id == draft.replaces_id
        is_touched = any(change.by_document == draft.name for change in standing.superseded)
        if standing.circular_id == draft.id or not (is_former or is_touched):
            continue
        for one in index.examine(standing.document, scope):
            if one.record.circular_id != standing.circular_id:
                continue
            yield from _of_passage(one, draft, is_former=is_former)


def _of_passage(one: local_index.Examined, draft: Draft, *, is_former: bool) -> Iterator[Fallen]:
    record = one.record
    place = (record.circular_id, record.document)
    if is_former:
        gone = [unit for unit in record.units if unit.text not in draft.reading.text]
        yield from (Fallen(*place, unit.start, unit.end) for unit in gone)
    elif one.verdict is Verdict.SUPERSEDED:
        yield Fallen(*place, record.start, record.end)
    else:
        marks = ((start, end) for start, end, change in one.withdrawn if change.by_document == draft.name)
        yield from (Fallen(*place, start, end) for start, end in marks)


def _within(described: Described) -> Scope:
    frame = described.standing.frame
    academy, session, exam = (
        next(iter(sorted(values)), None) for values in (frame.academies, frame.sessions, frame.exams)
    )
    return Scope(academy, session, exam, papers=frame.papers, today=frame.known_from)
