"""What an intake gave: copy by copy against the attendance list, file by file, page by page."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from sqlmodel import Session, col, func, select

from backend.models import Copy, Lot, Page, PageVersion
from backend.scanning import attendance, findings
from backend.scanning.findings import from_row, is_fault
from backend.scanning.intake_models import FileState, IntakeFile, IntakePage, Problem
from backend.scanning.models import PageCheck


class CopyOutcome(StrEnum):
    COMPLETE = "complete"
    INCOMPLETE = "incomplete"  # pages are missing, or one too many
    MISSING = "missing"  # on the list, and not in the packet
    ABSENT = "absent"  # the candidate was absent, and nothing came


@dataclass(frozen=True, slots=True)
class Fault:
    """A defect of a page; `check` names the picture that shows where it is."""

    page: int
    page_id: UUID
    check: str
    said: str

    def __str__(self) -> str:
        return f"page {self.page} : {self.said}"


@dataclass(frozen=True, slots=True)
class Stray:
    """A page that is in no copy, by its place in the packet: the sheet is found again by it."""

    file: str
    number: int
    problem: Problem


@dataclass(frozen=True, slots=True)
class CopyResult:
    number: int
    outcome: CopyOutcome
    pages: Sequence[int]
    missing: Sequence[int]
    faults: Sequence[Fault]
    is_hidden: bool


@dataclass(frozen=True, slots=True)
class FileResult:
    file: IntakeFile
    pages: int


@dataclass(frozen=True, slots=True)
class IntakeResult:
    lot: Lot
    files: Sequence[FileResult]
    copies: Sequence[CopyResult]
    strays: Sequence[Stray]

    @property
    def is_running(self) -> bool:
        return any(one.file.state is FileState.WAITING for one in self.files)

    @property
    def problems(self) -> Counter[Problem]:
        return Counter(stray.problem for stray in self.strays)

    @property
    def pages(self) -> int:
        return sum(one.pages for one in self.files)

    def count(self, *outcomes: str) -> int:
        return sum(copy.outcome in outcomes for copy in self.copies)

    @property
    def faulty_pages(self) -> int:
        return len({fault.page_id for copy in self.copies for fault in copy.faults})


def of_lot(session: Session, lot: Lot) -> IntakeResult:
    files = _files(session, lot.id)
    expected = max((one.file.expected_pages for one in files), default=0)
    return IntakeResult(lot, files, _copies(session, lot.id, expected), _strays(session, lot.id))


def _strays(session: Session, lot_id: UUID) -> list[Stray]:
    query = (
        select(IntakeFile.name, IntakePage.number, IntakePage.problem)
        .join(IntakeFile)
        .where(IntakeFile.lot_id == lot_id, col(IntakePage.problem).is_not(None))
        .order_by(col(IntakeFile.rank), col(IntakePage.number))
    )
    rows = session.exec(query)
    return [Stray(name, number, Problem(problem)) for name, number, problem in rows if problem]


def _files(session: Session, lot_id: UUID) -> list[FileResult]:
    query = (
        select(IntakeFile, func.count(col(IntakePage.number)))
        .join(IntakePage, isouter=True)
        .where(IntakeFile.lot_id == lot_id)
        .group_by(col(IntakeFile.id))
        .order_by(col(IntakeFile.rank))
    )
    return [FileResult(file, pages) for file, pages in session.exec(query)]


def _copies(session: Session, lot_id: UUID, expected: int) -> list[CopyResult]:
    scanned = {
        copy.anonymity_number: copy for copy in session.exec(select(Copy).where(Copy.lot_id == lot_id))
    }
    pages = _pages(session, lot_id)
    results = []
    for entry in attendance.of_lot(session, lot_id):
        copy = scanned.get(entry.anonymity_number)
        found = pages.get(copy.id, {}) if copy else {}
        outcome = _outcome(entry.is_present, set(found), expected)
        results.append(
            CopyResult(
                number=entry.copy_number,
                outcome=outcome,
                pages=sorted(found),
                missing=sorted(set(range(1, expected + 1)) - set(found)) if copy else [],
                faults=[fault for number in sorted(found) for fault in found[number]],
                is_hidden=copy is not None and copy.is_hidden,
            )
        )
    return results


def _outcome(is_present: bool, pages: set[int], expected: int) -> CopyOutcome:
    if not pages:
        return CopyOutcome.MISSING if is_present else CopyOutcome.ABSENT
    is_whole = pages == set(range(1, expected + 1))
    return CopyOutcome.COMPLETE if is_whole else CopyOutcome.INCOMPLETE


def _pages(session: Session, lot_id: UUID) -> dict[UUID, dict[int, list[Fault]]]:
    """For each copy, its pages by number, each with its defects."""
    query = (
        select(Page, PageCheck)
        .join(Copy)
        .join(
            PageVersion,
            (col(PageVersion.page_id) == Page.id) & (col(PageVersion.version) == Page.current_version),
        )
        .join(
            PageCheck,
            (col(PageCheck.page_id) == Page.id) & (col(PageCheck.version) == Page.current_version),
            isouter=True,
        )
        .where(Copy.lot_id == lot_id)
    )
    pages: dict[UUID, dict[int, list[Fault]]] = {}
    for page, measured in session.exec(query):
        rows = measured.findings if measured else []
        pages.setdefault(page.copy_id, {})[page.number] = [
            Fault(page.number, page.id, str(one.check), findings.explain(one))
            for one in map(from_row, rows)
            if is_fault(one)
        ]
    return pages
