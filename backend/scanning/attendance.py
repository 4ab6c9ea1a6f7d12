"""The attendance list of a lot: which copies are expected, read from a small file or from the tables."""

import csv
import io
from collections.abc import Sequence
from uuid import UUID

from sqlmodel import Session, col, delete, or_, select

from backend.models import Copy, Lot
from backend.scanning import marks
from backend.scanning.errors import AttendanceListRefused
from backend.scanning.intake_models import AttendanceEntry

COLUMNS = ("copie", "anonymat", "present")
PRESENT, ABSENT = "oui", "non"
MOST_LINES = 5000


def read(content: bytes, lot_id: UUID) -> list[AttendanceEntry]:
    """Lines `copie;anonymat;present`; raise AttendanceListRefused, which says the line, for anything else."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise AttendanceListRefused(0) from error
    rows = list(csv.reader(io.StringIO(text), delimiter=";"))
    if not rows or tuple(cell.strip().lower() for cell in rows[0]) != COLUMNS or len(rows) > MOST_LINES:
        raise AttendanceListRefused(1)
    entries = [_entry(row, line, lot_id) for line, row in enumerate(rows[1:], start=2) if row]
    for kept in ({entry.copy_number for entry in entries}, {entry.anonymity_number for entry in entries}):
        if len(kept) != len(entries):
            raise AttendanceListRefused(len(rows))
    return entries


def _entry(row: Sequence[str], line: int, lot_id: UUID) -> AttendanceEntry:
    cells = [cell.strip().lower() for cell in row]
    is_whole = len(cells) == len(COLUMNS) and cells[0].isdecimal() and len(cells[0]) <= 9
    if not is_whole or marks.number_of_text(cells[1]) is None or cells[2] not in {PRESENT, ABSENT}:
        raise AttendanceListRefused(line)
    return AttendanceEntry(
        lot_id=lot_id, anonymity_number=cells[1], copy_number=int(cells[0]), is_present=cells[2] == PRESENT
    )


def keep(session: Session, lot_id: UUID, entries: Sequence[AttendanceEntry]) -> None:
    """The list of the lot from now on; raise AttendanceListRefused where it contradicts the copies known."""
    for line, entry in enumerate(entries, start=2):
        is_same = (Copy.lot_id == lot_id) & (Copy.number == entry.copy_number)
        known = select(Copy).where(or_(is_same, Copy.anonymity_number == entry.anonymity_number))
        for copy in session.exec(known):
            is_it = (copy.lot_id, copy.number) == (lot_id, entry.copy_number)
            if not is_it or copy.anonymity_number != entry.anonymity_number:
                raise AttendanceListRefused(line)
    session.exec(delete(AttendanceEntry).where(col(AttendanceEntry.lot_id) == lot_id))
    session.add_all(entries)
    session.flush()


def of_lot(session: Session, lot_id: UUID) -> Sequence[AttendanceEntry]:
    query = select(AttendanceEntry).where(AttendanceEntry.lot_id == lot_id)
    return session.exec(query.order_by(col(AttendanceEntry.copy_number))).all()


def lots_expected(session: Session, centres: frozenset[str]) -> Sequence[Lot]:
    """The lots of these centres that have a list."""
    listed = select(AttendanceEntry.lot_id).distinct()
    query = select(Lot).where(col(Lot.centre_id).in_(centres), col(Lot.id).in_(listed))
    return session.exec(query.order_by(col(Lot.number))).all()


def find(entries: Sequence[AttendanceEntry], number: int) -> AttendanceEntry | None:
    """The line whose number the mark carries, a few bits apart at most."""
    for entry in entries:
        its_own = marks.number_of_text(entry.anonymity_number)
        if its_own is not None and marks.is_same(number, its_own):
            return entry
    return None
