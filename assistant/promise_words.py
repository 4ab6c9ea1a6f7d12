"""What a reporter is told of when she will be answered: a date of the place where her ticket is timed."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from babel.dates import format_datetime
from sqlmodel import Session

from assistant.french import NBSP, PARIS
from ticketing.models import Ticket
from ticketing.service_levels import versions
from ticketing.service_levels.metrics import REPLIES, Metric
from ticketing.states import OPEN

# Clocks of other places than Paris are named.
PLACES: dict[str, str] = {
    "America/Guadeloupe": "de Guadeloupe",
    "America/Martinique": "de Martinique",
    "America/Cayenne": "de Guyane",
    "Indian/Reunion": "de La Réunion",
    "Indian/Mayotte": "de Mayotte",
    "America/Miquelon": "de Saint-Pierre-et-Miquelon",
    "Pacific/Noumea": "de Nouvelle-Calédonie",
    "Pacific/Tahiti": "de Polynésie française",
    "Pacific/Wallis": "de Wallis-et-Futuna",
}
LATE = "Cette réponse est en retard sur ce qui vous était annoncé. L’assistance en est avertie."
LATE_SETTLEMENT = "Ce signalement est en retard sur ce qui vous était annoncé. L’assistance en est avertie."


def of(session: Session, ticket: Ticket, now: datetime) -> str | None:
    """The same, for a ticket at hand."""
    calendars = versions.calendars_of(session, ticket.calendar_version)
    return promise(ticket, ZoneInfo(calendars.of(ticket.academy).zone), now)


def promise(ticket: Ticket, zone: ZoneInfo, now: datetime) -> str | None:
    """One sentence; None when nothing is due to her: it is settled, or somebody else has the next word."""
    if ticket.due_at is None or ticket.due_metric is None or ticket.state not in OPEN:
        return None
    metric = Metric(ticket.due_metric)
    if metric is Metric.RESCAN_DELIVERY:
        return None  # the page's own line says by when
    if ticket.due_at <= now:
        return LATE if metric in REPLIES else LATE_SETTLEMENT
    what = "Une réponse" if metric in REPLIES else "Une solution"
    return f"{what} avant {when(ticket.due_at, zone, now)}."


def when(at: datetime, zone: ZoneInfo, now: datetime) -> str:
    """ "aujourd’hui à 17 h 30", "mardi 24 novembre à 12 h", "… (heure de La Réunion)"."""
    local, today = at.astimezone(zone), now.astimezone(zone).date()
    near = {today: "aujourd’hui", today + timedelta(days=1): "demain"}.get(local.date())
    day = near or format_datetime(local, "EEEE d MMMM", locale="fr_FR").replace(" 1 ", " 1er ")
    place = "" if zone == PARIS else f" (heure {PLACES.get(zone.key, zone.key)})"
    return f"{day} à {clock(local)}{place}"


def clock(local: datetime) -> str:
    """17 h 30, and 17 h on the hour; up to the minute that has begun, since one acts before it."""
    return f"{local.hour}{NBSP}h" + (f"{NBSP}{local.minute:02d}" if local.minute else "")
