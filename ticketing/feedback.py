"""Field reports for the unions: kept apart from everything that says who, read in groups."""

import hashlib
import re
from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from sqlmodel import Session, col, select

from ticketing.errors import MessageEmpty, MessageTooLong, ReceiptUnknown, RightMissing
from ticketing.feedback_models import LONGEST_REPORT, FieldReport
from ticketing.permissions import Caller, Role
from ticketing.vocabulary import Theme

# Below this many reports, a theme is not shown apart: one would guess who wrote.
LEAST_TOGETHER = 10


@dataclass(frozen=True, slots=True)
class Report:
    """One report as a delegate reads it: its words, and no week to lay beside anything."""

    receipt_hash: str
    theme: Theme
    text: str
    reply: str | None


@dataclass(frozen=True, slots=True)
class Overview:
    """What delegates see; `counts` holds the themes that have enough reports."""

    counts: dict[Theme, int]
    reports: list[Report]


def record(session: Session, text: str, theme: Theme, *, receipt: str, today: date) -> None:
    """Keep a report, once for a receipt.

    To be called in a transaction of its own: one that also wrote a turn would tie the two together.
    """
    if not text.strip():
        raise MessageEmpty
    if len(text) > LONGEST_REPORT:
        raise MessageTooLong(len(text), LONGEST_REPORT)
    key = hashed(receipt)
    if session.get(FieldReport, key) is None:
        monday = today - timedelta(days=today.weekday())
        session.add(FieldReport(receipt_hash=key, week=monday, theme=theme, text=text.strip()))
        session.flush()


def find(session: Session, receipt: str) -> FieldReport:
    """The report of a receipt, for whoever holds it; ReceiptUnknown says no more than that."""
    found = session.get(FieldReport, hashed(receipt))
    if found is None:
        raise ReceiptUnknown
    return found


def overview(session: Session, caller: Caller) -> Overview:
    """Counts by theme above the least group, and their words, in an order that says nothing."""
    _refuse_others(caller)
    rows = session.exec(select(FieldReport).order_by(col(FieldReport.receipt_hash))).all()
    counts = Counter(row.theme for row in rows)
    enough = {theme: number for theme, number in counts.items() if number >= LEAST_TOGETHER}
    # The words of a theme that is not shown wait with it: they would say what it is, and who.
    reports = [
        Report(row.receipt_hash, row.theme, row.text, row.reply) for row in rows if row.theme in enough
    ]
    return Overview(enough, reports)


def reply(session: Session, receipt_hash: str, words: str, *, caller: Caller) -> None:
    """A delegate's word, read by whoever holds the receipt."""
    _refuse_others(caller)
    found = session.get(FieldReport, receipt_hash)
    if found is None:
        raise ReceiptUnknown
    if not words.strip():
        raise MessageEmpty
    if len(words) > LONGEST_REPORT:
        raise MessageTooLong(len(words), LONGEST_REPORT)
    found.reply = words.strip()
    session.add(found)
    session.flush()


def hashed(receipt: str) -> str:
    """Of the receipt without its spaces, dashes and case: it is copied by hand."""
    return hashlib.sha256(re.sub(r"[\W_]", "", receipt).upper().encode()).hexdigest()


def _refuse_others(caller: Caller) -> None:
    if Role.DELEGATE not in caller.roles:
        raise RightMissing(caller.id, "read field reports")
