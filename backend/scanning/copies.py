"""Pages read one after the other become a copy: by their mark, or else by how many a copy has."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from sqlmodel import Session, select

from backend import quality
from backend.models import Copy, Page, PageVersion
from backend.quality import METHOD_VERSION, Check, Checked, Finding, Mark
from backend.scanning import attendance, marks
from backend.scanning.findings import measures_of, to_rows
from backend.scanning.intake_models import AttendanceEntry, IntakePage, Problem
from backend.scanning.models import PageCheck

USUAL_PAGES = 4
NAME_VISIBLE = "Un nom est visible dans la zone d’anonymat : constaté à la numérisation."


@dataclass(frozen=True, slots=True)
class Taken:
    """A page read from a file, its image kept."""

    file_id: UUID
    number: int
    content_hash: str
    size: tuple[int, int]
    checked: Checked

    @property
    def mark(self) -> Mark | None:
        return self.checked.signature.mark


@dataclass
class Group:
    """The pages of one copy, as they come."""

    expected: int = USUAL_PAGES
    pages: list[Taken] = field(default_factory=list)

    @property
    def mark(self) -> Mark | None:
        return next((page.mark for page in self.pages if page.mark), None)

    def takes(self, mark: Mark | None) -> bool:
        """Whether a page with this mark goes on with this copy."""
        mine = self.mark
        if mark is not None and mine is not None:
            return marks.is_same(mark.number, mine.number)
        if mark is not None and mark.page <= len(self.pages):
            return not self.pages
        return len(self.pages) < self.expected


def write(session: Session, lot_id: UUID, group: Group, entries: Sequence[AttendanceEntry]) -> None:
    """Put the pages in the copy of the list that they belong to; where there is none, keep them with why."""
    entry = attendance.find(entries, group.mark.number) if group.mark else None
    if entry is None or not entry.is_present:
        problem = Problem.ABSENT if entry else Problem.STRANGER if group.mark else Problem.UNMARKED
        for page in group.pages:
            session.add(_row(page, None, problem))
        session.flush()
        return
    said = quality.compare([page.checked for page in group.pages])
    copy = _copy_of(session, lot_id, entry)
    for page, others in zip(group.pages, said, strict=True):
        _put(session, copy, page, [*page.checked.findings, *others])
    session.flush()


def _copy_of(session: Session, lot_id: UUID, entry: AttendanceEntry) -> Copy:
    query = select(Copy).where(Copy.anonymity_number == entry.anonymity_number)
    found = session.exec(query).first()
    if found is not None:
        return found
    copy = Copy(lot_id=lot_id, number=entry.copy_number, anonymity_number=entry.anonymity_number)
    session.add(copy)
    session.flush()
    return copy


def _put(session: Session, copy: Copy, taken: Taken, findings: Sequence[Finding]) -> None:
    numbers = set(session.exec(select(Page.number).where(Page.copy_id == copy.id)).all())
    number = taken.mark.page if taken.mark and taken.mark.page else max(numbers, default=0) + 1
    if number in numbers:
        session.add(_row(taken, None, Problem.REPEATED))
        return
    page = Page(copy_id=copy.id, number=number)
    session.add(page)
    session.flush()
    width, height = taken.size
    session.add(
        PageVersion(
            page_id=page.id,
            version=1,
            width=width,
            height=height,
            content_hash=taken.content_hash,
            drawing={},
        )
    )
    session.add(
        PageCheck(
            page_id=page.id,
            version=1,
            method_version=METHOD_VERSION,
            measures=measures_of(taken.checked),
            findings=to_rows(findings),
        )
    )
    if any(finding.check is Check.NAME_VISIBLE for finding in findings) and not copy.is_hidden:
        # Before anybody could see it: only the exam office will.
        copy.is_hidden, copy.hidden_reason = True, NAME_VISIBLE
        session.add(copy)
    session.add(_row(taken, page.id, None))
    session.flush()


def _row(taken: Taken, page_id: UUID | None, problem: Problem | None) -> IntakePage:
    return IntakePage(
        file_id=taken.file_id,
        number=taken.number,
        content_hash=taken.content_hash,
        page_id=page_id,
        problem=problem,
    )
