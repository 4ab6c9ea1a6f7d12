"""References that people read aloud: P-2026-000123."""

import re
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import text
from sqlmodel import Session

PATTERN = re.compile(r"\bP[-\s]?(\d{4})[-\s]?(\d{1,9})\b", re.IGNORECASE)
PARIS = "Europe/Paris"  # the year on the reporter's calendar, not in UTC

# The row stays locked until the transaction ends: two openings never get the same number,
# and a number whose transaction failed may be given again or lost, which harms nobody.
NEXT = text(
    "INSERT INTO reference_counter (year, last) VALUES (:year, 1) "
    "ON CONFLICT (year) DO UPDATE SET last = reference_counter.last + 1 RETURNING last"
)


def next_reference(session: Session, now: datetime) -> str:
    year = now.astimezone(ZoneInfo(PARIS)).year
    number: int = session.connection().execute(NEXT, {"year": year}).scalar_one()
    return written(year, number)


def written(year: int, number: int) -> str:
    return f"P-{year}-{number:06d}"


def find(words: str) -> str | None:
    """The first reference said in a sentence, in its usual form: "p 2026 123" is P-2026-000123."""
    found = PATTERN.search(words)
    return written(int(found[1]), int(found[2])) if found else None
