"""A page of the demonstration as its centre would scan it again: the same sheet, without its defect."""

from dataclasses import replace
from uuid import UUID

from sqlmodel import Session, col, select

from backend.demo.sheet import Defect, Sheet
from backend.errors import PageNotFound
from backend.models import Page, PageVersion


def sound_page_of(session: Session, copy_id: UUID, page: int) -> bytes:
    """That page of a copy, or one more of the same hand; PageNotFound where nothing was drawn."""
    query = (
        select(PageVersion)
        .join(Page)
        .where(Page.copy_id == copy_id, PageVersion.version == 1, col(PageVersion.content_hash).is_(None))
    )
    drawn = session.exec(query.order_by(col(Page.number).desc())).all()
    if not drawn:
        raise PageNotFound(copy_id)
    return sound_page(drawn[0], page)


def sound_page(version: PageVersion, page: int) -> bytes:
    """A JPEG; `page` is what the sheet should say of itself."""
    # Slow to import, and only needed when a page is asked for.
    from backend.demo import drawing

    sheet = Sheet.from_row(version.drawing)
    pages = max(sheet.pages, page)
    return drawing.draw(replace(sheet, defect=Defect.NONE, strength=0.0, page=page, pages=pages))
