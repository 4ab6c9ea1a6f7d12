"""A copy that cannot be marked today is set aside, and the lot goes on without it."""

from datetime import datetime

from sqlmodel import Session

from backend.marking import lifecycle, marks
from backend.marking.models import SetAsideReason
from backend.models import Copy, CopyState
from backend.permissions import Viewer


def set_aside(session: Session, viewer: Viewer, copy: Copy, *, reason: SetAsideReason, now: datetime) -> None:
    lifecycle.check_writable(session, viewer, copy.lot, now=now)
    copy.state, copy.set_aside_reason = CopyState.SET_ASIDE, reason.value
    session.add(copy)
    session.flush()


def resume(session: Session, viewer: Viewer, copy: Copy, *, now: datetime) -> None:
    """Back to where its marks put it: marked when none is missing."""
    lifecycle.check_writable(session, viewer, copy.lot, now=now)
    if copy.state is not CopyState.SET_ASIDE:
        return
    copy.state, copy.set_aside_reason = CopyState.TO_MARK, None
    entry = marks.kept(session, copy)
    is_complete = entry.code is not None or entry.total_of(marks.scheme_of(session, copy)) is not None
    marks.settle(session, copy, is_complete=is_complete)
