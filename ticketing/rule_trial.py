"""What a rule set would decide of tickets there were, beside what another one does; nothing is written."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import selectinload
from sqlmodel import Session, col, select

from ticketing import permissions, routing
from ticketing.drafts import LinkDraft, TicketDraft
from ticketing.models import Event, Ticket
from ticketing.permissions import Caller
from ticketing.routing import Decision, NoRuleFits, Rule
from ticketing.vocabulary import EventType

LATELY = 50


@dataclass(frozen=True, slots=True)
class Tried:
    """None: no rule with a team takes it."""

    ticket: Ticket
    before: Decision | None
    after: Decision | None

    @property
    def differs(self) -> bool:
        return _outcome(self.before) != _outcome(self.after)


def decide(
    draft: TicketDraft, rules: Sequence[Rule], now: datetime, roles: Sequence[str] = ()
) -> Decision | None:
    try:
        return routing.route(draft, rules, now, roles=roles)
    except NoRuleFits:
        return None


def lately(
    session: Session, caller: Caller, before: Sequence[Rule], after: Sequence[Rule], limit: int = LATELY
) -> list[Tried]:
    """The last tickets that this caller may see, each as it was on the day it was opened."""
    found = session.exec(
        select(Ticket, Event)
        .join(Event, col(Event.ticket_id) == col(Ticket.id))
        .where(permissions.visible(caller), col(Event.type) == EventType.OPENED)
        .options(selectinload(Ticket.links))  # type: ignore[arg-type]  # SQLModel types it as a list
        .order_by(col(Ticket.opened_at).desc(), col(Ticket.reference).desc())
        .limit(limit)
    )
    return [_tried(ticket, opened, before, after) for ticket, opened in found]


def _tried(ticket: Ticket, opened: Event, before: Sequence[Rule], after: Sequence[Rule]) -> Tried:
    draft, roles = _as_opened(ticket, opened), ticket.reporter_role.split(",")
    return Tried(
        ticket,
        decide(draft, before, ticket.opened_at, roles),
        decide(draft, after, ticket.opened_at, roles),
    )


def _as_opened(ticket: Ticket, opened: Event) -> TicketDraft:
    return TicketDraft(
        kind=ticket.kind,
        defect=ticket.defect,
        trouble=ticket.trouble,
        application=ticket.application,
        links=tuple(LinkDraft(link.kind, link.ref, link.label) for link in ticket.links),
        academy=ticket.academy,
        session=ticket.session,
        exam=ticket.exam,
        deadline=ticket.deadline,
        during_exam=bool(opened.payload.get("during_exam")),
    )


def _outcome(decided: Decision | None) -> tuple[object, ...]:
    return (decided.team, decided.priority) if decided else ()
