"""What is awaited of a report, from whom and by when: the same sentence on the page and in the letter."""

from collections.abc import Sequence
from datetime import datetime

from app.web import ticket_words
from app.web.rescan_view import Line
from assistant.rescan_words import up_to
from ticketing import states
from ticketing.models import Ticket
from ticketing.vocabulary import TicketState


def sentence(ticket: Ticket, carrier: Ticket, lines: Sequence[Line], now: datetime) -> str:
    """After « Attendu : ». A page asked of the centre says more than the ticket's state."""
    pages = list(dict.fromkeys(line.awaited for line in lines))
    if pages and carrier.state not in states.FINAL:
        return " ".join(pages)
    if ticket.state is TicketState.RESOLVED and ticket.resolved_at:
        limit = ticket.resolved_at + states.REOPENING
        if now >= limit:
            return "rien de plus. Le même problème, plus tard, est un nouveau signalement lié à celui-ci."
        return f"votre confirmation, ou un mot si le problème reste, {up_to(limit, now)}."
    return ticket_words.awaited(ticket, carrier=carrier)
