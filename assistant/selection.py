"""What to quote for each part: the best unit, what completes it, what conditions it."""

import re
from collections.abc import Sequence

from assistant.evidence import Candidate, wants_list
from assistant.question import Form, Part
from assistant.values import find
from knowledge.search import Hit, Unit

CLOSE = 0.35  # a runner-up this close may be the right one: both are shown
MOST_PER_PART, MOST_WORDS = 3, 90
CONDITION = re.compile(
    r"^(?:Toutefois|Cependant|Néanmoins|Sauf|En revanche|Seuls?|Seules?|Uniquement|À l[’']exception|A l[’']exception|Attention|"
    r"En aucun cas|Ce délai|Cette règle|Passé ce|Passé le|Dans ce dernier cas|Il en va de même|Par exception|Par dérogation)\b"
)


def choose(part: Part, ranked: Sequence[Candidate]) -> list[Candidate]:
    """Units to quote for a part, in reading order; never empty when something was found."""
    if not ranked:
        return []
    best = ranked[0]
    chosen = [best, *_siblings(part, best, ranked)]
    chosen += _completing(part, chosen, ranked)
    if len(chosen) == 1 and len(ranked) > 1 and best.score - ranked[1].score < CLOSE and _brief(best, ranked[1]):
        chosen.append(ranked[1])
    return chosen


def _brief(*candidates: Candidate) -> bool:
    return sum(len(c.unit.text.split()) for c in candidates) <= 60


def _siblings(part: Part, best: Candidate, ranked: Sequence[Candidate]) -> list[Candidate]:
    """The other entries of a list that is asked for whole, its introduction included."""
    introduces = best.unit.text.rstrip().endswith(":")
    if not introduces and not (wants_list(part) and best.unit.kind == "item"):
        return []
    by_ordinal = {c.unit.ordinal: c for c in ranked if c.unit.document == best.unit.document and c.hit.start == best.hit.start}
    run = _run(best, by_ordinal, +1)
    if not introduces:
        before = _run(best, by_ordinal, -1)
        first = (before[-1] if before else best).unit.ordinal
        intro = by_ordinal.get(first - 1)
        run = ([intro] if intro and intro.unit.text.rstrip().endswith(":") else []) + before + run
    return _within(best, run)


def _run(best: Candidate, by_ordinal: dict[int, Candidate], step: int) -> list[Candidate]:
    run: list[Candidate] = []
    at = best.unit.ordinal + step
    while at in by_ordinal and by_ordinal[at].unit.kind == "item":
        run.append(by_ordinal[at])
        at += step
    return run


def _within(best: Candidate, run: list[Candidate]) -> list[Candidate]:
    """As many as the length allows, nearest first."""
    words = len(best.unit.text.split())
    kept = []
    for candidate in sorted(run, key=lambda c: abs(c.unit.ordinal - best.unit.ordinal)):
        words += len(candidate.unit.text.split())
        if words > MOST_WORDS:
            break
        kept.append(candidate)
    return kept


def _completing(part: Part, chosen: list[Candidate], ranked: Sequence[Candidate]) -> list[Candidate]:
    """Units that bring a wanted kind of value which the best one lacks."""
    added: list[Candidate] = []
    best = chosen[0]
    for want in part.wants:
        have = {v.kind for c in chosen + added for v in c.values}
        if not want.isdisjoint(have):
            continue
        for other in ranked[1:12]:
            close = other.unit.document == best.unit.document and best.score - other.score < 2.5
            if close and not want.isdisjoint({v.kind for v in other.values}):
                added.append(other)
                break
    return added


def conditions(chosen: Sequence[Candidate]) -> list[tuple[Hit, Unit]]:
    """The sentence that follows a chosen one and restricts it."""
    taken = {(c.unit.document, c.unit.ordinal) for c in chosen}
    found = []
    for candidate in chosen:
        for unit in candidate.hit.units:
            follows = unit.ordinal == candidate.unit.ordinal + 1 and unit.document == candidate.unit.document
            if follows and (unit.document, unit.ordinal) not in taken and CONDITION.search(unit.text):
                found.append((candidate.hit, unit))
                taken.add((unit.document, unit.ordinal))
    return found


def bold(part: Part, text: str) -> tuple[tuple[int, int], ...]:
    """Spans of the values that were asked for."""
    kinds = frozenset().union(*part.wants) if part.wants else frozenset()
    if part.form is not Form.VALUE or not kinds:
        return ()
    return tuple((v.start, v.end) for v in find(text) if v.kind in kinds)
