"""Circulars in the database: publish a reading, withdraw it, list and show what is published."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import astuple, dataclass
from datetime import datetime
from itertools import zip_longest
from typing import Any
from uuid import UUID

from sqlalchemy.orm import load_only
from sqlmodel import Session, col, select

from knowledge import stored_findings
from knowledge.applicability import Frame, Standing, Verdict, verdict
from knowledge.documents import Block, BlockKind, Reading
from knowledge.errors import CircularNotFound
from knowledge.findings import Findings, study
from knowledge.models import Circular, Passage, PublicationEvent
from knowledge.passages import PassageDraft, passages, title_of
from knowledge.records import Record, make_record
from knowledge.scope import Scope
from knowledge.units import UnitDraft
from knowledge.withdrawn import Change, Withdrawn, changes, withdrawn

# Raise it when the reading or the cutting changes: texts that did not change are then read again.
READER = 3
_NBSP = "\N{NO-BREAK SPACE}"
WITHDRAWN = "withdrawn"  # a curator took the text away
_SCALE = ("is_scale", "papers", "opens_on")


@dataclass(frozen=True, slots=True)
class Summary:
    """What a list of texts shows; `facts` are short French phrases."""

    id: UUID
    name: str
    title: str
    is_withdrawn: bool
    facts: tuple[str, ...]
    changed_by: tuple[str, ...]  # numbers of the texts that replace or correct it


@dataclass(frozen=True, slots=True)
class Document(Summary):
    """A text to be read, with its structure."""

    text: str
    blocks: tuple[Block, ...]
    pages: int | None
    recognised: tuple[tuple[int, float | None], ...] = ()  # scanned pages, and how sure their reading is
    notes: tuple[str, ...] = ()  # what a curator has not settled yet, as French sentences
    changes: tuple[Change, ...] = ()  # what replaces or corrects it
    withdrawn: tuple[Withdrawn, ...] = ()  # the words that no longer hold
    withdrawn_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a text, and the interval during which we knew it; open while it is published."""

    id: UUID
    sha256: str  # of the file
    known_from: datetime
    known_until: datetime | None
    text: str


def publish(
    session: Session, reading: Reading, *, source: str, now: datetime, found: Findings | None = None
) -> Circular:
    """Store a reading and its passages; the published version of the same file is withdrawn.

    `found` is what a curator made of it; without it the text speaks for itself.
    """
    withdraw(session, source, reading.name, now=now)
    circular = Circular(
        source=source,
        name=reading.name,
        sha256=reading.sha256,
        reader=READER,
        media_type=reading.media_type,
        title=title_of(reading),
        pages=reading.pages,
        text=reading.text,
        blocks=[dump_block(block) for block in reading.blocks],
        ocr_pages=list(reading.ocr_pages),
        ocr_confidence=list(reading.ocr_confidence),
        published_at=now,
    )
    found = found or study(reading)
    stored_findings.fill(circular, found)
    session.add(circular)
    session.flush()
    session.add_all(_row(circular.id, rank, passage) for rank, passage in enumerate(passages(reading)))
    session.add_all(stored_findings.rows(circular.id, found))
    session.flush()
    return circular


def withdraw(session: Session, source: str, name: str, *, now: datetime) -> bool:
    """Withdraw what is published of a file; say if anything was.

    Its text stays readable by identifier, and searched by whom asks what was known on an earlier day.
    """
    published = _published().where(col(Circular.source) == source, col(Circular.name) == name)
    found = session.exec(published).all()
    for circular in found:
        circular.withdrawn_at = now
        session.add(circular)
    session.flush()
    return bool(found)


def published_digests(session: Session, *, but: str) -> set[str]:
    """Digests of the files that answer now, `but` those of one folder."""
    others = select(Circular.sha256).where(col(Circular.withdrawn_at).is_(None), col(Circular.source) != but)
    return set(session.exec(others).all())


def known_files(session: Session, source: str) -> dict[str, str]:
    """Digests by name of what is published from a folder and read by this version of the code.

    What a curator corrected or withdrew is known as it is: reading the file again would undo it.
    """
    columns = select(Circular.name, Circular.sha256, Circular.reader, Circular.id)
    rows = session.exec(columns.where(col(Circular.withdrawn_at).is_(None), col(Circular.source) == source))
    touched = select(PublicationEvent.circular_id)
    by_curators = set(session.exec(touched).all())
    known = {
        name: sha256 if reader == READER or key in by_curators else "" for name, sha256, reader, key in rows
    }
    withdrawn = select(Circular.name, Circular.sha256).where(
        col(Circular.source) == source,
        col(Circular.id).in_(touched.where(PublicationEvent.kind == WITHDRAWN)),
    )
    gone = session.exec(withdrawn.order_by(col(Circular.withdrawn_at))).all()
    return dict(gone) | known


def versions(session: Session, ids: Iterable[UUID]) -> dict[UUID, Version]:
    """The versions of these identifiers, withdrawn or not; a scale is for the caller to leave out."""
    names = ("id", "sha256", "published_at", "withdrawn_at", "text")
    columns = select(Circular).options(load_only(*(getattr(Circular, name) for name in names)))
    return {
        row.id: Version(row.id, row.sha256, row.published_at, row.withdrawn_at, row.text)
        for row in session.exec(columns.where(col(Circular.id).in_(list(ids))))
    }


def titles(session: Session, ids: Iterable[UUID]) -> dict[UUID, str]:
    """The titles of these versions, withdrawn or not."""
    return dict(
        session.exec(select(Circular.id, Circular.title).where(col(Circular.id).in_(list(ids)))).all()
    )


def list_documents(session: Session, scope: Scope) -> list[Summary]:
    """List what is published, by title; a scale is there for those who may read it."""
    names = ("id", "name", "title", "pages", "number", "signed_on", "academies", *_SCALE)
    columns = select(Circular).options(load_only(*(getattr(Circular, name) for name in names)))
    rows = session.exec(columns.where(col(Circular.withdrawn_at).is_(None)).order_by(col(Circular.title)))
    shown = [row for row in rows if _is_readable(row, scope)]
    acts = stored_findings.acts_on(session, {row.id: row.number or row.title for row in shown})
    return [Summary(row.id, row.name, row.title, False, _facts(row), acts.get(row.id, ())) for row in shown]


def get_document(session: Session, wanted: str | UUID, scope: Scope) -> Document:
    """Find a text by identifier, withdrawn or not, or a published one by file name.

    A scale that is closed to the asker is not found, in the same words as one that does not exist.
    """
    circular = _find(session, str(wanted))
    if circular is None or not _is_readable(circular, scope):
        raise CircularNotFound(str(wanted))
    standing = stored_findings.standing_of(session, circular, lambda other: _is_readable(other, scope))
    return Document(
        circular.id,
        circular.name,
        circular.title,
        circular.withdrawn_at is not None,
        _facts(circular),
        tuple(dict.fromkeys(one.by for one in standing.superseded)),
        circular.text,
        tuple(load_block(values) for values in circular.blocks),
        circular.pages,
        tuple(zip_longest(circular.ocr_pages, circular.ocr_confidence[: len(circular.ocr_pages)])),
        _unsettled(circular, standing),
        changes(standing),
        tuple(withdrawn(standing, list(_records_of(session, circular)) if standing.superseded else ())),
        circular.withdrawn_at,
    )


def _unsettled(circular: Circular, standing: Standing) -> tuple[str, ...]:
    """What waits for a curator about a text."""
    said = [
        f"À vérifier{_NBSP}: le texte «{_NBSP}{change.by}{_NBSP}» pourrait modifier celui-ci."
        for change in standing.doubts
    ]
    if standing.acts_in_doubt:
        said.append("À vérifier : ce texte semble en modifier un autre. Rien n’est changé d’ici là.")
    if not circular.sessions and not circular.is_scale:
        said.append("Ce texte ne nomme aucune session : sa durée de validité reste à préciser.")
    return tuple(dict.fromkeys(said))


def _is_readable(circular: Circular, scope: Scope) -> bool:
    frame = Frame(papers=frozenset(circular.papers), is_scale=circular.is_scale, opens_on=circular.opens_on)
    return verdict(frame, scope) is Verdict.KEPT


def version(session: Session) -> str:
    """Name the state of the texts, withdrawn ones included: an index stamped otherwise is late."""
    columns = select(Circular.id, Circular.withdrawn_at)
    state = sorted(f"{id} {withdrawn_at}" for id, withdrawn_at in session.exec(columns))
    return hashlib.sha256("\n".join(state).encode()).hexdigest()[:32]


def records(session: Session) -> Iterator[Record]:
    """Give every passage, withdrawn ones too, in an order that does not depend on when each text came."""
    order = (col(Circular.name), col(Circular.sha256), col(Circular.source), col(Circular.published_at))
    for circular in session.exec(select(Circular).order_by(*order).execution_options(yield_per=20)):
        yield from _records_of(session, circular)
        session.expunge(circular)


def _records_of(session: Session, circular: Circular) -> Iterator[Record]:
    rows = select(Passage).where(col(Passage.circular_id) == circular.id).order_by(col(Passage.rank))
    first = 0
    for passage in session.exec(rows).all():
        units = tuple(UnitDraft(*unit) for unit in passage.units)
        draft = PassageDraft(passage.heading_path, passage.page, passage.start, passage.end, units)
        yield make_record(circular.id, circular.name, circular.title, circular.text, draft, first)
        first += len(units)
        session.expunge(passage)


def _published() -> Any:
    return select(Circular).where(col(Circular.withdrawn_at).is_(None))


def _find(session: Session, wanted: str) -> Circular | None:
    try:
        return session.get(Circular, UUID(wanted))
    except ValueError:
        named = _published().where(col(Circular.name) == wanted).order_by(col(Circular.published_at).desc())
        found: Circular | None = session.exec(named).first()
        return found


def _facts(circular: Circular) -> tuple[str, ...]:
    """Number or file name, date, académie, pages: what tells a text from another in a list."""
    facts = [circular.number or circular.name]
    if circular.signed_on:
        facts.append(f"{circular.signed_on:%d/%m/%Y}")
    facts += circular.academies
    if circular.pages:
        facts.append(f"{circular.pages}{_NBSP}pages" if circular.pages > 1 else f"1{_NBSP}page")
    return tuple(facts)


def _row(circular_id: UUID, rank: int, passage: PassageDraft) -> Passage:
    return Passage(
        circular_id=circular_id,
        rank=rank,
        heading_path=passage.heading_path,
        page=passage.page,
        start=passage.start,
        end=passage.end,
        units=[list(astuple(unit)) for unit in passage.units],
    )


def dump_block(block: Block) -> list[Any]:
    return [block.kind.value, *astuple(block)[1:]]


def load_block(values: list[Any]) -> Block:
    kind, start, end, page, level, intro, called_by, header, cells = values
    spans = tuple((first, last) for first, last in cells)
    return Block(BlockKind(kind), start, end, page, level, intro, called_by, tuple(header), spans)
