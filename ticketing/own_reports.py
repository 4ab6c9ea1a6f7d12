"""What a reporter does with her own reports: find one, take back its closing, open one that follows it."""

import unicodedata
from datetime import datetime

from sqlmodel import Session, col, select

from ticketing import moves, references, rescans, tickets
from ticketing.drafts import LinkDraft, TicketDraft
from ticketing.errors import MessageEmpty, MessageTooLong, MoveRefused, RightMissing, TicketNotFound
from ticketing.models import BODY_LENGTH, Message, Ticket
from ticketing.opening import open_ticket
from ticketing.permissions import Caller
from ticketing.tickets import Words
from ticketing.vocabulary import Defect, LinkKind, TicketState, Visibility

LOOKED_THROUGH = 2000  # nobody reports more; older ones are found by their reference


def find(session: Session, caller: Caller, sought: str) -> list[Ticket]:
    """One's own reports where each word stands, whatever its accents: reference, subject, place, messages."""
    if references.find(sought):
        try:
            return [tickets.get(session, sought, caller, own=True)]
        except TicketNotFound:
            return []
    words = _plain(sought).split()
    own = tickets.mine(session, caller, limit=LOOKED_THROUGH)
    said = _said(session, caller)
    return [one for one in own if all(word in _plain(_text(one, said)) for word in words)]


def may_take_back(ticket: Ticket, now: datetime) -> bool:
    return ticket.state is TicketState.CLOSED and moves.facts(ticket, now).fresh


def take_back(session: Session, ticket: Ticket, *, caller: Caller, now: datetime) -> None:
    """Undo the reporter's own closing, while it is fresh: it waits for her word again."""
    _refuse_others(ticket, caller, "take back")
    moves.move(session, ticket, TicketState.RESOLVED, caller=caller, now=now)


def may_follow(ticket: Ticket, now: datetime) -> bool:
    """The same trouble is a new request once it is too late to take the old one up.

    A name that shows is not: the page itself must be flagged, so that the copy is hidden at once.
    """
    is_over = ticket.state in {TicketState.CLOSED, TicketState.RESOLVED}
    return is_over and not moves.facts(ticket, now).fresh and ticket.defect is not Defect.NAME_VISIBLE


def follow(session: Session, ticket: Ticket, words: Words, *, caller: Caller, now: datetime) -> Ticket:
    """Open a request of the same kind about the same things, which names the one that it follows."""
    _refuse_others(ticket, caller, "follow")
    if not may_follow(ticket, now):
        raise MoveRefused(ticket.state, TicketState.NEW)
    draft = _draft(ticket, _checked(words.body))
    key = words.key or f"follow-{ticket.id}"
    opened = open_ticket(session, draft, caller=caller, key=key, now=now)
    session.refresh(opened, ["links"])
    rescans.ask(session, opened, now=now)
    return opened


def _draft(ticket: Ticket, body: str) -> TicketDraft:
    about = [
        LinkDraft(link.kind, link.ref, link.label, link.details)
        for link in ticket.links
        if link.kind is not LinkKind.TICKET
    ]
    return TicketDraft(
        kind=ticket.kind,
        channel=ticket.channel,
        text=body,
        defect=ticket.defect,
        trouble=ticket.trouble,
        application=ticket.application,
        links=(*about, LinkDraft(LinkKind.TICKET, str(ticket.id), ticket.reference)),
        academy=ticket.academy,
        session=ticket.session,
        exam=ticket.exam,
        paper=ticket.paper,
        conversation_id=ticket.conversation_id,
    )


def _checked(body: str) -> str:
    body = body.strip()
    if not body:
        raise MessageEmpty
    if len(body) > BODY_LENGTH:
        raise MessageTooLong(len(body), BODY_LENGTH)
    return body


def _said(session: Session, caller: Caller) -> dict[object, str]:
    """The words of each report that its reporter may read."""
    query = (
        select(Message.ticket_id, Message.body)
        .join(Ticket, col(Ticket.id) == col(Message.ticket_id))
        .where(col(Ticket.reporter_id) == caller.id, col(Message.visibility) == Visibility.PUBLIC)
    )
    said: dict[object, str] = {}
    for ticket_id, body in session.exec(query):
        said[ticket_id] = f"{said.get(ticket_id, '')} {body}"
    return said


def _text(ticket: Ticket, said: dict[object, str]) -> str:
    labels = " ".join(link.label for link in ticket.links)
    return " ".join((ticket.reference, ticket.subject, ticket.paper or "", labels, said.get(ticket.id, "")))


def _plain(text: str) -> str:
    parts = unicodedata.normalize("NFKD", text.replace("’", "'")).casefold()
    return "".join(sign for sign in parts if not unicodedata.combining(sign))


def _refuse_others(ticket: Ticket, caller: Caller, right: str) -> None:
    if ticket.reporter_id != caller.id:
        raise RightMissing(caller.id, right)
