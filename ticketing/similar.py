"""Tickets that are like another one: of the same copy, lot or centre, the same defect, in close words."""

from collections import defaultdict
from uuid import UUID

from sqlmodel import Session, col, select

from ticketing import french, permissions, text_index
from ticketing.models import Message, ObjectLink, Ticket
from ticketing.permissions import Caller
from ticketing.vocabulary import LinkKind, TicketState, Visibility

LOOKED_AT = 200  # tied to the same things, or in close words; the latest
WEIGHTS = {LinkKind.PAGE: 6, LinkKind.COPY: 5, LinkKind.LOT: 3, LinkKind.CENTRE: 1, LinkKind.CIRCULAR: 1}
OF_WORDS = 4.0  # for the closest words, in proportion for the others
SAME_TROUBLE = 2  # the same defect, or the same trouble of connection
SAME_KIND = 0.5
TOO_LITTLE = 2.0  # the same kind and centre alone say nothing


def similar(session: Session, caller: Caller, ticket: Ticket, limit: int = 5) -> list[Ticket]:
    """The closest first; of those as close, the latest. Only what the caller may see."""
    scores = _of_links(session, ticket)
    for ticket_id, closeness in text_index.closest(session, _words(session, ticket), LOOKED_AT).items():
        scores[ticket_id] += OF_WORDS * round(closeness, 1)
    scores.pop(ticket.id, None)
    if not scores:
        return []
    query = select(Ticket).where(
        permissions.visible(caller), col(Ticket.id).in_(list(scores)), col(Ticket.state) != TicketState.MERGED
    )
    ranked = [(scores[one.id] + _alike(one, ticket), one) for one in session.exec(query)]
    kept = [(score, one) for score, one in ranked if score > TOO_LITTLE]
    kept.sort(key=lambda pair: (-pair[0], -pair[1].opened_at.timestamp()))
    return [one for _, one in kept[:limit]]


def _of_links(session: Session, ticket: Ticket) -> defaultdict[UUID, float]:
    scores: defaultdict[UUID, float] = defaultdict(float)
    for link in ticket.links:
        if link.kind not in WEIGHTS:
            continue
        tied = (
            select(ObjectLink.ticket_id)
            .join(Ticket, col(Ticket.id) == col(ObjectLink.ticket_id))
            .where(col(ObjectLink.kind) == link.kind, col(ObjectLink.ref) == link.ref)
            .order_by(col(Ticket.opened_at).desc())
            .limit(LOOKED_AT)
        )
        for ticket_id in session.exec(tied):
            scores[ticket_id] += WEIGHTS[link.kind]
    return scores


def _words(session: Session, ticket: Ticket) -> set[str]:
    """Of the subject and of the first words of the reporter: what follows is about the answer."""
    first = session.exec(
        select(Message.body)
        .where(Message.ticket_id == ticket.id, Message.visibility == Visibility.PUBLIC)
        .order_by(col(Message.sent_at))
        .limit(1)
    ).first()
    return {stem for stem in french.stems(f"{ticket.subject} {first or ''}") if not stem.isdigit()}


def _alike(one: Ticket, other: Ticket) -> float:
    same_trouble = (one.defect or one.trouble) is not None and (one.defect, one.trouble) == (
        other.defect,
        other.trouble,
    )
    return SAME_TROUBLE * same_trouble + SAME_KIND * (one.kind is other.kind)
