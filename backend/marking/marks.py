"""The marks of a copy: what is kept, who may write it, and what a window that comes late is told."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, delete, select

from backend.marking import errors, lifecycle, scheme
from backend.marking.models import Mark, SubMark
from backend.marking.scheme import Scheme
from backend.models import Copy, CopyState
from backend.permissions import Viewer


@dataclass(frozen=True, slots=True)
class Entry:
    """What a corrector decides of one copy: points by question, or a code; and an appreciation."""

    marks: Mapping[UUID, int] = field(default_factory=dict)
    code: str | None = None
    appreciation: str = ""

    @property
    def version(self) -> str:
        """A fingerprint of what is kept, and no count: a count would tell how often she came back."""
        told = [sorted((str(question), points) for question, points in self.marks.items())]
        text = json.dumps([told, self.code, self.appreciation])
        return hashlib.sha256(text.encode()).hexdigest()[:20]

    def total_of(self, found: Scheme | None) -> int | None:
        """None while a question waits, and for a copy that bears a code."""
        if self.code is not None or found is None or set(found.marked()) - set(self.marks):
            return None
        return sum(self.marks.values())


def kept(session: Session, copy: Copy) -> Entry:
    mark = session.get(Mark, copy.id)
    rows = session.exec(select(SubMark).where(SubMark.copy_id == copy.id)).all()
    points = {row.question_id: row.half_points for row in rows}
    return Entry(points, mark.code if mark else None, mark.appreciation if mark else "")


def scheme_of(session: Session, copy: Copy) -> Scheme | None:
    return scheme.find_scheme(session, copy.lot.session_id, copy.lot.paper_id)


def save(session: Session, viewer: Viewer, copy: Copy, entry: Entry, *, version: str, now: datetime) -> Entry:
    """Keep the whole entry in the place of what was kept.

    Refused when another window kept something else meanwhile. The same entry sent again, its answer
    lost on the way, changes nothing and is told as kept.
    """
    check_marker(session, viewer, copy, now=now)
    found, before = scheme_of(session, copy), kept(session, copy)
    if entry.version == before.version:
        return before
    if version != before.version:
        raise errors.CopyMoved(told(copy, before, before.total_of(found)))
    _check(session, copy, entry, found)
    _write(session, copy, entry, entry.total_of(found))
    return entry


def told(copy: Copy, entry: Entry, total: int | None) -> dict[str, object]:
    """What is kept of a copy, in JSON, for a window that came late."""
    return {
        "marks": {str(question): points for question, points in entry.marks.items()},
        "code": entry.code,
        "appreciation": entry.appreciation,
        "total_half_points": total,
        "state": copy.state.value,
        "version": entry.version,
    }


def check_marker(session: Session, viewer: Viewer, copy: Copy, *, now: datetime) -> None:
    lifecycle.check_writable(session, viewer, copy.lot, now=now)
    if not scheme.may_read_marking(session, viewer, copy.lot):
        raise errors.MarkingNotReadable


def settle(session: Session, copy: Copy, *, is_complete: bool) -> None:
    """Marked or to be marked; a copy set aside stays so until it is taken up again."""
    if copy.state is not CopyState.SET_ASIDE:
        copy.state = CopyState.MARKED if is_complete else CopyState.TO_MARK
    session.add(copy)
    session.flush()


def _check(session: Session, copy: Copy, entry: Entry, found: Scheme | None) -> None:
    if entry.code is not None:
        if entry.code not in scheme.codes_of(session, copy.lot.paper_id):
            raise errors.UnknownCode
        if entry.marks:
            raise errors.CodeAndMarks
    questions = found.marked() if found else {}
    for question, points in entry.marks.items():
        if question not in questions:
            raise errors.UnknownQuestion
        if not 0 <= points <= questions[question].maximum_half_points:
            raise errors.MarkOutOfRange
        if points % 2 and found is not None and not found.takes_half_points:
            raise errors.HalfPointRefused


def _write(session: Session, copy: Copy, entry: Entry, total: int | None) -> None:
    gone = delete(SubMark).where(
        col(SubMark.copy_id) == copy.id, col(SubMark.question_id).not_in(list(entry.marks))
    )
    session.exec(gone)
    for question, points in entry.marks.items():
        session.merge(SubMark(copy_id=copy.id, question_id=question, half_points=points))
    mark = session.get(Mark, copy.id)
    if total is not None or entry.code is not None or entry.appreciation:
        session.merge(
            Mark(copy_id=copy.id, half_points=total, code=entry.code, appreciation=entry.appreciation)
        )
    elif mark is not None:
        session.delete(mark)
    settle(session, copy, is_complete=total is not None or entry.code is not None)
