"""Sheets are kept for a year, in case of a recourse (circulaire ECE de Toulouse 2024, § 7.2), then erased."""

from calendar import isleap
from datetime import date, datetime

from sqlmodel import Session, col, delete, select

from backend.practical.models import Panel, PracticalExam, Sheet
from backend.practical.rights import paris_day


def kept_until(ends: date) -> date:
    """The same day of the next year; the year runs from the last candidate examined."""
    is_leap_day = (ends.month, ends.day) == (2, 29) and not isleap(ends.year + 1)
    return ends.replace(year=ends.year + 1, day=28 if is_leap_day else ends.day)


def erase_old_sheets(session: Session, *, now: datetime) -> int:
    """Called now and then. The number of exams whose sheets and panels are gone; the attestation stays."""
    today, erased = paris_day(now), 0
    for exam in session.exec(select(PracticalExam)).all():
        sheets = session.exec(select(Sheet).where(Sheet.exam_id == exam.id)).all()
        last = max((sheet.closes_on for sheet in sheets), default=exam.last_day)
        if sheets and today > kept_until(last):
            session.exec(delete(Sheet).where(col(Sheet.exam_id) == exam.id))
            session.exec(delete(Panel).where(col(Panel.exam_id) == exam.id))
            erased += 1
    return erased
