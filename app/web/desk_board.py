"""The two left panes of the desk: where one is in the lists, and what they show there."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import Depends, Query, Request
from pydantic import BaseModel
from sqlmodel import Session

from app.web import desk_keys, ticket_words
from app.web.security import needs
from ticketing import queues
from ticketing.models import Ticket
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
ONWARD = "pm_onward"  # the cookie that says whether the next ticket opens once one is resolved


def goes_onward(request: Request) -> bool:
    return request.cookies.get(ONWARD) != "no"


def board(session: Session, caller: Caller, place: Place) -> dict[str, Any]:
    """What the two left panes show."""
    now = datetime.now(UTC)
    counts = queues.counts(session, caller, now=now)
    rows = rows_of(session, caller, place, now)
    total = None if place.q.strip() else counts[place.view]
    return {
        "place": place,
        "rows": rows,
        "counts": counts,
        "has_more": total is not None and place.page * queues.PAGE_SIZE < total,
        "words": ticket_words,
        "now": now,
        "keys": desk_keys,
    }


def rows_of(session: Session, caller: Caller, place: Place, now: datetime) -> list[Ticket]:
    """The tickets of this page of the list, in its order."""
    if place.q.strip():
        return queues.search(session, caller, place.q)
    return queues.listed(session, caller, place.view, now=now, page=place.page)


def follower(rows: Sequence[Ticket], ticket: Ticket) -> str | None:
    """The reference of the one below in the list, else the first of the others."""
    names = [row.reference for row in rows]
    at = names.index(ticket.reference) + 1 if ticket.reference in names else 0
    return next((name for name in names[at:] + names[:at] if name != ticket.reference), None)
