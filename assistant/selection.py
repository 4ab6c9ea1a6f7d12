"""What to quote for each part: the best unit, what completes it, what conditions it."""

import math
import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from assistant import fitting
from assistant.cases import is_of_another
from assistant.evidence import Candidate, wants_list
from assistant.question import Part, Question
from assistant.spans import apart
from assistant.values import Kind, Value, find
from assistant.wanted import Form, Want
from assistant.words import likeness, stems
from knowledge.search import Hit, Unit

ON_TOPIC = 0.4  # a value counts when its sentence says nearly as much of the question as the best one
FRESH = 2.0  # how far behind a unit may be when the first one is already quoted
# A runner-up is shown beside the best when it is nearly as likely to be the right one: the likelier the
# best is settled, the nearer the other must be. Scores differ by logarithms of odds.
NEAR_ROW, NEAR_SETTLED, NEAR_OPEN = 0.95, 0.1, 0.01
MOST_BESIDE, WORDS_BESIDE = 4, 90
MOST_WORDS = 90  # of a list
CONDITION = re.compile(
    r"^(?:Toutefois|Cependant|Néanmoins|Sauf|En revanche|Seuls?|Seules?|Uniquement|À l[’']exception|A "
    r"l[’']exception|Attention|"
    r"En aucun cas|Ce délai|Cette règle|Passé ce|Passé le|Dans ce dernier cas|Il en va de même|Par "
    r"exception|Par dérogation)\b"
)


Shown = AbstractSet[tuple[str, int]]  # document and rank of the units already quoted


def choose(part: Part, ranked: Sequence[Candidate], shown: Shown = frozenset()) -> list[Candidate]:
    """Units to quote for a part; what was quoted for an earlier part is completed, not repeated."""
    if not ranked:
        return []
    best = ranked[0]
    chosen = [best, *_siblings(part, best, ranked)]
    chosen += _completing(part, chosen, ranked)
    chosen += _covering(part, chosen, ranked)
    if len(chosen) == 1:
        chosen += _beside(part, best, ranked)
    satisfied = bool(part.wants) and best.typed == 1
    if not satisfied and all((c.unit.document, c.unit.ordinal) in shown for c in chosen):
        fresh = [
            c
            for c in ranked[1:4]
            if (c.unit.document, c.unit.ordinal) not in shown and best.score - c.score < FRESH
        ]
        chosen += fresh[:1]
    return _value_first(part, chosen)


def _value_first(part: Part, chosen: list[Candidate]) -> list[Candidate]:
    """What has the wanted value is read first, what only speaks of it after; a list keeps its order."""
    if not part.wants or wants_list(part) or chosen[0].unit.text.rstrip().endswith(":"):
        return chosen
    return sorted(chosen, key=lambda c: -c.typed)


def _beside(part: Part, best: Candidate, ranked: Sequence[Candidate]) -> list[Candidate]:
    """What may as well be right: the reader sees what there is. A second row would only confuse."""
    if best.reworded:
        return []  # a corrected value is the one that holds: the others are what it replaces or stands by
    near = NEAR_OPEN
    if best.unit.kind == "row":
        near = NEAR_ROW
    elif part.wants and not part.terse and best.typed == 1:
        near = NEAR_SETTLED
    kept: list[Candidate] = []
    for other in ranked[1 : 1 + MOST_BESIDE]:
        likely = math.exp(other.score - best.score) >= near and not is_of_another(best, other)
        if likely and _brief(best, *kept, other):
            kept.append(other)
    return kept


def _brief(*candidates: Candidate) -> bool:
    return sum(len(c.unit.text.split()) for c in candidates) <= WORDS_BESIDE


def _siblings(part: Part, best: Candidate, ranked: Sequence[Candidate]) -> list[Candidate]:
    """The other entries of a list that is asked for whole, its introduction included."""
    by_ordinal = {
        c.unit.ordinal: c
        for c in ranked
        if c.unit.document == best.unit.document and c.hit.start == best.hit.start
    }
    introduces = best.unit.text.rstrip().endswith(":")
    following = by_ordinal.get(best.unit.ordinal + 1)
    if wants_list(part) and not introduces and best.unit.kind != "item":
        announced = following and following.unit.text.rstrip().endswith(":")
        return _within(best, [following, *_run(following, by_ordinal, +1)]) if following and announced else []
    if not introduces and not wants_list(part):
        return []
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
            close = other.unit.document == best.unit.document and best.score - other.score < 3.2
            brings = not want.isdisjoint({v.kind for v in other.values})
            if close and brings and not is_of_another(best, other):
                added.append(other)
                break
    return added


def lacks_value(parts: Sequence[Part], found: Sequence[Sequence[Candidate]]) -> bool:
    """Whether no part of the question finds the kind of value it cannot do without."""
    judged = [_answerable(part, ranked) for part, ranked in zip(parts, found, strict=True)]
    return not any(judged)


def _answerable(part: Part, ranked: Sequence[Candidate]) -> bool:
    chosen = choose(part, ranked)
    if not chosen:
        return False
    most = max(c.cover for c in chosen)
    if any(not c.untyped and c.cover >= ON_TOPIC * most for c in chosen):
        return True
    return any(v.kind is Kind.DURATION for c in chosen for v in c.values) and any(
        Kind.TIME in w for w in part.wants
    )


def _covering(part: Part, chosen: list[Candidate], ranked: Sequence[Candidate]) -> list[Candidate]:
    """A second unit of the same passage that says words of the part which the first does not."""
    if len(chosen) > 1 or len(part.topic) < 3:
        return []
    best = chosen[0]
    unsaid = [t for t in part.topic if likeness(t, stems(best.unit.text)) == 0]
    for other in ranked[1:6]:
        together = other.hit is best.hit and best.unit.kind != "row"
        brings = sum(likeness(t, stems(other.unit.text)) for t in unsaid)
        if (
            together
            and best.score - other.score < 2.6
            and brings >= max(1.0, 0.3 * len(part.topic))
            and _brief(best, other)
        ):
            return [other]
    return []


def conditions(chosen: Sequence[Candidate], question: Question) -> list[tuple[Hit, Unit]]:
    """The sentence that follows a chosen one and restricts it, unless it concerns another académie."""
    taken = {(c.unit.document, c.unit.ordinal) for c in chosen}
    found = []
    for candidate in chosen:
        for unit in candidate.hit.units:
            follows = unit.ordinal == candidate.unit.ordinal + 1 and unit.document == candidate.unit.document
            restricts = follows and CONDITION.search(unit.text) and not fitting.is_elsewhere(question, unit)
            if restricts and (unit.document, unit.ordinal) not in taken:
                found.append((candidate.hit, unit))
                taken.add((unit.document, unit.ordinal))
    return found


def bold(part: Part, text: str) -> tuple[tuple[int, int], ...]:
    """Spans of the values that were asked for: whole words, apart from one another, in order."""
    kinds = frozenset().union(*map(_shown_in_bold, part.wants)) if part.wants else frozenset()
    if part.form is not Form.VALUE or not kinds:
        return ()
    wanted = [v for v in find(text) if v.kind in kinds]
    if any(v.kind is Kind.CODE for v in wanted):  # « CB désigne une copie »: the code, not the article
        wanted = [v for v in wanted if v.kind is not Kind.COUNT]
    return apart(_whole_words(text, v.start, _end(text, v)) for v in wanted if _end(text, v) > v.start)


def _shown_in_bold(want: Want) -> Want:
    """Of the kinds that satisfy a want, those that are its value; « après » alone tells nothing."""
    if Kind.PLACE in want:
        return want & {Kind.PLACE, Kind.URL, Kind.EMAIL}
    return want - {Kind.MOMENT}


# « lycée » is no place, « lycée des Calanques » is one; « service académique des examens » is said whole.
NAME_AFTER = re.compile(
    r"(?: (?:de la |de l[’']|des |du |de |d[’'])?[A-ZÉÈ0-9][\w’'-]*)(?: [A-ZÉÈ][\w’'-]*)*"
)
OFFICE_AFTER = re.compile(
    r"(?: (?:académique|national|départemental|rectoral)e?)?"
    r"(?: (?:de la |de l[’']|des |du |de |d[’'])(?!votre|notre|leur|son|sa|ses|cette?|ces)[\w’'-]+)?"
)
CELL = re.compile(r"[^·]+")


def _end(text: str, value: Value) -> int:
    """Where a value ends with its name; where it starts when it names nothing."""
    if value.kind not in (Kind.PLACE, Kind.SERVICE):
        return value.end
    if " · " in text:
        cell = CELL.match(text, value.end)
        return len(text[: cell.end()].rstrip()) if cell else value.end
    after = NAME_AFTER if value.kind is Kind.PLACE else OFFICE_AFTER
    name = NAME_AFTER.match(text, value.end) or after.match(text, value.end)
    if name:
        return name.end()
    return value.start if value.text.isalpha() else value.end


def _whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    while start > 0 and text[start].isalnum() and text[start - 1].isalnum():
        start -= 1
    while end < len(text) and text[end - 1].isalnum() and text[end].isalnum():
        end += 1
    return start, end
