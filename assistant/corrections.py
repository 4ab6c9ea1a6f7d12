"""Words that another text withdrew: weighed as they now read, quoted where the new wording stands."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from assistant import people
from assistant.words import fold, words
from knowledge.search import Hit, Unit, Withdrawn

Place = tuple[Hit, Unit]
# Who asks what was changed wants the words of the change, not the sentence that comes of it.
ASKS_THE_CHANGE = re.compile(r"\b(?:rectifi|modifi|chang|remplac|correcti|erratum|au lieu de)")


@dataclass(frozen=True, slots=True)
class Rewording:
    """A unit that another text corrects: as it now reads, and where its former words stood."""

    hit: Hit
    now: Unit  # in the new wording
    former: Unit  # what may be quoted of it: the withdrawn words are masked
    by: str  # number of the text that corrects it


def as_it_holds(hit: Hit, unit: Unit) -> Unit:
    """A unit as it is to be weighed: in its new wording, or masked where none was given."""
    return _written(hit, unit, unit.text, new=True)


def quotable(hit: Hit, unit: Unit, places: Sequence[Place]) -> tuple[Hit, Unit, Rewording | None]:
    """What may be quoted for a unit: the one that corrects it among `places`, else itself, masked."""
    changes = [gone for gone in hit.withdrawn if gone.start < unit.end and unit.start < gone.end]
    if not changes:
        return hit, unit, None
    masked = _masked(hit, unit)
    for change in changes:
        giving = _giving(change, places)
        if giving:
            now = as_it_holds(hit, _exact(hit, unit))
            # Several changes of one sentence would need several sources: each is then quoted apart.
            is_own = change.by_document == unit.document  # the correcting text quotes what it withdraws
            made = Rewording(hit, now, masked, change.by) if len(changes) == 1 and not is_own else None
            return giving[0], _masked(*giving), made
    return hit, masked, None


def told(asked: str, found: Iterable[tuple[Hit, Unit, Rewording | None]]) -> dict[tuple[str, int], Rewording]:
    """By the place of each correcting unit, the one sentence that comes of it; none when several do."""
    if ASKS_THE_CHANGE.search(fold(asked)):
        return {}
    by_place: dict[tuple[str, int], dict[tuple[str, int], Rewording]] = {}
    for _, unit, made in found:
        if made:
            former = made.former
            by_place.setdefault((unit.document, unit.start), {})[former.document, former.start] = made
    return {place: next(iter(made.values())) for place, made in by_place.items() if len(made) == 1}


def _giving(change: Withdrawn, places: Sequence[Place]) -> Place | None:
    """Where the new wording stands in the correcting text."""
    wanted = words(change.replaced_by or "")
    for hit, unit in places:
        if wanted and unit.document == change.by_document and _says(_masked(hit, unit).text, wanted):
            return hit, unit
    return None


def _says(text: str, wanted: Sequence[str]) -> bool:
    return f" {' '.join(wanted)} " in f" {' '.join(words(text))} "


def _masked(hit: Hit, unit: Unit) -> Unit:
    return _written(hit, unit, _exact(hit, unit).text, new=False)


def _exact(hit: Hit, unit: Unit) -> Unit:
    """The unit as it stands in its text: a candidate may already be in its new wording."""
    return next(one for one in hit.units if one.start == unit.start)


def _written(hit: Hit, unit: Unit, exact: str, *, new: bool) -> Unit:
    text = exact
    for gone in sorted(hit.withdrawn, key=lambda w: -w.start):
        start, end = max(gone.start, unit.start) - unit.start, min(gone.end, unit.end) - unit.start
        if start < end:
            instead = (gone.replaced_by if new else None) or people.MASK
            text = f"{text[:start]}{instead}{text[end:]}"
    return unit if text == unit.text else replace(unit, text=text)
