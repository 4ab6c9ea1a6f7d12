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
class CopyResult:
    number: int
    outcome: CopyOutcome
    pages: Sequence[int]
    missing: Sequence[int]
    faults: Sequence[str]  # "page 3 : L’écriture est floue…"
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
    problems: Counter[Problem]  # pages that are in no copy

    @property
    def is_running(self) -> bool:
        return any(one.file.state is FileState.WAITING for one in self.files)

    @property
    def pages(self) -> int:
        return sum(one.pages for one in self.files)

    def count(self, *outcomes: str) -> int:
        return sum(copy.outcome in outcomes for copy in self.copies)

    @property
    def faulty_pages(self) -> int:
        return len({(copy.number, fault.split(" : ")[0]) for copy in self.copies for fault in copy.faults})


def of_lot(session: Session, lot: Lot) -> IntakeResult:
    files = _files(session, lot.id)
    expected = max((one.file.expected_pages for one in files), default=0)
    problems = Counter(
        Problem(problem)
        for problem in session.exec(
            select(IntakePage.problem).where(col(IntakePage.file_id).in_([one.file.id for one in files]))
        )
        if problem is not None
    )
    return IntakeResult(lot, files, _copies(session, lot.id, expected), problems)


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
                faults=[f"page {number} : {said}" for number in sorted(found) for said in found[number]],
                is_hidden=copy is not None and copy.is_hidden,
            )
        )
    return results


def _outcome(is_present: bool, pages: set[int], expected: int) -> CopyOutcome:
    if not pages:
        return CopyOutcome.MISSING if is_present else CopyOutcome.ABSENT
    is_whole = pages == set(range(1, expected + 1))
    return CopyOutcome.COMPLETE if is_whole else CopyOutcome.INCOMPLETE


def _pages(session: Session, lot_id: UUID) -> dict[UUID, dict[int, list[str]]]:
    """For each copy, its pages by number, each with its defects in French."""
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
    pages: dict[UUID, dict[int, list[str]]] = {}
    for page, measured in session.exec(query):
        rows = measured.findings if measured else []
        said = [findings.explain(one) for one in map(from_row, rows) if is_fault(one)]
        pages.setdefault(page.copy_id, {})[page.number] = said
    return pages
