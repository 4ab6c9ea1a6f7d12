"""What is awaited of a report, from whom and by when: the same sentence on the page and in the letter."""

from collections.abc import Sequence
from datetime import datetime

from app.web import ticket_words
from app.web.rescan_view import Line
from assistant.rescan_words import NOTHING_TO_DO, up_to
from ticketing import states
from ticketing.models import Ticket
from ticketing.vocabulary import TicketState


def sentence(ticket: Ticket, lines: Sequence[Line], now: datetime) -> str:
    """After « Attendu : ». A page asked of the centre says more than the ticket's state."""
    pages = list(dict.fromkeys(line.awaited for line in lines))
    if pages and ticket.state not in states.FINAL:
        return " ".join(pages)
    if ticket.state is TicketState.RESOLVED and ticket.resolved_at:
        limit = up_to(ticket.resolved_at + states.REOPENING, now)
        return f"votre confirmation, ou un mot si le problème reste, {limit}."
    return _by_desk(ticket, now) or ticket_words.awaited(ticket)


def _by_desk(ticket: Ticket, now: datetime) -> str | None:
    """Once delays are counted, a ticket says until when the desk has to answer."""
    due: datetime | None = getattr(ticket, "due_at", None)
    if due is None or ticket.state not in states.TO_TAKE_UP:
        return None
    if due <= now:
        return (
            f"la réponse de l’assistance. Le délai annoncé est dépassé, l’assistance le voit. {NOTHING_TO_DO}"
        )
    return f"la réponse de l’assistance, {up_to(due, now)}. {NOTHING_TO_DO}"
