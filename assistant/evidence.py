"""Which sentence or row answers a part of a question: every candidate with what speaks for and against it."""

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.question import ACADEMY, Form, Part, Question
from assistant.values import YEAR, Kind, Value, find
from assistant.words import fold, likeness, stems
from knowledge.search import Hit, Unit

CONTEXT_SHARE, TITLE_SHARE, PREVIOUS_SHARE = 0.85, 0.6, 0.5  # a word of the heading counts almost as one of the sentence


@dataclass(frozen=True, slots=True)
class Candidate:
    """One unit weighed for one part; features are numbers between about -3 and 3, absent ones 0."""

    unit: Unit
    hit: Hit
    similarity: float  # standardised over the candidates of this search
    passage: float  # the same for its passage
    cover: float  # share of the part's topic that is said here or in its heading
    own: float  # … in the very words of the unit
    missing: float  # weight of the heaviest word that is said nowhere near
    topic: float  # share of the whole question's topic
    typed: float  # share of the wanted values that stand in the unit
    untyped: float  # 1 when a value that must be there is not
    scoped: float  # -1 when the question names a year or an academy that this text contradicts
    values: tuple[Value, ...]

    @property
    def score(self) -> float:
        return sum(w * getattr(self, name) for name, w in WEIGHTS.items()) + self.shape

    @property
    def shape(self) -> float:
        """Very short or interrogative units seldom answer."""
        text = self.unit.text.strip()
        bare = len(text.split()) < 4 and self.unit.kind not in ("row", "item")
        letterhead = self.unit.kind == "sentence" and not text.endswith((".", "!", "?", ":", ";", "»", ")", ","))
        return (-0.8 if bare else -0.6 if letterhead else 0.0) - (0.7 if text.endswith("?") else 0.0) - (0.6 if text.endswith(":") else 0.0)


WEIGHTS = {
    "similarity": 0.45,
    "passage": 0.15,
    "cover": 2.2,
    "own": 0.8,
    "missing": -0.5,
    "topic": 0.8,
    "typed": 0.9,
    "untyped": -0.9,
    "scoped": 1.5,
}


@dataclass(frozen=True, slots=True)
class Terms:
    """How much each word of the question weighs among the passages found, and which it found nowhere."""

    weights: dict[str, float]
    unknown: frozenset[str]

    def share(self, wanted: Sequence[str], found: dict[str, float]) -> float:
        total = sum(self.weights[t] for t in wanted)
        return sum(self.weights[t] * found[t] for t in wanted) / total if total else 0.0


def weigh_terms(topic: Sequence[str], hits: Sequence[Hit]) -> Terms:
    """Rare words among the hits weigh more; a word that none of them says weighs most of all."""
    counts: Counter[str] = Counter()
    total = 0
    heads: set[str] = set()
    for hit in hits:
        heads |= stems(hit.title) | stems(hit.heading_path)
        for unit in hit.units:
            counts.update(stems(unit.text) | stems(unit.context))
            total += 1
    known = frozenset(counts) | heads
    unknown = frozenset(t for t in topic if likeness(t, known) == 0)
    weights = {t: min(4.0, max(0.4, math.log((total + 1) / (counts[t] + 0.5)))) for t in topic}
    return Terms(weights, unknown)


def rank(question: Question, part: Part, hits: Sequence[Hit], terms: Terms) -> list[Candidate]:
    """Every unit of the hits, best first."""
    units = [(hit, unit) for hit in hits for unit in hit.units if unit.text.strip()]
    if not units:
        return []
    similar = _standard([unit.score for _, unit in units])
    passages = _standard([hit.score for hit, _ in units])
    candidates = [
        _weigh(question, part, hit, unit, (s, p), terms)
        for (hit, unit), s, p in zip(units, similar, passages, strict=True)
    ]
    return sorted(candidates, key=lambda c: (-c.score, c.unit.document, c.unit.start))


def _standard(values: list[float]) -> list[float]:
    mean = sum(values) / len(values)
    spread = math.sqrt(sum((v - mean) ** 2 for v in values) / len(values)) or 1.0
    return [max(-2.5, min(2.5, (v - mean) / spread)) for v in values]


def _weigh(
    question: Question, part: Part, hit: Hit, unit: Unit, similar: tuple[float, float], terms: Terms
) -> Candidate:
    own = stems(unit.text)
    around = (
        (own, 1.0),
        (stems(unit.context) | stems(hit.heading_path), CONTEXT_SHARE),
        (stems(_previous(hit, unit)), PREVIOUS_SHARE),
        (stems(hit.title), TITLE_SHARE),
    )
    found = {t: max(share * likeness(t, words) for words, share in around) for t in question.topic}
    said = {t: likeness(t, own) for t in question.topic}
    wanted = tuple(t for t in part.topic if t in terms.weights) or question.topic
    lacking = max((terms.weights[t] for t in wanted if found[t] == 0), default=0.0)
    values = find(unit.text)
    typed = _typed(question, part, values, unit.text)
    return Candidate(
        unit=unit,
        hit=hit,
        similarity=similar[0],
        passage=similar[1],
        cover=terms.share(wanted, found),
        own=terms.share(wanted, said),
        missing=lacking / 4.0,
        topic=terms.share(question.topic, found),
        typed=typed,
        untyped=float(part.strict and typed == 0),
        scoped=scope_fit(question, hit, unit),
        values=values,
    )


def _previous(hit: Hit, unit: Unit) -> str:
    before = [u for u in hit.units if u.ordinal == unit.ordinal - 1]
    return before[0].text if before else ""


COUNTED = re.compile(r"combien de? ?(?:d')?([a-z-]{3,})|nombre (?:de|d'|maximum de|maximal de|max de) ?([a-z-]{3,})")


def _typed(question: Question, part: Part, values: Sequence[Value], text: str) -> float:
    """Share of the wanted kinds for which the unit has a value that the question does not already say."""
    if not part.wants:
        return 0.0
    asked = fold(question.text)
    new = {v.kind for v in values if fold(v.text) not in asked or v.kind in (Kind.SERVICE, Kind.TOOL, Kind.PLACE)}
    met = sum(not want.isdisjoint(new) for want in part.wants)
    if Kind.COUNT in part.wants[0] and Kind.CODE not in part.wants[0] and met:
        met -= not _counts_the_thing(fold(part.text), text)
    return met / len(part.wants)


def _counts_the_thing(asked: str, text: str) -> bool:
    """« combien de copies » wants a number of copies, not of days."""
    match = COUNTED.search(asked)
    if not match:
        return True
    noun = match.group(1) or match.group(2)
    wanted = stems(noun)
    return any(likeness(w, stems(text)) > 0 for w in wanted)


def scope_fit(question: Question, hit: Hit, unit: Unit) -> float:
    """-1 when the text speaks of other years or academies than the question, 1 when of the same, else 0."""
    if not question.years and not question.academies:
        return 0.0
    near = fold(f"{unit.text} {unit.context} {hit.text}")
    whole = fold(f"{hit.title} {hit.document.replace('_', ' ')}")
    fits = []
    for named, pattern in ((question.years, YEAR), (question.academies, ACADEMY)):
        if not named:
            continue
        told = {m.group() for m in pattern.finditer(near)} | {m.group() for m in pattern.finditer(whole)}
        if told:
            fits.append(1.0 if told & named else -1.0)
    return min(fits, default=0.0)


def wants_list(part: Part) -> bool:
    return part.form in (Form.LIST, Form.HOW)
