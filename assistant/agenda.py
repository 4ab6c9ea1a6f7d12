"""What one person has to do and when: the deadlines of the texts for her, and her own from the backend."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from assistant.frame import ROLES
from assistant.french import PARIS
from assistant.held_papers import held_papers
from assistant.personal import LotRecord, MissionRecord, PersonalRecords, RecordsUnavailable
from knowledge.asked import asked_about, normalised
from knowledge.calendar import Calendar, Entry, When
from knowledge.deadlines import DeadlineKind
from knowledge.scope import Scope
from ticketing.permissions import Caller, Role

RECENT = timedelta(days=14)  # a limit that passed since may still be caught up
LONG_AGO = timedelta(days=90)  # a mission of last year says nothing of this one's frame
OPEN_STATES = frozenset({"distributed", "verification", "marking"})
# Whose deadlines a role lives by; a role that is not here (an office, a desk) sees everybody's.
ACTORS: dict[str, frozenset[str]] = {
    "correcteur": frozenset({"correcteur", "examinateur", "intervenant", "jury"}),
    "chef_de_centre": frozenset({"chef_de_centre", "chef_etablissement", "intervenant"}),
    "charge_de_numerisation": frozenset({"charge_numerisation", "chef_de_centre", "intervenant"}),
}


class OwnKind(StrEnum):
    LOT = "lot"
    MISSION = "mission"


@dataclass(frozen=True, slots=True)
class Own:
    """A lot to give back or a mission to attend, as the backend says; `ends` is none for an open end."""

    key: str
    kind: OwnKind
    number: str  # of a lot; empty for a mission
    title: str
    detail: str
    starts: datetime
    ends: datetime | None = None
    is_done: bool = False
    left: int = 0  # copies still to mark

    def until(self) -> datetime:
        return self.ends or self.starts


@dataclass(frozen=True, slots=True)
class Period:
    """Days, both included."""

    first: date
    last: date

    def meets(self, begins: date, ends: date) -> bool:
        return begins <= self.last and self.first <= ends


Item = Entry | Own


@dataclass(frozen=True, slots=True)
class Agenda:
    """Everything at one moment; `own` is None when the backend does not answer."""

    now: datetime
    scopes: tuple[Scope, ...]
    entries: tuple[Entry, ...]
    own: tuple[Own, ...] | None

    @property
    def today(self) -> date:
        return self.now.astimezone(PARIS).date()

    def dated(self) -> list[Entry]:
        """Deadlines for the person's role that have a day."""
        return [one for one in self.entries if one.when.ends and self._is_hers(one)]

    def for_others(self) -> list[Entry]:
        return [one for one in self.entries if one.when.ends and not self._is_hers(one)]

    def undated(self) -> list[Entry]:
        """Times counted from an event ("sous 24 heures"); how long a thing is kept is nobody's task."""
        relative = (one for one in self.entries if one.kind is DeadlineKind.RELATIVE)
        return [one for one in relative if not one.when.ends and self._is_hers(one)]

    def late(self) -> list[Own]:
        """Lots that were to be given back and are not."""
        lots = (one for one in self.own or () if one.kind is OwnKind.LOT)
        return [one for one in lots if not one.is_done and one.until() <= self.now]

    def within(self, period: Period) -> list[Item]:
        """What is still to come, or goes on, within some days; in order."""
        return [one for one in self.to_come() if period.meets(begins(one), ends(one))]

    def to_come(self) -> list[Item]:
        own = [one for one in self.own or () if not one.is_done]
        items: list[Item] = [*self.dated(), *own]
        return sorted((one for one in items if until(one) > self.now), key=_order)

    def past(self) -> list[Item]:
        """What is over, the latest first; a late lot is told apart."""
        late = {one.key for one in self.late()}
        items: list[Item] = [*self.dated(), *(one for one in self.own or () if one.key not in late)]
        over = [one for one in items if until(one) <= self.now or (isinstance(one, Own) and one.is_done)]
        return sorted(over, key=until, reverse=True)

    def recently_passed(self) -> list[Entry]:
        """Limits of the texts that passed lately: whether she did it, no text says."""
        limits = (one for one in self.past() if isinstance(one, Entry) and one.kind is DeadlineKind.LIMIT)
        return [one for one in limits if until(one) > self.now - RECENT]

    def _is_hers(self, entry: Entry) -> bool:
        actors = ACTORS.get(self.scopes[0].role or "") if self.scopes else None
        return actors is None or entry.who is None or entry.who in actors


@dataclass(frozen=True, slots=True)
class Diary:
    """Reads agendas; the backend on behalf of the caller, so no transaction may be open."""

    calendar: Calendar
    records: PersonalRecords

    def read(self, caller: Caller, now: datetime, question: str = "", frame: Scope | None = None) -> Agenda:
        """`question` may name another frame ("du bac", "à Lille") and `frame` be chosen: they come first."""
        own, frames = self._own(caller, now)
        role = next((ROLES[role] for role in sorted(caller.roles) if role in ROLES), None)
        today = now.astimezone(PARIS).date()
        if frame is not None:
            papers = frozenset(paper for one in frames for paper in one.papers)
            frames = [replace(frame, papers=papers)]
        chosen = [replace(one, role=role, today=today) for one in frames or [Scope(caller.academy)]]
        scopes = dict.fromkeys(asked_about(question, one) for one in chosen)
        return self.within(tuple(scopes), own, now)

    def within(self, scopes: tuple[Scope, ...], own: tuple[Own, ...] | None, now: datetime) -> Agenda:
        """The agenda of some frames: a person who corrects two examinations lives by the days of both."""
        entries = {one.key: one for scope in scopes for one in self.calendar.entries(scope)}
        return Agenda(now, scopes, tuple(sorted(entries.values(), key=_order)), own)

    def _own(self, caller: Caller, now: datetime) -> tuple[tuple[Own, ...] | None, list[Scope]]:
        if Role.CORRECTOR not in caller.roles:
            return (), []
        try:
            lots, missions = self.records.lots(caller), self.records.missions(caller)
        except RecordsUnavailable:
            return None, []
        due = [_of_lot(lot, lot.deadline) for lot in lots if lot.deadline]
        own = (*due, *map(_of_mission, missions))
        recent = [one for one in missions if (one.ends_at or one.starts_at) > now - LONG_AGO]
        papers = held_papers(lots, missions, now.astimezone(PARIS).date())
        return own, _frames(caller, papers, lots, recent if lots or recent else missions)


def _frames(
    caller: Caller, papers: frozenset[str], lots: Sequence[LotRecord], missions: Sequence[MissionRecord]
) -> list[Scope]:
    """One for each examination and session that she works for; all of them open the scales of her papers."""
    works = dict.fromkeys(
        [(lot.exam, lot.session) for lot in lots] + [(one.exam, one.session) for one in missions]
    )
    return [
        normalised(Scope(caller.academy, session or None, exam or None, papers=papers))
        for exam, session in works
    ]


def _of_lot(lot: LotRecord, deadline: datetime) -> Own:
    return Own(
        f"lot|{lot.id}",
        OwnKind.LOT,
        lot.number,
        f"Lot {lot.number} à rendre",
        lot.paper,
        deadline,
        is_done=lot.state not in OPEN_STATES,
        left=lot.copies - lot.marked,
    )


def _of_mission(mission: MissionRecord) -> Own:
    return Own(
        f"mission|{mission.id}",
        OwnKind.MISSION,
        "",
        f"Convocation : {mission.kind}",
        f"{mission.paper}, {mission.centre}",
        mission.starts_at,
        mission.ends_at,
    )


def begins(item: Item) -> date:
    if isinstance(item, Own):
        return item.starts.astimezone(PARIS).date()
    return item.when.begins or date.max


def ends(item: Item) -> date:
    """The last day; an opening counts on its day only."""
    if isinstance(item, Own):
        return item.until().astimezone(PARIS).date()
    return item.when.ends or date.max


def until(item: Item) -> datetime:
    """The moment after which it is over, in Paris: its hour, else the end of its day."""
    return item.until() if isinstance(item, Own) else closing(item.when)


def closing(when: When) -> datetime:
    day = when.ends or date.max - timedelta(days=1)
    # What opens at nine is news all day.
    clock = (when.time or "").rsplit("-", maxsplit=1)[-1] if when.last else ""
    if not clock or clock == "24:00":
        return datetime.combine(day + timedelta(days=1), time(), PARIS)
    return datetime.combine(day, time.fromisoformat(clock), PARIS)


def week_of(day: date) -> Period:
    """From Monday to Sunday."""
    monday = day - timedelta(days=day.weekday())
    return Period(monday, monday + timedelta(days=6))


def _order(item: Item) -> tuple[datetime, str]:
    return until(item), item.key
