"""Everything a corrector needs to mark one copy, read at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlmodel import Session

from backend.marking import annotations, lifecycle, marks, scheme
from backend.marking.lots import told_state
from backend.marking.marks import Entry
from backend.marking.models import Annotation
from backend.marking.scheme import Scheme
from backend.models import Copy, CopyState
from backend.permissions import Viewer, is_held_by, knows_progress
from backend.scanning import images
from backend.scanning.images import ScannedPage


@dataclass(frozen=True, slots=True)
class Work:
    """Without a mission on the paper: the pages alone."""

    copy: Copy
    pages: Sequence[ScannedPage]
    state: CopyState | None = None  # as the viewer may know it
    may_write: bool = False
    scheme: Scheme | None = None
    entry: Entry = field(default_factory=Entry)
    codes: Mapping[str, str] | None = None
    annotations: Sequence[Annotation] = ()

    @property
    def total(self) -> int | None:
        return self.entry.total_of(self.scheme)


def read(session: Session, viewer: Viewer, copy: Copy, *, now: datetime) -> Work:
    pages = images.pages_of_copies(session, [copy])[copy.id]
    state = told_state(copy, is_known=bool(knows_progress(session, viewer, [copy.lot_id])))
    if not scheme.may_read_marking(session, viewer, copy.lot):
        return Work(copy, pages, state)
    is_open = lifecycle.state_on(copy.lot, now) in lifecycle.WRITABLE
    return Work(
        copy=copy,
        pages=pages,
        state=state,
        may_write=is_open and is_held_by(session, copy.lot_id, viewer),
        scheme=marks.scheme_of(session, copy),
        entry=marks.kept(session, copy),
        codes=scheme.codes_of(session, copy.lot.paper_id),
        annotations=annotations.of_copy(session, copy),
    )
