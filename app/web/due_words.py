"""How pages say what is due on a ticket: in words, by when, and how late in opening hours."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import lru_cache

from babel.dates import format_datetime
from sqlalchemy import Engine
from sqlmodel import Session

from assistant.french import NBSP, PARIS
from assistant.promise_words import clock as hour_of
from assistant.promise_words import promise
from ticketing.list_rows import TicketRow
from ticketing.models import Ticket
from ticketing.rescan_models import Payload
from ticketing.service_level_models import Clock
from ticketing.service_levels import clocks, versions
from ticketing.service_levels.metrics import Metric
from ticketing.service_levels.open_time import OpenTime, open_time
from ticketing.states import OPEN, WAITING
from ticketing.vocabulary import EventType, Team, TicketState

METRICS: dict[Metric, str] = {
    Metric.FIRST_REPLY: "Première réponse",
    Metric.NEXT_REPLY: "Réponse suivante",
    Metric.RESOLUTION: "Résolution",
    Metric.RESCAN_DELIVERY: "Page rendue par le centre",
}
DUE: dict[Metric, str] = {
    Metric.FIRST_REPLY: "Réponse due",
    Metric.NEXT_REPLY: "Réponse due",
    Metric.RESOLUTION: "Résolution due",
    Metric.RESCAN_DELIVERY: "Page du centre due",
}
PAUSED: dict[TicketState, str] = {
    TicketState.WAITING_REQUESTER: "En pause\u00a0: attend le demandeur",
    TicketState.WAITING_CENTRE: "En pause\u00a0: attend le centre",
    TicketState.WAITING_THIRD_PARTY: "En pause\u00a0: attend un tiers",
}
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Chip:
    """Words, an icon and a kind of badge that say the same."""

    words: str
    icon: str
    kind: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One clock of a ticket, as the desk reads it."""

    label: str
    words: str
    is_late: bool


@dataclass
class DueWords:
    """What templates ask; the calendars of one page are read once."""

    reading: Engine
    known: dict[tuple[int, str | None], OpenTime] = field(default_factory=dict)

    def chip(self, ticket: Ticket | TicketRow, now: datetime) -> Chip | None:
        """What is due next on an open ticket, or whom it waits for."""
        if ticket.state not in OPEN:
            return None
        if ticket.due_at is None or ticket.due_metric is None:
            return Chip(PAUSED[ticket.state], "pause-circle", "waiting") if ticket.state in WAITING else None
        what = DUE[Metric(ticket.due_metric)]
        if ticket.due_at <= now:
            words = late(self._hours(ticket).between(ticket.due_at, now))
            return Chip(words, "exclamation-triangle", "urgent", f"{what} {since(ticket.due_at)}")
        return Chip(f"{what} avant {before(ticket.due_at, now)}", "clock", "outline")

    def told(self, ticket: Ticket, now: datetime) -> str | None:
        """What her reporter reads of it."""
        # The alert cell acts at once, whatever the hours of the desk.
        if ticket.due_at is None or ticket.state not in OPEN or ticket.team is Team.ALERT_CELL:
            return None
        return promise(ticket, self._hours(ticket).zone, now)

    def _hours(self, ticket: Ticket | TicketRow) -> OpenTime:
        key = (ticket.calendar_version, ticket.academy)
        if key not in self.known:
            with Session(self.reading) as session:
                calendars = versions.calendars_of(session, ticket.calendar_version)
            self.known[key] = open_time(calendars.of(ticket.academy))
        return self.known[key]


def lines(session: Session, ticket: Ticket, now: datetime) -> list[Line]:
    """Each clock of a ticket, in the order of METRICS."""
    kept = clocks.load(session, ticket.id)
    levels = versions.levels_of(session, ticket.policy_version, ticket.calendar_version)
    hours = levels.hours(ticket.academy)
    return [_line(kept[metric], hours, now) for metric in METRICS if metric in kept]


def _line(clock: Clock, hours: OpenTime, now: datetime) -> Line:
    label, target = METRICS[clock.metric], timedelta(minutes=clock.target_minutes)
    ends = clock.over_at or now
    is_late = clock.due_at is not None and clock.due_at < ends
    if clock.over_at and not clock.met:
        return Line(label, "n’est plus attendue", is_late)
    if clock.over_at:
        how = "en retard" if is_late else "à temps"
        return Line(label, f"faite {how}, {since(clock.over_at)}", is_late)
    if clock.due_at and is_late:
        return Line(label, f"due {since(clock.due_at)}. {late(hours.between(clock.due_at, now))}", True)
    if clock.due_at:
        return Line(label, f"avant {before(clock.due_at, now)}, sur {amount(target)} d’ouverture", False)
    left = target - timedelta(microseconds=clock.spent_us)
    return Line(label, f"en pause, reste {amount(left)} d’ouverture", False)


def what(kind: EventType, about: Payload) -> str:
    """A line of the ticket's history."""
    label = METRICS[Metric(about["metric"])]
    due = datetime.fromisoformat(about["due"]) if about.get("due") else None
    if kind is EventType.WARNED:
        return f"{label}{NBSP}: les trois quarts du délai sont passés" + (f", dû {since(due)}" if due else "")
    return f"{label}{NBSP}: délai dépassé" + (f", dû {since(due)}" if due else "")


def late(by: timedelta) -> str:
    """ "En retard de 2 h ouvrées": what passed while the desk was open."""
    return f"En retard de {amount(by)} ouvrées" if by >= MINUTE else "En retard"


def amount(lasting: timedelta) -> str:
    """Open time: "45 min", "2 h", "7 h 30"."""
    hours, minutes = divmod(int(lasting / MINUTE), 60)
    if not hours:
        return f"{minutes}{NBSP}min"
    return f"{hours}{NBSP}h" + (f"{NBSP}{minutes:02d}" if minutes else "")


def before(at: datetime, now: datetime) -> str:
    """17 h 30, demain 9 h, mar. 24 nov. à 12 h; in Paris, as everywhere at the desk."""
    return _before(at, now.astimezone(PARIS).date())


@lru_cache(maxsize=4_096)
def _before(at: datetime, today: date) -> str:
    local = at.astimezone(PARIS)
    if local.date() == today:
        return hour_of(local)
    if local.date() == today + timedelta(days=1):
        return f"demain {hour_of(local)}"
    return f"{format_datetime(local, 'EEE d MMM', locale='fr_FR')} à {hour_of(local)}"


@lru_cache(maxsize=4_096)
def since(at: datetime) -> str:
    """le 24 nov. à 12 h."""
    local = at.astimezone(PARIS)
    return f"le {format_datetime(local, 'd MMM', locale='fr_FR')} à {hour_of(local)}"


def told_of(rows: Sequence[Ticket], due: DueWords, now: datetime) -> dict[str, str]:
    """By reference, for those to whom something is due."""
    return {row.reference: said for row in rows if (said := due.told(row, now))}
