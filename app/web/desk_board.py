"""What the two left panes of the desk show: views with their counts, and one page of a list."""

import secrets
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Request
from sqlmodel import Session

from app.web import (
    banner,
    batch_words,
    desk_keys,
    desk_people,
    desk_rows,
    filter_words,
    presence_words,
    ticket_words,
)
from app.web.desk_place import Place, PlaceDep
from app.web.desk_rows import Line
from app.web.due_words import DueWords
from app.web.presence_words import Told
from app.web.security import needs
from ticketing import macros, permissions, presence, queues, saved_views, search
from ticketing.list_rows import TicketRow
from ticketing.models import Ticket
from ticketing.permissions import Caller, Role
from ticketing.queues import Cut, Key
from ticketing.saved_views import Listed
from ticketing.search import Hit
from ticketing.selections import Selection
from ticketing.views import View

__all__ = ["DeskCaller", "Place", "PlaceDep", "board", "follower", "goes_onward", "rows_of"]

DESK_ROLES = (Role.AGENT, Role.SUPERVISOR, Role.EXAM_OFFICE, Role.INSPECTOR, Role.ALERT_CELL)
DeskCaller = Annotated[Caller, Depends(needs(*DESK_ROLES))]
Lines = Callable[[DueWords, str | None], Iterable[Line]]
ONWARD = "pm_onward"  # the cookie that says whether the next ticket opens once one is resolved
# In words, what was just done to a saved view.
DONE = {
    "kept": "La vue est enregistrée.",
    "renamed": "La vue est renommée.",
    "shared": "La vue est publiée. Toute l’assistance la voit.",
    "unshared": "La vue n’est plus partagée.",
    "copied": "La vue est copiée dans vos vues.",
    "changed": "La vue tient maintenant ces filtres.",
    "deleted": "La vue est supprimée.",
    "restored": "La vue est rétablie.",
}


@dataclass(frozen=True, slots=True)
class KeptView:
    """A saved view as the pane shows it."""

    id: UUID
    name: str
    shared: bool
    href: str
    count: int
    is_current: bool
    may_change: bool


@dataclass(frozen=True, slots=True)
class ViewsPane:
    """All that the pane of views says, in values that compare."""

    counts: tuple[tuple[View, int], ...]
    kept: tuple[KeptView, ...]
    current: View | None  # None for a search, or for a view that is narrowed

    def count_of(self, view: View) -> int:
        return dict(self.counts)[view]

    @property
    def own(self) -> list[KeptView]:
        return [one for one in self.kept if not one.shared]

    @property
    def shared(self) -> list[KeptView]:
        return [one for one in self.kept if one.shared]


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of rows; the addresses of those around it."""

    hits: list[Hit]
    total: int | None  # None for a search, which is not counted
    first: str | None = None
    former: str | None = None
    following: str | None = None
    last: str | None = None


def goes_onward(request: Request) -> bool:
    return request.cookies.get(ONWARD) != "no"


def board(session: Session, caller: Caller, place: Place) -> dict[str, Any]:
    """What the two left panes show."""
    now = datetime.now(UTC)
    kept = saved_views.listed(session, caller)
    chosen = {view.id: saved_views.selection_of(view) for view in kept}
    wanted = [*(Selection(view) for view in View), *chosen.values(), place.selection]
    counted = queues.counts(session, caller, wanted, now=now)
    shown = [_kept(view, chosen[view.id], counted, place, caller) for view in kept]
    listing = (
        _found(session, caller, place, now) if place.q else _listed(session, caller, place, counted, now)
    )
    present = presence_words.by_reference(presence.others(session, caller, now=now))
    return {
        "place": place,
        "listing": listing,
        "pane": ViewsPane(
            tuple((view, counted[Selection(view)]) for view in View),
            tuple(shown),
            current=None if place.q or place.filters else place.view,
        ),
        "current_view": next((one for one in shown if one.is_current), None),
        "chips": filter_words.chips(place),
        "refused": filter_words.refused(place.refused),
        "views_done": DONE.get(place.views_done),
        "view_key": secrets.token_urlsafe(16),
        "may_share": permissions.may_share_views(caller),
        "keys": desk_keys,
        "last_seq": queues.last_event(session, caller),
        "words": ticket_words,
        "batch_words": batch_words,
        "now": now,
        "people": tuple(desk_people.others(caller)),
        "present": present,
        "lines": _lines(listing, place, present, now),
        "ready_macros": macros.named(session, caller),
        "incidents_around": banner.read(session, caller),
        "bulk_key": secrets.token_urlsafe(16),
    }


def _lines(listing: Listing, place: Place, present: Mapping[str, Told], now: datetime) -> Lines:
    """Worked out when the page shows them, with the words of due dates that it has."""

    def read(due: DueWords, current: str | None) -> Iterable[Line]:
        around = desk_rows.Around(due, now, place.query, present, current)
        return desk_rows.lines(listing.hits, around)

    return read


def _listed(
    session: Session, caller: Caller, place: Place, counted: dict[Selection, int], now: datetime
) -> Listing:
    page = queues.listed(session, caller, place.selection, now=now, cut=place.cut)
    hits = [Hit(ticket, 0) for ticket in page.rows]
    total = counted[place.selection]

    def address(cut: Cut) -> str:
        return f"/desk?{place.at(cut).query}"

    former = page.has_former and page.rows
    following = page.has_next and page.rows
    return Listing(
        hits,
        total,
        first=address(Cut()) if former else None,
        former=address(Cut(before=Key.of(page.rows[0], place.view))) if former else None,
        following=address(Cut(after=Key.of(page.rows[-1], place.view))) if following else None,
        last=address(Cut(from_the_end=True)) if following else None,
    )


def _found(session: Session, caller: Caller, place: Place, now: datetime) -> Listing:
    found = search.search(session, caller, place.q, now=now, among=place.searched, after=place.found_after)
    following = f"/desk?{place.base}&found_after={found.next_key}" if found.next_key is not None else None
    first = f"/desk?{place.base}" if place.found_after is not None else None
    return Listing(found.hits, None, first=first, following=following)


def _kept(
    view: Listed, selection: Selection, counted: dict[Selection, int], place: Place, caller: Caller
) -> KeptView:
    return KeptView(
        view.id,
        view.name,
        view.shared,
        f"/desk?{Place(selection).base}",
        counted[selection],
        is_current=selection == place.selection and not place.q,
        may_change=saved_views.may_change(view, caller),
    )


def rows_of(session: Session, caller: Caller, place: Place, now: datetime) -> list[TicketRow]:
    """The tickets of this page of the list, in its order."""
    if place.q:
        return [hit.ticket for hit in _found(session, caller, place, now).hits]
    return queues.listed(session, caller, place.selection, now=now, cut=place.cut).rows


def follower(rows: Sequence[TicketRow], ticket: Ticket) -> str | None:
    """The reference of the one below in the list, else the first of the others."""
    names = [row.reference for row in rows]
    at = names.index(ticket.reference) + 1 if ticket.reference in names else 0
    return next((name for name in names[at:] + names[:at] if name != ticket.reference), None)
