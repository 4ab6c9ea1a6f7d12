"""Scanned pages: which image the viewer may see, and where it lies."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from uuid import UUID

import numpy as np
from sqlmodel import Session, col, func, select
from sqlmodel.sql.expression import Select

from backend.demo.sheet import DRAWING_VERSION, Sheet
from backend.errors import PageNotFound
from backend.marking import readings
from backend.models import Copy, Lot, Page, PageVersion
from backend.permissions import Viewer, visible_copies, visible_lots
from backend.scanning.files import write_at_once


class ImageSize(StrEnum):
    FULL = "full"
    THUMB = "thumb"


@dataclass(frozen=True, slots=True)
class ScannedPage:
    """A page and the version of its scan that is shown."""

    page: Page
    version: PageVersion

    @property
    def size(self) -> tuple[int, int]:
        """Width and height as shown, turned."""
        size = (self.version.width, self.version.height)
        return size if self.version.turn in (0, 180) else (size[1], size[0])


@dataclass(frozen=True, slots=True)
class PageImage:
    path: Path
    etag: str
    turn: int = 0  # degrees, clockwise, by which it is to be shown


def get_page(session: Session, viewer: Viewer, page_id: UUID) -> ScannedPage:
    query = _current().join(Copy).join(Lot)
    query = query.where(Page.id == page_id, visible_lots(viewer), visible_copies(viewer))
    found = session.exec(query).first()
    if found is None:
        raise PageNotFound(page_id)
    readings.note(session, viewer, found[0].copy_)
    return ScannedPage(*found)


def version_of(session: Session, page_id: UUID | None, version: int | None) -> ScannedPage | None:
    """One version of a page already known to be visible."""
    page = session.get(Page, page_id) if page_id else None
    found = session.get(PageVersion, (page_id, version)) if page and version else None
    return ScannedPage(page, found) if page and found else None


def pages_of_copies(session: Session, copies: Sequence[Copy]) -> Mapping[UUID, Sequence[ScannedPage]]:
    """The pages of copies already known to be visible, by copy, in reading order."""
    query = _current().where(col(Page.copy_id).in_([copy.id for copy in copies]))
    pages: dict[UUID, list[ScannedPage]] = {copy.id: [] for copy in copies}
    for page, version in session.exec(query.order_by(col(Page.number))):
        pages[page.copy_id].append(ScannedPage(page, version))
    return pages


def count_pages(session: Session, copies: Sequence[Copy]) -> Mapping[UUID, int]:
    """How many pages each copy has; of a whole lot, far quicker than reading them."""
    query = select(Page.copy_id, func.count()).where(col(Page.copy_id).in_([copy.id for copy in copies]))
    return dict(session.exec(query.group_by(col(Page.copy_id))).all())


def page_image(scanned: ScannedPage, size: ImageSize, folder: Path) -> PageImage:
    """Where the image lies; the first time, a demonstration page is drawn there."""
    turn = scanned.version.turn
    if scanned.version.content_hash:
        kept = stored_image(scanned.version.content_hash, size, folder)
        return replace(kept, etag=f'{kept.etag[:-1]}-{turn}"', turn=turn)
    name = f"{scanned.page.id}-{scanned.version.version}-{DRAWING_VERSION}-{size}"
    path = folder / name[:2] / f"{name}.jpg"
    if not path.exists():
        # Slow to import, and only needed for pages never seen before.
        from backend.demo import drawing

        sheet = Sheet.from_row(scanned.version.drawing)
        picture = drawing.draw(sheet) if size is ImageSize.FULL else drawing.thumbnail(sheet)
        write_at_once(path, picture)
    return PageImage(path=path, etag=f'"{name}-{turn}"', turn=turn)


def turned(picture: bytes, turn: int) -> bytes:
    """The JPEG turned clockwise. Made at each look: a file kept would tell when she mended the page."""
    import cv2  # slow to import, and few pages are turned

    quarters = {90: cv2.ROTATE_90_CLOCKWISE, 180: cv2.ROTATE_180, 270: cv2.ROTATE_90_COUNTERCLOCKWISE}
    pixels = np.asarray(cv2.imdecode(np.frombuffer(picture, np.uint8), cv2.IMREAD_UNCHANGED))
    _, encoded = cv2.imencode(".jpg", cv2.rotate(pixels, quarters[turn]), [cv2.IMWRITE_JPEG_QUALITY, 85])
    return bytes(encoded)


def stored_image(content_hash: str, size: ImageSize, folder: Path) -> PageImage:
    # Slow to import, and only needed for pages that were really scanned.
    from backend.scanning import storing

    find = storing.path_of if size is ImageSize.FULL else storing.thumbnail_of
    return PageImage(path=find(content_hash, folder), etag=f'"{content_hash}-{size}"')


def _current() -> Select[Page, PageVersion]:
    return select(Page, PageVersion).join(
        PageVersion,
        (col(PageVersion.page_id) == Page.id) & (col(PageVersion.version) == Page.current_version),
    )
