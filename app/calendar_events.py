"""An agenda as events of a calendar, with what each was before: the same event whatever day it moves to."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from sqlmodel import Session, col, select

from app.addresses import cited_address
from app.models import CalendarTold
from assistant import agenda_words, due
from assistant.agenda import Agenda, Item, Own, OwnKind, closing, until
from assistant.french import PARIS
from knowledge.calendar import Entry, When

KEPT = timedelta(days=60)  # an event that is over longer ago leaves the calendar
SILENT = "SANTORIN ne répond pas en ce moment : date lue la dernière fois."


@dataclass(frozen=True, slots=True)
class Event:
    """`starts` and `ends` are both days (the last one included) or both moments in Paris."""

    uid: str
    title: str
    days: str  # in words, for "avant : …"
    starts: date
    ends: date
    lines: tuple[str, ...]
    path: str | None = None  # of the sentence, within our pages
    is_own: bool = False
    sequence: int = 0
    changed_at: datetime | None = None


def events_of(agenda: Agenda) -> list[Event]:
    """The person's deadlines with a day, her lots and her missions; what is done or long over is left out."""
    items: list[Item] = [*agenda.dated(), *(one for one in agenda.own or () if not one.is_done)]
    return [_event(one) for one in items if until(one) > agenda.now - KEPT]


def unsaid(session: Session, account_id: str, events: Sequence[Event], agenda: Agenda) -> bool:
    """Whether the calendar has anything to be told that it was not told yet."""
    told = _told(session, account_id)
    gone = {uid for uid, row in told.items() if row.own and agenda.own is not None}
    return any(_is_news(told.get(one.uid), one) for one in events) or bool(gone - {one.uid for one in events})


def tell(session: Session, account_id: str, events: Sequence[Event], agenda: Agenda) -> None:
    """Remember what the calendar is told: an event that moved grows in sequence and keeps what it was."""
    told = _told(session, account_id)
    for event in events:
        row = told.get(event.uid)
        if not _is_news(row, event):
            continue
        known = row or CalendarTold(
            account_id=account_id,
            uid=event.uid,
            days=event.days,
            sequence=event.sequence,
            changed_at=agenda.now,
        )
        if row is not None and row.days != event.days:
            known.before, known.days = row.days, event.days
            known.sequence, known.changed_at = max(row.sequence + 1, event.sequence), agenda.now
        known.own = _dump(event) if event.is_own else None
        session.add(known)
    if agenda.own is not None:
        present = {event.uid for event in events}
        for uid, row in told.items():
            if row.own and uid not in present:
                session.delete(row)
    session.flush()


def as_told(session: Session, account_id: str, events: Sequence[Event], agenda: Agenda) -> list[Event]:
    """The events with their sequence; lots and missions as last read while the backend is silent."""
    told = _told(session, account_id)
    shown = [*events, *(_remembered(told.values(), agenda.now) if agenda.own is None else ())]
    return [_with_history(one, told.get(one.uid)) for one in shown]


def _with_history(event: Event, row: CalendarTold | None) -> Event:
    if row is None:
        return event
    moved = event.is_own and row.before
    lines = (f"avant : {row.before} → maintenant : {event.days}", *event.lines) if moved else event.lines
    return replace(event, lines=lines, sequence=row.sequence, changed_at=row.changed_at)


def _is_news(row: CalendarTold | None, event: Event) -> bool:
    if row is None or row.days != event.days:
        return True
    return event.is_own and row.own != _dump(event)


def _told(session: Session, account_id: str) -> dict[str, CalendarTold]:
    rows = session.exec(select(CalendarTold).where(col(CalendarTold.account_id) == account_id))
    return {row.uid: row for row in rows}


def _event(item: Item) -> Event:
    uid = f"{uuid5(NAMESPACE_URL, f'permanence:{item.key}')}@permanence"
    return _of_own(item, uid) if isinstance(item, Own) else _of_entry(item, uid)


def _of_own(own: Own, uid: str) -> Event:
    starts, ends = own.starts.astimezone(PARIS), own.until().astimezone(PARIS)
    kind = "SANTORIN" if own.kind is OwnKind.LOT else "IMAG’IN"
    lines = (f"{own.detail}.", f"Source : {kind}.")
    return Event(uid, agenda_words.title(own), agenda_words.dated(own), starts, ends, lines, is_own=True)


def _of_entry(entry: Entry, uid: str) -> Event:
    starts, ends = _span(entry.when)
    lines = [
        *agenda_words.moved(entry),
        *agenda_words.amended(entry),
        f"« {agenda_words.quoted(entry)} »",
        f"Source : {agenda_words.source(entry)}.",
    ]
    applies = agenda_words.applies(entry)
    return Event(
        uid,
        _title(entry),
        agenda_words.dated(entry),
        starts,
        ends,
        tuple([*lines, f"Vaut pour : {applies}."] if applies else lines),
        cited_address(due.citation(entry)),
        sequence=len(entry.moves),
    )


def _title(entry: Entry) -> str:
    name = agenda_words.title(entry)
    if entry.when.first is None:
        return f"{name} (date limite)"
    return f"{name} (ouverture)" if entry.when.last is None else name


def _span(when: When) -> tuple[date, date]:
    """Moments when the hours make one stretch of one day, else whole days."""
    first, last = when.begins or date.max, when.ends or date.max
    begins, _, ends = (when.time or "").partition("-")
    if not begins or begins == "24:00" or first != last:
        return first, last
    starts = datetime.combine(first, time.fromisoformat(begins), PARIS)
    return starts, closing(replace(when, last=last)) if ends else starts


def _dump(event: Event) -> dict[str, Any]:
    values = asdict(event)
    said = {name: values[name] for name in ("title", "days", "lines")}
    return {
        **said,
        "lines": list(event.lines),
        "starts": event.starts.isoformat(),
        "ends": event.ends.isoformat(),
    }


def _remembered(rows: Any, now: datetime) -> Iterator[Event]:
    for row in rows:
        if not row.own:
            continue
        starts, ends = (
            datetime.fromisoformat(row.own[name]).astimezone(PARIS) for name in ("starts", "ends")
        )
        if ends > now - KEPT:
            lines = (SILENT, *row.own["lines"])
            yield Event(row.uid, row.own["title"], row.own["days"], starts, ends, lines, is_own=True)
