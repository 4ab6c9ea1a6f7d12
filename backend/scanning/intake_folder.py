"""A folder of scans taken in from the command line, and what is said of it, line by line."""

from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from backend import database
from backend.errors import LotNotFound
from backend.models import Lot
from backend.scanning import attendance, intake, intake_report
from backend.scanning.errors import AttendanceListMissing
from backend.scanning.intake_models import FileState, Problem
from backend.scanning.intake_report import CopyOutcome, IntakeResult
from backend.scanning.refusals import file_refusal
from backend.wording import copy_number

LISTS = ".csv"
PROBLEMS = {
    Problem.UNMARKED: "dont la marque ne se lit pas",
    Problem.STRANGER: "d’une copie qui n’est pas sur la liste",
    Problem.ABSENT: "d’un candidat noté absent",
    Problem.REPEATED: "déjà numérisées",
}


def take(engine: Engine, images: Path, folder: Path, *, lot: int, pages: int) -> Iterator[str]:
    """Take the folder's files in the order of their names; run again, it goes on where it stopped."""
    paths = sorted(path for path in folder.iterdir() if path.is_file())
    with database.writing(engine) as session:
        lot_id = _lot(session, lot).id
        for path in paths:
            if path.suffix.lower() == LISTS:
                attendance.keep(session, lot_id, attendance.read(path.read_bytes(), lot_id))
        if not attendance.of_lot(session, lot_id):
            raise AttendanceListMissing
        for path in paths:
            if path.suffix.lower() != LISTS:
                intake.add_file(session, lot_id, path, name=path.name, expected_pages=pages)
    intake.take(engine, images, lot_id)
    with database.reading(engine) as session:
        yield from _told(intake_report.of_lot(session, session.get_one(Lot, lot_id)))


def _lot(session: Session, number: int) -> Lot:
    """By its number; in two académies at once, the first by académie."""
    query = select(Lot).where(Lot.number == number).order_by(col(Lot.academy_id))
    found = session.exec(query).first()
    if found is None:
        raise LotNotFound(number)
    return found


def _told(result: IntakeResult) -> Iterator[str]:
    expected = len(result.copies) - result.count(CopyOutcome.ABSENT)
    yield f"Lot {result.lot.number} : {result.count(CopyOutcome.COMPLETE)} copies complètes sur {expected}."
    yield f"{result.pages} pages lues, {result.faulty_pages} à revoir."
    for copy in result.copies:
        number = copy_number(copy.number)
        if copy.outcome is CopyOutcome.MISSING:
            yield f"Copie {number} : manquante."
        if copy.outcome is CopyOutcome.INCOMPLETE:
            yield f"Copie {number} : pages {list(copy.pages)} seulement."
        yield from (f"Copie {number}, {fault}" for fault in copy.faults)
    yield from (f"{count} pages {PROBLEMS[problem]}." for problem, count in result.problems.items())
    for one in result.files:
        if one.file.state is FileState.REFUSED:
            yield f"{one.file.name} : {file_refusal(one.file.reason or '')}"
