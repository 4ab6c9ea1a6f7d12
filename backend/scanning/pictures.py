"""The two pictures of an item, side by side: the page as it was, and the one that was sent."""

from enum import StrEnum
from pathlib import Path

from sqlmodel import Session

from backend.errors import PageNotFound
from backend.marking import readings
from backend.permissions import Viewer
from backend.scanning import images, moves
from backend.scanning.images import ImageSize, PageImage
from backend.scanning.models import RescanItem


class Which(StrEnum):
    OLD = "old"
    NEW = "new"


def of_item(session: Session, viewer: Viewer, item: RescanItem, which: Which, folder: Path) -> PageImage:
    """Raise PageNotFound when the page was never scanned, or none was sent yet."""
    readings.note(session, viewer, item.copy_)
    if which is Which.OLD:
        old = images.version_of(session, item.page_id, item.old_version)
        if old is not None:
            return images.page_image(old, ImageSize.FULL, folder)
    elif (attempt := moves.last_attempt(session, item)) is not None:
        return images.stored_image(attempt.content_hash, ImageSize.FULL, folder)
    raise PageNotFound(item.id)
