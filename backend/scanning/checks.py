"""The quality of pages, measured once for each version and kept."""

from collections.abc import Iterable, Sequence
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Engine
from sqlmodel import Session, col, delete

from backend import database, quality
from backend.models import Copy, Page
from backend.quality import METHOD_VERSION, Checked, Finding, Place
from backend.scanning import images
from backend.scanning.errors import CheckNotFound
from backend.scanning.findings import from_row, is_fault, measures_of, to_rows
from backend.scanning.images import ImageSize, ScannedPage
from backend.scanning.models import PageCheck
from backend.scanning.reading import dpi_of

Grey = NDArray[np.uint8]


def of_page(session: Session, engine: Engine, scanned: ScannedPage, folder: Path) -> PageCheck:
    """What is kept of the page; the first time, its whole copy is measured, and only then written."""
    found = kept(session, scanned)
    if found is not None:
        return found
    copy = session.get_one(Copy, scanned.page.copy_id)
    measured = measure_copy(images.pages_of_copies(session, [copy])[copy.id], folder)
    with database.writing(engine) as writing:
        keep(writing, measured)
    return next(one for one in measured if one.page_id == scanned.page.id)


def kept(session: Session, scanned: ScannedPage) -> PageCheck | None:
    """What was measured on this version by the method of today."""
    found = session.get(PageCheck, (scanned.page.id, scanned.version.version))
    return found if found is not None and found.method_version == METHOD_VERSION else None


def measure_copy(pages: Sequence[ScannedPage], folder: Path) -> list[PageCheck]:
    """Check each page of a copy, and each against the others; nothing is written."""
    checked = [
        check_page(grey_of(page, folder), Place(number, len(pages)))
        for number, page in enumerate(pages, start=1)
    ]
    said = quality.compare(checked)
    return [
        PageCheck(
            page_id=page.page.id,
            version=page.version.version,
            method_version=METHOD_VERSION,
            measures=measures_of(one),
            findings=to_rows([*one.findings, *others]),
        )
        for page, one, others in zip(pages, checked, said, strict=True)
    ]


def check_page(grey: Grey, place: Place) -> Checked:
    """Raise NotAPage for an image that no scanner gives."""
    height, width = grey.shape
    return quality.check(grey, Place(place.number, place.pages, dpi_of(width, height), place.form))


def keep(session: Session, measured: Iterable[PageCheck]) -> None:
    for one in measured:
        session.merge(one)
    session.flush()


def forget(session: Session, pages: Iterable[Page]) -> None:
    """A page beside them has changed: what was said of one against the other is measured anew when asked."""
    session.exec(delete(PageCheck).where(col(PageCheck.page_id).in_([page.id for page in pages])))


def grey_of(scanned: ScannedPage, folder: Path) -> Grey:
    path = images.page_image(scanned, ImageSize.FULL, folder).path
    return np.asarray(cv2.imread(str(path), cv2.IMREAD_GRAYSCALE), np.uint8)


def findings_of(measured: PageCheck) -> list[Finding]:
    return [from_row(row) for row in measured.findings]


def is_sound(measured: PageCheck) -> bool:
    return not any(is_fault(finding) for finding in findings_of(measured))


def picture_of(measured: PageCheck, check: str, grey: Grey) -> bytes:
    """Where it is, as a PNG; raise CheckNotFound when that check found nothing."""
    found = next((one for one in findings_of(measured) if one.check.value == check), None)
    if found is None:
        raise CheckNotFound(check)
    return quality.evidence(grey, found)
