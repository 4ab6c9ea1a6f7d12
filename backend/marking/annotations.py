"""What a corrector draws on a page, kept as she goes: sending it twice changes nothing."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from backend.marking import errors, marks
from backend.marking.models import Annotation, AnnotationKind
from backend.models import Copy, Page
from backend.permissions import Viewer

# Other kinds of numbers are made from a clock, or from the order of writing.
AT_RANDOM = 4
QUARTER = 90


@dataclass(frozen=True, slots=True)
class Box:
    """In shares of the page as it is shown, from its top left corner."""

    left: float
    top: float
    right: float
    bottom: float

    def is_on_page(self) -> bool:
        return 0 <= self.left < self.right <= 1 and 0 <= self.top < self.bottom <= 1

    def turned(self, degrees: int) -> "Box":
        """Where it lies once the page under it is turned clockwise by so many quarters."""
        box = self
        for _ in range(degrees % 360 // QUARTER):
            box = replace(box, left=1 - box.bottom, top=box.left, right=1 - box.top, bottom=box.right)
        return box


@dataclass(frozen=True, slots=True)
class Drawn:
    page_id: UUID
    kind: AnnotationKind
    box: Box
    text: str = ""


def of_copy(session: Session, copy: Copy) -> Sequence[Annotation]:
    """Page by page, from the top down: never in the order in which they were drawn."""
    query = select(Annotation).join(Page).where(Annotation.copy_id == copy.id)
    by_place = (col(Page.number), col(Annotation.box_top), col(Annotation.box_left), col(Annotation.id))
    return session.exec(query.order_by(*by_place)).all()


def put(
    session: Session, viewer: Viewer, copy: Copy, identity: UUID, drawn: Drawn, *, now: datetime
) -> Annotation:
    marks.check_marker(session, viewer, copy, now=now)
    page = session.get(Page, drawn.page_id)
    is_ours = page is not None and page.copy_id == copy.id
    if identity.version != AT_RANDOM or not is_ours or not drawn.box.is_on_page():
        raise errors.AnnotationRefused
    row = session.merge(
        Annotation(
            copy_id=copy.id,
            id=identity,
            page_id=drawn.page_id,
            kind=drawn.kind,
            text=drawn.text,
            **_columns(drawn.box),
        )
    )
    session.flush()
    return row


def remove(session: Session, viewer: Viewer, copy: Copy, identity: UUID, *, now: datetime) -> None:
    """What is not there is removed already."""
    marks.check_marker(session, viewer, copy, now=now)
    row = session.get(Annotation, (copy.id, identity))
    if row is not None:
        session.delete(row)
        session.flush()


def turn_with_page(session: Session, copy: Copy, page_id: UUID, degrees: int) -> None:
    """Annotations stay on the words on which they were drawn."""
    query = select(Annotation).where(Annotation.copy_id == copy.id, Annotation.page_id == page_id)
    for row in session.exec(query).all():
        for name, value in _columns(box_of(row).turned(degrees)).items():
            setattr(row, name, value)
        session.add(row)


def box_of(row: Annotation) -> Box:
    return Box(row.box_left, row.box_top, row.box_right, row.box_bottom)


def _columns(box: Box) -> dict[str, float]:
    return {"box_left": box.left, "box_top": box.top, "box_right": box.right, "box_bottom": box.bottom}
