"""The desk's views of the tickets a caller may see: their rows, their counts, and search."""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import ColumnElement, case, func, or_
from sqlmodel import Session, col, select

from ticketing import permissions, references, states
from ticketing.models import ObjectLink, Ticket
from ticketing.permissions import Caller
from ticketing.vocabulary import LinkKind, Priority, Side, TicketState

PAGE_SIZE = 50
SOON = timedelta(days=2)  # a lot whose deadline is nearer than that comes into the view of deadlines

# "copie 0423", "lot 17": the words people put before a number.
NUMBERED = re.compile(r"\b(lot|copie|page)s?\s*(?:n°\s*)?0*(\d{1,6})\b", re.IGNORECASE)
BARE_NUMBER = re.compile(r"0*(\d{1,6})")
KINDS = {"lot": LinkKind.LOT, "copie": LinkKind.COPY, "page": LinkKind.PAGE}
SHARED = (LinkKind.COPY, LinkKind.LOT)
LABEL_WIDTH = 6  # labels keep their zeros; "423" must find "0423" and stay within the index


class View(StrEnum):
    TODO = "todo"  # the desk has the next word
    MINE = "mine"
    URGENT = "urgent"
    DEADLINE = "deadline"
    WAITING_CENTRE = "waiting_centre"
    WAITING_REQUESTER = "waiting_requester"
    WAITING_THIRD_PARTY = "waiting_third_party"
    OPEN = "open"
    RESOLVED = "resolved"


def listed(session: Session, caller: Caller, view: View, *, now: datetime, page: int = 1) -> list[Ticket]:
    """One page of a view: soonest first while open, latest first once settled."""
    query = select(Ticket).where(permissions.visible(caller), within(view, caller, now))
    if view is View.RESOLVED:
        query = query.order_by(col(Ticket.changed_at).desc(), col(Ticket.reference).desc())
    else:
        query = query.order_by(col(Ticket.priority), col(Ticket.opened_at), col(Ticket.reference))
    return list(session.exec(query.limit(PAGE_SIZE).offset((page - 1) * PAGE_SIZE)))


def counts(session: Session, caller: Caller, *, now: datetime) -> dict[View, int]:
    """How many tickets each view holds, by the same conditions as its list, in one pass."""
    sums = [func.coalesce(func.sum(case((within(view, caller, now), 1), else_=0)), 0) for view in View]
    row = session.connection().execute(select(*sums).where(permissions.visible(caller))).one()
    return {view: int(number) for view, number in zip(View, row, strict=True)}


def within(view: View, caller: Caller, now: datetime) -> ColumnElement[bool]:
    """What puts a ticket in a view."""
    state, is_open = col(Ticket.state), col(Ticket.state).in_(states.OPEN)
    reporter_spoke_last = col(Ticket.last_word) == Side.REPORTER
    return {
        View.TODO: or_(state.in_(states.TO_TAKE_UP), is_open & reporter_spoke_last),
        View.MINE: is_open & (col(Ticket.assignee_id) == caller.id),
        View.URGENT: is_open & (col(Ticket.priority) == Priority.TOP),
        View.DEADLINE: is_open & (col(Ticket.deadline) <= now + SOON),
        View.WAITING_CENTRE: state == TicketState.WAITING_CENTRE,
        View.WAITING_REQUESTER: state == TicketState.WAITING_REQUESTER,
        View.WAITING_THIRD_PARTY: state == TicketState.WAITING_THIRD_PARTY,
        View.OPEN: is_open,
        View.RESOLVED: state.in_({TicketState.RESOLVED, TicketState.CLOSED}),
    }[view]


def search(session: Session, caller: Caller, words: str) -> list[Ticket]:
    """Exact references first, then lots, copies and pages by number, then words of the subject."""
    if not words.strip():
        return []
    query = select(Ticket).where(permissions.visible(caller), _matches(words))
    return list(session.exec(query.order_by(col(Ticket.opened_at).desc()).limit(PAGE_SIZE)))


def siblings(session: Session, caller: Caller, ticket: Ticket, *, limit: int = 5) -> Sequence[Ticket]:
    """Other tickets of the same copy or lot that the caller may see, latest first."""
    shared = [link.ref for link in ticket.links if link.kind in SHARED]
    tied = select(ObjectLink.ticket_id).where(
        col(ObjectLink.kind).in_(SHARED), col(ObjectLink.ref).in_(shared)
    )
    return session.exec(
        select(Ticket)
        .where(permissions.visible(caller), col(Ticket.id).in_(tied), col(Ticket.id) != ticket.id)
        .order_by(col(Ticket.opened_at).desc())
        .limit(limit)
    ).all()


def _matches(words: str) -> ColumnElement[bool]:
    reference = references.find(words)
    if reference:
        return col(Ticket.reference) == reference
    numbered = NUMBERED.findall(words)
    if numbered:
        conditions = [_tied([KINDS[word.lower()]], number) for word, number in numbered]
        matched = conditions[0]
        for condition in conditions[1:]:
            matched = matched & condition
        return matched
    bare = BARE_NUMBER.fullmatch(words.strip())
    if bare:
        return _tied([LinkKind.LOT, LinkKind.COPY], bare[1])
    return col(Ticket.subject).icontains(words.strip(), autoescape=True)


def _tied(kinds: list[LinkKind], number: str) -> ColumnElement[bool]:
    labels = {number.zfill(width) for width in range(1, LABEL_WIDTH + 1)}
    tied = select(ObjectLink.ticket_id).where(
        col(ObjectLink.kind).in_(kinds), col(ObjectLink.label).in_(labels)
    )
    return col(Ticket.id).in_(tied)
