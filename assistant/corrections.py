"""Words that another text withdrew: weighed as they now read, quoted where the new wording stands."""

from collections.abc import Sequence
from dataclasses import replace

from assistant import people
from assistant.words import words
from knowledge.search import Hit, Unit, Withdrawn

Place = tuple[Hit, Unit]


def as_it_holds(hit: Hit, unit: Unit) -> Unit:
    """A unit as it is to be weighed: in its new wording, or masked where none was given."""
    return _written(hit, unit, unit.text, new=True)


def quotable(hit: Hit, unit: Unit, places: Sequence[Place]) -> Place:
    """What may be quoted for a unit: the one that corrects it among `places`, else itself, masked."""
    changes = [gone for gone in hit.withdrawn if gone.start < unit.end and unit.start < gone.end]
    if not changes:
        return hit, unit
    giving = _giving(changes, places)
    return (giving[0], _masked(*giving)) if giving else (hit, _masked(hit, unit))


def _giving(changes: Sequence[Withdrawn], places: Sequence[Place]) -> Place | None:
    """Where the new wording stands in the correcting text."""
    for change in changes:
        wanted = words(change.replaced_by or "")
        for hit, unit in places:
            if wanted and unit.document == change.by_document and _says(_masked(hit, unit).text, wanted):
                return hit, unit
    return None


def _says(text: str, wanted: Sequence[str]) -> bool:
    return f" {' '.join(wanted)} " in f" {' '.join(words(text))} "


def _masked(hit: Hit, unit: Unit) -> Unit:
    exact = next(one.text for one in hit.units if one.start == unit.start)
    return _written(hit, unit, exact, new=False)


def _written(hit: Hit, unit: Unit, exact: str, *, new: bool) -> Unit:
    text = exact
    for gone in sorted(hit.withdrawn, key=lambda w: -w.start):
        start, end = max(gone.start, unit.start) - unit.start, min(gone.end, unit.end) - unit.start
        if start < end:
            instead = (gone.replaced_by if new else None) or people.MASK
            text = f"{text[:start]}{instead}{text[end:]}"
    return unit if text == unit.text else replace(unit, text=text)
