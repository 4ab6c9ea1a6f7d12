"""The caller's own tickets, in her words: where each stands, and what is already reported of a copy."""

import re
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from sqlmodel import Session

from assistant.answers import Act, Action, Answer, Route, Situation, Status
from assistant.entities import Entities
from assistant.french import moment, typeset
from assistant.intents import Intent
from assistant.known_reports import Known, OpenReports
from assistant.memory import Memory
from assistant.replies import MY_REPORTS, SOMEBODY, say
from assistant.words import fold
from ticketing import merging, permissions, tickets, withdrawing
from ticketing.errors import TicketNotFound
from ticketing.models import Ticket
from ticketing.permissions import Caller
from ticketing.vocabulary import Defect, Kind, LinkKind, TicketState

STATES: dict[TicketState, str] = {
    TicketState.NEW: "ouvert, reçu par l’assistance",
    TicketState.TRIAGED: "ouvert, confié à un agent",
    TicketState.IN_PROGRESS: "en cours de traitement",
    TicketState.WAITING_REQUESTER: "en attente de votre réponse",
    TicketState.WAITING_CENTRE: "en attente du centre",
    TicketState.WAITING_THIRD_PARTY: "en attente d’un autre service",
    TicketState.RESOLVED: "résolu",
    TicketState.CLOSED: "clos",
    TicketState.MERGED: "en cours de traitement",
}
# Asked of what was just said of a ticket: "et vous en êtes où ?".
WHERE = re.compile(
    r"\bou (?:en|ca en|vous en|on en) (?:est|sont|etes|etait)\b|\ben (?:est|etes|sont)[- ](?:on|vous"
    r"|ils|elle|il)? ?ou\b"
    r"|\b(?:vous|on) en (?:etes|est) ou\b|\bca avance\b|\b(?:du nouveau|des nouvelles)\b|\bc'est pour quand\b"
    r"|\b(?:c'est|ca sera|ce sera) pour (?:quand|bientot|demain|aujourd'hui)\b|\bpris en (?:charge|compte)\b"
    r"|\b(?:quelqu'un|on|vous) (?:s'en|vous en|s'|en) ?(?:occup\w+|charge\w*)|\b(?:ca|il"
    r"|elle) (?:va )?(?:prend\w*|dur\w+)\b"
    r"|\b(?:c'est|est-ce|est-il|est-elle|il est|elle est) (?:deja |enfin |bientot )?(?:traite|regle|repare"
    r"|fait|pret|resolu)e?\b"
    r"|\bdans combien de temps\b|\b(?:quand|combien de temps) .{0,30}\b(?:traite|refait|regle|renumeris"
    r"|repar)\w*"
)
EXAM_OFFICE = "ouvert, transmis au bureau des examens"
MOST_LINES = 10
Reading = Callable[[], AbstractContextManager[Session]]


@dataclass(frozen=True, slots=True)
class TicketView:
    reference: str
    subject: str
    state: str
    changed_at: datetime
    opened_at: datetime
    copies: tuple[str, ...]
    is_open: bool
    may_withdraw: bool = False


class Reports(OpenReports, Protocol):
    """What is known of the caller's tickets, and of those open on a copy."""

    def mine(self, caller: Caller) -> list[TicketView]:
        """Newest first."""
        ...

    def find(self, caller: Caller, reference: str) -> TicketView | None:
        """None when this caller may not see it."""
        ...


@dataclass(frozen=True)
class TicketReader:
    """`Reports` of the database: opens a short reading transaction for each question."""

    reading: Reading

    def on_copy(self, caller: Caller, copy_id: str) -> Sequence[Known]:
        with self.reading() as session:
            return known(session, caller, copy_id)

    def on_mission(self, caller: Caller, mission_id: str) -> Known | None:
        with self.reading() as session:
            found = [ticket for ticket in tickets.mine(session, caller) if _claims(ticket, mission_id)]
            return Known(mission_id, None, found[0].reference, _state(found[0])) if found else None

    def mine(self, caller: Caller) -> list[TicketView]:
        with self.reading() as session:
            return [_view(session, ticket, caller) for ticket in tickets.mine(session, caller)]

    def find(self, caller: Caller, reference: str) -> TicketView | None:
        with self.reading() as session:
            try:
                return _view(session, tickets.get(session, reference, caller), caller)
            except TicketNotFound:
                return None


def known(session: Session, caller: Caller, copy_id: str) -> list[Known]:
    """Tickets still open on a copy, one entry a page; another's keeps its reference to itself."""
    found = []
    for ticket in tickets.open_reports(session, copy_id):
        reference = ticket.reference if permissions.may_see(caller, ticket) else None
        pages: list[str | None] = [link.label for link in ticket.links if link.kind is LinkKind.PAGE]
        found += [Known(copy_id, page, reference, _state(ticket)) for page in pages or [None]]
    return found


def _claims(ticket: Ticket, mission_id: str) -> bool:
    settled = ticket.state in (TicketState.RESOLVED, TicketState.CLOSED)
    tied = any(link.kind is LinkKind.MISSION and link.ref == mission_id for link in ticket.links)
    return ticket.kind is Kind.EXPENSE and tied and not settled


def asks_where(text: str) -> bool:
    return bool(WHERE.search(fold(text)))


def tell(
    reader: Reports, caller: Caller, entities: Entities, memory: Memory, intent: Intent, now: datetime
) -> Answer:
    """Where one ticket stands, or the list; the reference said, else what the talk was about."""
    if entities.references:
        view = reader.find(caller, entities.references[0])
        return _one(view, now) if view else _unknown(entities.references[0])
    views = reader.mine(caller)
    if not views:
        return _none()
    if intent is Intent.TICKETS:
        return _list(views, now)
    chosen = _meant(views, entities, memory)
    if entities.copies and not chosen:
        return _nothing_on(entities.copies[0])
    return _one(chosen[0], now) if len(chosen) == 1 else _list(chosen or views, now)


def _meant(views: Sequence[TicketView], entities: Entities, memory: Memory) -> list[TicketView]:
    if entities.copies:
        wanted = {copy.lstrip("0") for copy in entities.copies}
        return [view for view in views if wanted & {copy.lstrip("0") for copy in view.copies}]
    last = [view for view in views if view.reference == memory.ticket]
    if last:
        return last
    still_open = [view for view in views if view.is_open]
    return still_open or list(views[:1])


def _one(view: TicketView, now: datetime) -> Answer:
    said = f"Votre demande {view.reference} : {view.state}."
    line = f"{view.reference}, {view.subject} : {view.state}, depuis {moment(view.changed_at)}."
    return _told(now, said, [line], view.reference)


def _list(views: Sequence[TicketView], now: datetime) -> Answer:
    still_open = sum(view.is_open for view in views)
    said = f"Vous avez {len(views)} demande{'s' if len(views) > 1 else ''}, dont {still_open} en cours."
    lines = [f"{view.reference}, {view.subject} : {view.state}." for view in views[:MOST_LINES]]
    return _told(now, said, lines, None)


def _told(now: datetime, said: str, lines: Sequence[str], reference: str | None) -> Answer:
    return say(
        Act.TICKET_STATUS,
        Route.MY_DATA,
        Status.PERSONAL_DATA,
        said,
        situation=Situation("Permanence", now, tuple(typeset(line) for line in lines)),
        actions=(MY_REPORTS,),
        ticket_reference=reference,
    )


def _unknown(reference: str) -> Answer:
    return _nothing(f"Aucune demande {reference} n’est à votre nom.")


def _nothing_on(copy: str) -> Answer:
    return _nothing(f"Vous n’avez aucune demande sur la copie {copy}.")


def _none() -> Answer:
    return _nothing("Vous n’avez encore fait aucune demande.")


def _nothing(text: str) -> Answer:
    actions: tuple[Action, ...] = (MY_REPORTS, SOMEBODY)
    return say(Act.TICKET_STATUS, Route.MY_DATA, Status.PERSONAL_DATA, text, actions=actions)


def _view(session: Session, ticket: Ticket, caller: Caller) -> TicketView:
    """A merged one is as far as what carries it on, and keeps its own reference."""
    carrier = merging.canonical(session, ticket)
    return TicketView(
        reference=ticket.reference,
        subject=ticket.subject,
        state=_state(carrier),
        changed_at=carrier.state_since,
        opened_at=ticket.opened_at,
        copies=tuple(link.label for link in ticket.links if link.kind is LinkKind.COPY),
        is_open=carrier.state not in (TicketState.RESOLVED, TicketState.CLOSED),
        may_withdraw=withdrawing.may(session, ticket, caller),
    )


def _state(ticket: Ticket) -> str:
    """A visible name goes to the exam office from the start."""
    early = ticket.state in (TicketState.NEW, TicketState.TRIAGED)
    return EXAM_OFFICE if early and ticket.defect is Defect.NAME_VISIBLE else STATES[ticket.state]
