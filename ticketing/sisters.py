"""Other tickets about the same copy, lot or centre: how many, how many still open, the latest of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from ticketing import permissions, states
from ticketing.models import ObjectLink, Ticket
from ticketing.permissions import Caller
from ticketing.vocabulary import LinkKind, TicketState

# How many of each kind are named; of a centre, the number says enough.
NAMED = {LinkKind.COPY: 5, LinkKind.LOT: 3, LinkKind.CENTRE: 0}
COUNTED = 100  # beyond, « more than »: a centre may have thousands, and a page waits for nobody


@dataclass(frozen=True, slots=True)
class Sisters:
    kind: LinkKind
    ref: str
    label: str
    total: int  # COUNTED + 1 stands for any number above
    still_open: int
    named: Sequence[Ticket]  # those that a narrower kind did not name

    @property
    def is_more(self) -> bool:
        return self.total > COUNTED


def of(session: Session, caller: Caller, ticket: Ticket) -> list[Sisters]:
    """Only of what the caller may see; the narrowest first, without those that have none."""
    found: list[Sisters] = []
    seen = [ticket.id]
    for kind, most in NAMED.items():
        for link in (one for one in ticket.links if one.kind is kind):
            rows = _shared(session, caller, ticket, link)
            if rows:
                latest = sorted((row for row in rows if row[0] not in seen), key=lambda row: row[2])[::-1]
                named = _in_order(session, [row[0] for row in latest[:most]])
                seen += [one.id for one in named]
                still_open = sum(row[1] in states.OPEN for row in rows)
                found.append(Sisters(kind, link.ref, link.label, len(rows), still_open, named))
    return found


def _shared(
    session: Session, caller: Caller, ticket: Ticket, link: ObjectLink
) -> list[tuple[UUID, TicketState, datetime]]:
    query = (
        select(Ticket.id, Ticket.state, Ticket.opened_at)
        .join(ObjectLink, col(ObjectLink.ticket_id) == col(Ticket.id))
        .where(
            col(ObjectLink.kind) == link.kind,
            col(ObjectLink.ref) == link.ref,
            col(Ticket.id) != ticket.id,
            permissions.visible(caller),
        )
    )
    return [(row[0], TicketState(row[1]), row[2]) for row in session.exec(query.limit(COUNTED + 1))]


def _in_order(session: Session, ids: Sequence[UUID]) -> list[Ticket]:
    if not ids:
        return []
    found = {one.id: one for one in session.exec(select(Ticket).where(col(Ticket.id).in_(ids)))}
    return [found[each] for each in ids]
