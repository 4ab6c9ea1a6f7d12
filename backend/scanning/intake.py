"""The scans of a centre, read page by page and split into copies; a stop loses one copy's pages at most."""

import fcntl
import hashlib
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

import cv2
import numpy as np
from sqlalchemy import Engine
from sqlmodel import Session, col, func, select

from backend import database
from backend.quality import Checked, NotAPage, Place
from backend.scanning import attendance, checks, copies, storing
from backend.scanning.copies import Group, Taken
from backend.scanning.errors import FileDamaged, FileRefused
from backend.scanning.intake_models import AttendanceEntry, FileState, IntakeFile, IntakePage
from backend.scanning.reading import ReadPage, read_pages

FOLDER = "intake"
PAUSE = timedelta(seconds=2)  # between two looks when nothing waits
# Told after each copy: how many pages have been read so far.
Progress = Callable[[int], None]


def add_file(session: Session, lot_id: UUID, path: Path, *, name: str, expected_pages: int) -> IntakeFile:
    """Put a file in the queue of a lot; the same content is taken once."""
    with path.open("rb") as file:
        content_hash = hashlib.file_digest(file, "sha256").hexdigest()
    query = select(IntakeFile).where(IntakeFile.lot_id == lot_id)
    known = session.exec(query.where(IntakeFile.content_hash == content_hash)).first()
    if known is not None:
        return known
    rank = session.exec(select(func.count()).select_from(query.subquery())).one()
    file_row = IntakeFile(
        lot_id=lot_id,
        rank=rank,
        name=name,
        content_hash=content_hash,
        path=str(path.resolve()),
        expected_pages=expected_pages,
    )
    session.add(file_row)
    session.flush()
    return file_row


def waiting_lots(session: Session) -> Sequence[UUID]:
    query = select(IntakeFile.lot_id).where(IntakeFile.state == FileState.WAITING).distinct()
    return session.exec(query).all()


def take(engine: Engine, folder: Path, lot_id: UUID, progress: Progress = lambda pages: None) -> None:
    """Read what waits for a lot, from where it stopped; of two that want to, the second waits its turn."""
    with _alone(folder, lot_id):
        with database.reading(engine) as session:
            entries = list(attendance.of_lot(session, lot_id))
            files = _waiting(session, lot_id)
        if files:
            _Taker(engine, folder, lot_id, entries, progress).take(files)


def turn(engine: Engine, folder: Path) -> timedelta:
    """One look at what waits, in any lot."""
    with database.reading(engine) as session:
        lots = waiting_lots(session)
    for lot_id in lots:
        take(engine, folder, lot_id)
    return PAUSE


def spool(content: BinaryIO, folder: Path) -> Path:
    """Keep what was sent until it has been read, under the name of its content."""
    digest = hashlib.sha256()
    while chunk := content.read(1 << 20):
        digest.update(chunk)
    path = folder / FOLDER / digest.hexdigest()
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        content.seek(0)
        aside = path.with_suffix(".part")
        with aside.open("wb") as file:
            shutil.copyfileobj(content, file)
        aside.replace(path)
    return path


@contextmanager
def _alone(folder: Path, lot_id: UUID) -> Iterator[None]:
    """A lock that a killed process leaves free."""
    path = folder / FOLDER / f"{lot_id}.lock"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


@dataclass
class _Taker:
    engine: Engine
    folder: Path
    lot_id: UUID
    entries: Sequence[AttendanceEntry]
    progress: Progress
    group: Group = field(default_factory=Group)
    # Files read to their end since the last copy was written: (file, the refusal that ended it).
    ended: list[tuple[UUID, str | None]] = field(default_factory=list)
    pages: int = 0

    def take(self, files: Sequence[tuple[IntakeFile, int]]) -> None:
        for file, done in files:
            self.group.expected = file.expected_pages
            refusal = self._take_file(file, done)
            self.ended.append((file.id, refusal))
        self._write()

    def _take_file(self, file: IntakeFile, done: int) -> str | None:
        """The name of the refusal that ended the file, if one did."""
        try:
            for number, page in enumerate(read_pages(Path(file.path)), start=1):
                if number > done:
                    self._take_page(file.id, number, page)
        except FileRefused as refusal:
            return type(refusal).__name__
        except OSError:
            return FileDamaged.__name__
        return None

    def _take_page(self, file_id: UUID, number: int, page: ReadPage) -> None:
        checked = _check(page, self.group)
        if not self.group.takes(checked.signature.mark):
            self._write()
        content_hash = storing.keep(page.picture, self.folder)
        taken = Taken(file_id, number, content_hash, (page.width, page.height), checked)
        self.group.pages.append(taken)

    def _write(self) -> None:
        """One short transaction for a copy, with the rows of its pages."""
        with database.writing(self.engine) as session:
            copies.write(session, self.lot_id, self.group, self.entries)
            for file_id, refusal in self.ended:
                file = session.get_one(IntakeFile, file_id)
                file.state = FileState.REFUSED if refusal else FileState.READ
                file.reason = refusal
                session.add(file)
        self.pages += len(self.group.pages)
        self.group = Group(self.group.expected)
        self.ended = []
        self.progress(self.pages)


def _check(page: ReadPage, group: Group) -> Checked:
    """Measured where it should lie in its copy; its own mark knows better, and then it is measured there."""
    grey = np.asarray(cv2.cvtColor(page.picture, cv2.COLOR_RGB2GRAY), np.uint8)
    number = len(group.pages) % group.expected + 1
    try:
        checked = checks.check_page(grey, Place(number, group.expected))
        mark = checked.signature.mark
        if mark is None or mark.page == number or not 1 <= mark.page <= group.expected:
            return checked
        return checks.check_page(grey, Place(mark.page, group.expected))
    except NotAPage as error:
        raise FileRefused from error


def _waiting(session: Session, lot_id: UUID) -> list[tuple[IntakeFile, int]]:
    """Each file to read, with how many of its pages are already written."""
    query = select(IntakeFile).where(IntakeFile.lot_id == lot_id, IntakeFile.state == FileState.WAITING)
    files = session.exec(query.order_by(col(IntakeFile.rank))).all()
    return [(file, _pages_of(session, file.id)) for file in files]


def _pages_of(session: Session, file_id: UUID) -> int:
    query = select(func.count()).select_from(IntakePage).where(IntakePage.file_id == file_id)
    return session.exec(query).one()
