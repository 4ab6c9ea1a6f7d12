"""Deadlines for one asker: those of the texts that hold for them, each followed through what moved it."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Protocol
from uuid import UUID

from knowledge.applicability import Frame, Standing, Verdict, verdict, within_section
from knowledge.dates import MONTHS, WEEKDAYS
from knowledge.deadlines import Deadline, DeadlineKind
from knowledge.scope import Scope
from knowledge.vocabulary import fold

Spot = tuple[str, int]  # a document, and the rank of a deadline in it


@dataclass(frozen=True, slots=True)
class When:
    """Days are inclusive; `time` is as `Deadline` has it. Without a day: counted from an event."""

    first: date | None
    last: date | None
    time: str | None

    @property
    def begins(self) -> date | None:
        return self.first or self.last

    @property
    def ends(self) -> date | None:
        return self.last or self.first


@dataclass(frozen=True, slots=True)
class Place:
    """Words of a circular: `quote` is `text[start:end]`, unmasked."""

    circular_id: UUID
    document: str
    title: str
    heading: str
    page: int
    start: int
    end: int
    quote: str

    @property
    def text(self) -> str:
        return self.quote


@dataclass(frozen=True, slots=True)
class Said:
    """A deadline, and where it is said."""

    deadline: Deadline
    place: Place

    @property
    def when(self) -> When:
        return When(self.deadline.first, self.deadline.last, self.deadline.time)


@dataclass(frozen=True, slots=True)
class DatedText:
    """A circular as the calendar needs it; `corrections` are the new wordings it gives, with its words."""

    standing: Standing
    said: tuple[Said, ...]
    corrections: tuple[tuple[str, Place], ...] = ()


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of a deadline: said elsewhere (`spot`), or only in a wording (`when`, `place`), or gone."""

    by: Standing
    spot: Spot | None = None
    when: When | None = None
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Move:
    """The day that was announced before, and the text that changed it."""

    before: When
    by: Standing


@dataclass(frozen=True, slots=True)
class Amendment:
    """A wording of the cited words that is to be read otherwise, the day being the same."""

    old: str
    new: str
    by: Standing


@dataclass(frozen=True, slots=True)
class Entry:
    """A deadline as it stands for the asker.

    `key` stays the same when the day moves or the file is read again.
    `place` is where the present day is said, `origin` where the deadline was first set.
    `doubt` is the number of a text that may change it and that a curator has not looked at.
    """

    key: str
    label: str
    action: str | None
    who: str | None
    kind: DeadlineKind
    when: When
    place: Place
    origin: Place
    by: Standing  # the circular of `place`
    moves: tuple[Move, ...] = ()
    amendments: tuple[Amendment, ...] = ()
    odd_weekday: bool = False
    doubt: str | None = None

    @property
    def frame(self) -> Frame:
        return self.by.frame


class Calendar(Protocol):
    """The deadlines of the circulars, for one asker; never raises for a frame that nothing fits."""

    def entries(self, scope: Scope) -> list[Entry]: ...


@dataclass(frozen=True, slots=True)
class Changes:
    """What the texts do to one another's deadlines; a spot that is not named stands as it is.

    `reached` say again, for a change, a deadline of another text: they are none of their own.
    """

    fates: Mapping[Spot, Fate]
    amendments: Mapping[Spot, tuple[Amendment, ...]]
    reached: frozenset[Spot]


def kept(texts: Iterable[DatedText], scope: Scope) -> list[DatedText]:
    """The texts that may speak to this asker: the filter of the answers."""
    return [text for text in texts if verdict(text.standing.frame, scope) is Verdict.KEPT]


def entries_of(texts: Sequence[DatedText], changes: Changes) -> list[Entry]:
    """The deadlines that stand, in order of days; what is not dated comes last."""
    by_name = {text.standing.document: text for text in texts}
    keys = _keys(texts)
    found = [
        entry
        for text in texts
        for rank in range(len(text.said))
        if (spot := (text.standing.document, rank)) not in changes.reached
        and (entry := _followed(spot, by_name, changes, keys[spot]))
    ]
    return sorted(_once(found), key=_order)


def _followed(spot: Spot, texts: Mapping[str, DatedText], changes: Changes, key: str) -> Entry | None:
    """One deadline from where it was set to where it now stands; None when it no longer does."""
    origin = said = texts[spot[0]].said[spot[1]]
    standing, place, when = texts[spot[0]].standing, said.place, said.when
    moves: list[Move] = []
    at: Spot | None = spot
    seen = set()
    while at is not None and at in changes.fates and at not in seen:
        seen.add(at)
        fate = changes.fates[at]
        after, place_after = _after(fate, texts, origin.when)
        if after is None or place_after is None:
            return None
        if after != when:
            moves.append(Move(when, fate.by))
        when, place, standing, at = after, place_after, fate.by, fate.spot
    now = texts[at[0]].said[at[1]].deadline if at else said.deadline
    return Entry(
        key,
        origin.deadline.label,
        origin.deadline.action or now.action,
        origin.deadline.who or now.who,
        origin.deadline.kind,
        when,
        place,
        origin.place,
        standing,
        tuple(moves),
        changes.amendments.get(at, ()) if at else (),
        now.odd_weekday,
        _doubt(standing, place),
    )


def _after(fate: Fate, texts: Mapping[str, DatedText], before: When) -> tuple[When | None, Place | None]:
    if fate.spot is None:
        return fate.when, fate.place
    said = texts[fate.spot[0]].said[fate.spot[1]]
    return like(before, said.when), said.place


def like(before: When, after: When) -> When:
    """A limit that is given a new day stays a limit, though its correction only quotes the day."""
    single = after.first == after.last
    return When(None, after.last, after.time) if before.first is None and single else after


def _doubt(standing: Standing, place: Place) -> str | None:
    return next((d.by for d in standing.doubts if within_section(place.heading, d.section)), None)


def _keys(texts: Sequence[DatedText]) -> dict[Spot, str]:
    """A name for each deadline that neither its day nor the identifier of its text's version changes."""
    keys: dict[Spot, str] = {}
    for text in texts:
        ranks: Counter[str] = Counter()
        for rank, said in enumerate(text.said):
            name = f"{text.standing.document}|{_timeless(said.deadline.label)}|{said.deadline.kind.value}"
            keys[text.standing.document, rank] = f"{name}|{ranks[name]}"
            ranks[name] += 1
    return keys


_OF_TIME = re.compile(rf"\b(?:{'|'.join([*map(fold, MONTHS), *WEEKDAYS, 'h', 'er'])})\b|\d+(?:er|h)?\b")


@lru_cache(maxsize=8192)
def _timeless(label: str) -> str:
    return " ".join(re.findall(r"\w+", _OF_TIME.sub(" ", fold(label))))


def _once(entries: Iterable[Entry]) -> Iterator[Entry]:
    """Two copies of a circular under two names say a deadline twice."""
    seen = set()
    for entry in entries:
        mark = (entry.when, " ".join(entry.place.quote.split()), entry.label)
        if mark not in seen:
            seen.add(mark)
            yield entry


def _order(entry: Entry) -> tuple[date, str, str]:
    return entry.when.ends or date.max, entry.when.time or "99", entry.key
