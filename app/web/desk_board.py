"""The two left panes of the desk: where one is in the lists, and what they show there."""

from datetime import UTC, datetime
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import Depends, Query
from pydantic import BaseModel
from sqlmodel import Session

from app.web import ticket_words
from app.web.security import needs
from ticketing import queues
from ticketing.permissions import Caller, Role
from ticketing.queues import View

DESK_ROLES = (Role.AGENT, Role.SUPERVISOR, Role.EXAM_OFFICE, Role.INSPECTOR, Role.ALERT_CELL)
DeskCaller = Annotated[Caller, Depends(needs(*DESK_ROLES))]


class Place(BaseModel):
    """Where one is in the lists; kept in every address of the desk."""

    view: View = View.TODO
    page: int = Query(default=1, ge=1, le=10_000)
    q: str = Query(default="", max_length=200)

    @property
    def query(self) -> str:
        kept = {"view": self.view.value} | ({"page": str(self.page)} if self.page > 1 else {})
        return urlencode(kept | ({"q": self.q} if self.q else {}))


PlaceDep = Annotated[Place, Query()]


def board(session: Session, caller: Caller, place: Place) -> dict[str, Any]:
    """What the two left panes show."""
    now = datetime.now(UTC)
    counts = queues.counts(session, caller, now=now)
    if place.q.strip():
        rows, total = queues.search(session, caller, place.q), None
    else:
        rows = queues.listed(session, caller, place.view, now=now, page=place.page)
        total = counts[place.view]
    return {
        "place": place,
        "rows": rows,
        "counts": counts,
        "has_more": total is not None and place.page * queues.PAGE_SIZE < total,
        "words": ticket_words,
        "now": now,
    }
