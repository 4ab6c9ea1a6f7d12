"""What circulars do to one another's deadlines: a day corrected, a section written again, a text replaced."""

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from knowledge.applicability import Supersession, falls, in_force, within_section
from knowledge.calendar import (
    Amendment,
    Changes,
    DatedText,
    Entry,
    Fate,
    Said,
    Spot,
    When,
    entries_of,
    kept,
)
from knowledge.dates import FrenchDate, find_dates, find_hours
from knowledge.french import stems
from knowledge.scope import Scope
from knowledge.vocabulary import fold
from knowledge.wordings import find_wordings

# Share of common words above which two sentences set the same deadline; the same act counts as some.
_ALIKE = 0.5
_SAME_ACT, _SAME_ACTOR = 0.2, 0.1
_OF_DAYS = re.compile(r"\d")


def calendar(texts: Sequence[DatedText], scope: Scope) -> list[Entry]:
    """The deadlines that hold for this asker, as they now stand."""
    chosen = kept(texts, scope)
    return _without_repeats(entries_of(chosen, changes_among(chosen, scope)))


def _without_repeats(entries: list[Entry]) -> list[Entry]:
    """A text that changes another often recalls a day that stands: it is told once, where it was set."""
    set_by = {
        (change.by_document, entry.when, entry.action)
        for entry in entries
        for change in entry.by.superseded
        if entry.action and change.by_document != entry.place.document
    }
    return [one for one in entries if (one.place.document, one.when, one.action) not in set_by]


def changes_among(texts: Sequence[DatedText], scope: Scope) -> Changes:
    """What the texts in force do to the deadlines of the others, the latest text having the last word."""
    by_name = {text.standing.document: text for text in texts}
    fates: dict[Spot, Fate] = {}
    amendments: dict[Spot, tuple[Amendment, ...]] = {}
    reached: set[Spot] = set()
    for text in texts:
        for change, by in _in_order(text, by_name, scope):
            acts = _replaced if change.wording is None else _corrected
            for spot, found in acts(text, change, by):
                if isinstance(found, Amendment):
                    amendments[spot] = (*amendments.get(spot, ()), found)
                    continue
                fates[spot] = found
                reached.update([found.spot] if found.spot else ())
    return Changes(fates, amendments, frozenset(reached))


def _in_order(
    text: DatedText, texts: dict[str, DatedText], scope: Scope
) -> list[tuple[Supersession, DatedText]]:
    """Changes made by another text that speaks to the same asker, oldest first."""
    own = text.standing.document
    found = [
        (change, texts[change.by_document])
        for change in in_force(text.standing.superseded, scope, text.standing.frame)
        if change.by_document != own and change.by_document in texts
    ]
    return sorted(found, key=lambda pair: pair[1].standing.signed_on or date.min)


def _replaced(
    text: DatedText, change: Supersession, by: DatedText
) -> Iterator[tuple[Spot, Fate | Amendment]]:
    """Deadlines of a part that no longer holds: each becomes the likest of the new text, or is gone."""
    fallen = [rank for rank, said in enumerate(text.said) if falls(said.place.heading, change)]
    pairs = sorted(
        (
            (_likeness(text.said[old], said), -abs(old - new), old, new)
            for old in fallen
            for new, said in enumerate(by.said)
        ),
        reverse=True,
    )
    matched: dict[int, int] = {}
    for score, _, old, new in pairs:
        if score >= _ALIKE and old not in matched and new not in matched.values():
            matched[old] = new
    for rank in fallen:
        spot = (by.standing.document, matched[rank]) if rank in matched else None
        yield (text.standing.document, rank), Fate(by.standing, spot)


def _likeness(one: Said, other: Said) -> float:
    if one.deadline.kind != other.deadline.kind and None in (one.when.ends, other.when.ends):
        return 0.0
    mine, theirs = _words(one), _words(other)
    common = len(mine & theirs) / (len(mine | theirs) or 1)
    act = one.deadline.action is not None and one.deadline.action == other.deadline.action
    actor = one.deadline.who is not None and one.deadline.who == other.deadline.who
    return common + _SAME_ACT * act + _SAME_ACTOR * actor if common else 0.0


def _words(said: Said) -> frozenset[str]:
    """Of the whole sentence, but of one cell of a row: its neighbours are about something else."""
    label, quote = said.deadline.label.rstrip("…"), " ".join(said.place.quote.split())
    words = quote if quote.startswith(label) else label
    return frozenset(stem for stem in stems(words) if not _OF_DAYS.search(stem))


def _corrected(
    text: DatedText, change: Supersession, by: DatedText
) -> Iterator[tuple[Spot, Fate | Amendment]]:
    """What one corrected wording does to the deadlines whose words hold it."""
    old, new = change.wording or "", change.replaced_by or ""
    places = [(rank, said.place) for rank, said in enumerate(text.said)]
    within = [(rank, place) for rank, place in places if within_section(place.heading, change.section)]
    for rank in dict.fromkeys(number for number, *_ in find_wordings(within, old)):
        said, spot = text.said[rank], (text.standing.document, rank)
        dates = _dates(old, said)
        if not dates and not (said.when.time and any(find_hours(old))):
            yield spot, Amendment(old, new, by.standing)
            continue
        if dates and not any(_is(day, said.when) for day in dates):
            continue  # another day of the same sentence
        yield spot, _moved(said, dates, new, by)


def _moved(said: Said, dates: Sequence[FrenchDate], new: str, by: DatedText) -> Fate:
    """The new day, as the correcting text has it among its own deadlines, else as the wording says it."""
    place = next((place for wording, place in by.corrections if wording == new), None)
    if not dates:
        hours = [clock for _, _, clock in find_hours(new)]
        when = When(said.when.first, said.when.last, hours[0]) if hours else None
        return Fate(by.standing, None, when, place)
    rank = next(n for n, day in enumerate(dates) if _is(day, said.when))
    days = _dates(new, said)
    day = days[rank] if rank < len(days) else days[0] if len(days) == 1 else None
    if day is None:
        return Fate(by.standing)
    quoted = [n for n, s in enumerate(by.said) if _flat(new) in _flat(s.place.quote) and _is(day, s.when)]
    if quoted:
        return Fate(by.standing, (by.standing.document, quoted[0]))
    first = day.first if said.when.first else None
    return Fate(by.standing, None, When(first, day.last if said.when.last else None, day.time), place)


def _flat(words: str) -> str:
    return " ".join(fold(words).split())


def _dates(wording: str, said: Said) -> list[FrenchDate]:
    year = said.when.ends.year if said.when.ends else None
    return find_dates(wording, default_year=year)


def _is(day: FrenchDate, when: When) -> bool:
    """Whether a date as written is this one; "avant le 3" ends on the 2nd."""
    ends = (day.last, day.last - timedelta(days=1))
    return when.last in ends if when.last else when.first == day.first
