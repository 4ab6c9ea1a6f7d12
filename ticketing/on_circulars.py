"""Tickets still open that carry words of a text: told by reference only, to those who keep the texts."""

from dataclasses import dataclass

from sqlmodel import Session, col, select

from ticketing import permissions
from ticketing.models import ObjectLink, Ticket
from ticketing.states import OPEN
from ticketing.vocabulary import LinkKind


@dataclass(frozen=True, slots=True)
class Carried:
    """Words that a ticket carries, as its link says; `document` is the name of a file."""

    reference: str
    document: str
    start: int
    end: int


def carried(session: Session, documents: set[str]) -> list[Carried]:
    """What open tickets carry of these documents, oldest ticket first."""
    rows = session.exec(
        select(Ticket.reference, ObjectLink.details)
        .join(ObjectLink, col(ObjectLink.ticket_id) == Ticket.id)
        .where(
            ObjectLink.kind == LinkKind.CIRCULAR,
            col(Ticket.state).in_(OPEN),
            col(Ticket.team).not_in(permissions.RESERVED),
        )
        .order_by(col(Ticket.opened_at))
    )
    return [
        Carried(reference, details["document"], details["start"], details["end"])
        for reference, details in rows
        if details.get("document") in documents
    ]
