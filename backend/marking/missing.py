"""What a lot still waits for before it may be finished, then locked."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from sqlmodel import Session, col, select

from backend.marking import scheme
from backend.marking.models import Mark, SubMark
from backend.marking.scheme import Scheme
from backend.models import Copy, CopyState, Lot
from backend.scanning import machine
from backend.scanning.models import RescanItem


class What(StrEnum):
    MARK = "mark"
    QUESTION = "question"
    APPRECIATION = "appreciation"
    SET_ASIDE = "set_aside"
    RESCAN = "rescan"


# A copy that waits for its page or for a decision does not keep the others from being finished.
WAITS_ASIDE = frozenset({What.SET_ASIDE, What.RESCAN})


@dataclass(frozen=True, slots=True)
class Missing:
    copy: Copy
    what: What
    question: str = ""


def of_lot(session: Session, lot: Lot) -> list[Missing]:
    """Copy by copy; a hidden copy is the exam office's and keeps nobody waiting."""
    query = select(Copy).where(Copy.lot_id == lot.id, col(Copy.is_hidden).is_(False))
    copies = session.exec(query.order_by(col(Copy.number))).all()
    kept = _Kept.of(session, copies)
    found = scheme.find_scheme(session, lot.session_id, lot.paper_id)
    return [missing for copy in copies for missing in _of_copy(copy, kept, found)]


def keeps_from_finishing(missing: Sequence[Missing]) -> list[Missing]:
    return [item for item in missing if item.what not in WAITS_ASIDE]


@dataclass(frozen=True, slots=True)
class _Kept:
    marks: Mapping[UUID, Mark]
    answered: Mapping[UUID, Set[UUID]]
    rescanned: Set[UUID]  # copies of which a page is being scanned again

    @classmethod
    def of(cls, session: Session, copies: Sequence[Copy]) -> "_Kept":
        ids = [copy.id for copy in copies]
        marks = session.exec(select(Mark).where(col(Mark.copy_id).in_(ids))).all()
        answered: dict[UUID, set[UUID]] = defaultdict(set)
        query = select(SubMark.copy_id, SubMark.question_id).where(col(SubMark.copy_id).in_(ids))
        for copy_id, question_id in session.exec(query):
            answered[copy_id].add(question_id)
        under_way = select(RescanItem.copy_id).where(
            col(RescanItem.copy_id).in_(ids), col(RescanItem.state).in_(machine.OPEN)
        )
        rescanned = frozenset(session.exec(under_way).all())
        return cls({mark.copy_id: mark for mark in marks}, answered, rescanned)


def _of_copy(copy: Copy, kept: _Kept, found: Scheme | None) -> Iterator[Missing]:
    if copy.id in kept.rescanned:
        yield Missing(copy, What.RESCAN)
    if copy.state is CopyState.SET_ASIDE:
        yield Missing(copy, What.SET_ASIDE)
        return
    mark = kept.marks.get(copy.id)
    if mark is not None and mark.code is not None:
        return
    answered = kept.answered.get(copy.id, frozenset())
    if not answered:
        yield Missing(copy, What.MARK)
    elif found is not None:
        waiting = [question for key, question in found.marked().items() if key not in answered]
        yield from (Missing(copy, What.QUESTION, question.label) for question in waiting)
    if found is not None and found.needs_appreciation and (mark is None or not mark.appreciation):
        yield Missing(copy, What.APPRECIATION)
