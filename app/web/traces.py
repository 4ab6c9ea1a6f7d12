"""Reads of a ticket: noted before its page is shown, told to its reporter by service and by hour."""

from datetime import UTC, datetime

from babel.dates import format_datetime
from fastapi import Request
from sqlmodel import Session

from app.web.pages import PARIS, hour
from ticketing import reads
from ticketing.models import Ticket
from ticketing.permissions import Caller, Role
from ticketing.read_models import Access, TicketRead

SERVICES: dict[str, str] = {
    Role.AGENT: "l’assistance",
    Role.SUPERVISOR: "la supervision de l’assistance",
    Role.EXAM_OFFICE: "le bureau des examens",
    Role.INSPECTOR: "l’inspection",
    Role.ALERT_CELL: "la cellule d’alerte",
}
READ: dict[Access, str] = {
    Access.PAGE: "Consultée",
    Access.SCAN: "Page numérisée vue",
    Access.ATTACHMENT: "Pièce jointe ouverte",
    Access.EXPORT: "Mise dans un fichier",
}


def keep(request: Request, ticket: Ticket, caller: Caller, access: Access = Access.PAGE) -> None:
    """Note the read before anything is shown. No transaction may be open; most of the time none is begun."""
    services, now = request.app.state.services, datetime.now(UTC)
    with Session(services.reading) as session:
        if reads.is_noted(session, ticket, caller, access, now=now):
            return
    with Session(services.engine) as session, session.begin():
        reads.note(session, [ticket], caller, access, now=now)


def lines(rows: list[TicketRead]) -> list[str]:
    """« Consultée par l’assistance le 22 novembre à 14 h »: each once, however many read it in that hour."""
    told = (f"{READ[row.access]} par {SERVICES[row.role]} {day_and_hour(row.hour)}" for row in rows)
    return list(dict.fromkeys(told))


def day_and_hour(at: datetime) -> str:
    local = at.astimezone(PARIS)
    first = "1er" if local.day == 1 else str(local.day)
    return f"le {first} {format_datetime(local, 'MMMM', locale='fr_FR')} à {hour(at)}"
