"""Which sentence or row answers a part of a question: every candidate with what speaks for and against it."""

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant import corrections, fitting, own_questions, ranges, senses
from assistant.corrections import Rewording
from assistant.initials import initials
from assistant.question import Part, Question
from assistant.values import Value, find
from assistant.wanted import Form
from assistant.words import fold, likeness, stems
from knowledge.search import Hit, Unit

BY_VALUE = 0.8  # how much « 24 heures » says « délai »
VERB_SHARE = 0.55  # « arriver » may be said « se présenter »; « l'anglais » is said or is not
# A word of the heading counts almost as one of the sentence.
CONTEXT_SHARE, TITLE_SHARE, PREVIOUS_SHARE = 0.85, 0.6, 0.5


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
    sense: float  # -1 when one says « sans » or « non » what the other affirms, 1 when both agree
    values: tuple[Value, ...]
    named: float  # share of the proper names, codes and years of the part that are said here or above
    said: frozenset[str]  # stems of the question that stand in the unit itself
    within: float  # 1 when a range of the unit holds a number of the question, -1 when none does
    elsewhere: bool  # it says that it holds for other académies than the asker's
    formal: float  # -1 for a line that only frames a letter, 1 when such a line is what is asked for
    shape: float = 0.0
    near: float = 0.0  # closeness to what answers the other parts of the question
    score: float = 0.0
    reworded: Rewording | None = None  # the sentence that comes of it, when the unit corrects another text


WEIGHT_NEAR = 1.5
QUESTION = 0.7  # a question in a text is no answer
RANGE = 1.5  # « lot 17 » is among « lots 17 à 40 »
SENSE_ROW = 0.7  # « sans restaurant », not « avec »
CASE_ROW, CASE = 1.0, 0.5  # of one's own speciality, or of the département named
EXAM = 1.5  # the row of one's own examination, not the one beside
TYPED_REACH = 6.0  # how far behind what speaks of the subject a unit with the wanted value may be
FRAME_SHARE, FRAME_WEIGHT = 0.8, 0.6  # what passed the filter fits the frame, even where it does not say so
NEW, FORMER = 1.5, 0.6  # what a follow-up brings and what it leaves
IN_REACH = 40  # candidates that closeness to another part may still lift
# Learned from pairs, a right unit against each wrong one: python -m training.train --ranking
WEIGHTS = {
    "similarity": 0.14,
    "passage": 0.69,
    "cover": -2.8,  # with "topic": what the whole question says counts more than the part alone
    "own": 2.78,
    "missing": 0.27,
    "topic": 9.99,
    "typed": 1.43,
    "untyped": -0.78,
    "scoped": -0.54,
    "sense": -0.02,
    "formal": 2.67,
}
ASKS_FORMAL = re.compile(
    r"\bsign|reference|quels? bureau|suivi|destinataire|annexes?|quel bulletin|quelle (?:note|"
    r"circulaire)|date de la circulaire"
)
# Lines that frame a letter: they answer only who asks who wrote it.
FORMAL_LINE = re.compile(
    r"(?:Cf\.|Références?|Réf\b|N° ?|Destinataires?|À l[’']attention|Dossier suivi|Affaire suivie|"
    r"Signataire|Signé|Pour le [Rr]ecteur|Pour la [Rr]ectrice|"
    r"Le [Rr]ecteur de l|La [Rr]ectrice de l|Objet|P\.J|Document d[’']|Notes? de service (?:n°|du)|"
    r"Circulaire )"
)


@dataclass(frozen=True, slots=True)
class Terms:
    """How much each word of the question weighs among the passages found, and which it found nowhere."""

    weights: dict[str, float]
    unknown: frozenset[str]

    def share(self, wanted: Sequence[str], found: dict[str, float]) -> float:
        total = sum(self.weights[t] for t in wanted)
        return sum(self.weights[t] * found[t] for t in wanted) / total if total else 0.0


def weigh_terms(question: Question, hits: Sequence[Hit]) -> Terms:
    """Rare words among the hits weigh more; a word that none of them says weighs most of all."""
    topic, nouns = question.topic, question.nouns
    counts: Counter[str] = Counter()
    total = 0
    heads: set[str] = set()
    asked = frozenset(topic)
    for hit in hits:
        heads |= stems(hit.title) | stems(hit.heading_path)
        for unit in hit.units:
            counts.update(stems(unit.text) | stems(unit.context) | (initials(unit.text) & asked))
            total += 1
    known = frozenset(counts) | heads
    unknown = frozenset(t for t in topic if t not in question.frame and likeness(t, known) == 0)
    weights = {
        t: min(4.0, max(0.4, math.log((total + 1) / (counts[t] + 0.5)))) * (1.0 if t in nouns else VERB_SHARE)
        for t in topic
    }
    weights |= {t: min(weights[t], FRAME_WEIGHT) for t in topic if t in question.frame}
    if question.fresh & set(topic):  # « et les brouillons ? »: what is new is what is asked
        weights = {t: w * (NEW if t in question.fresh else FORMER) for t, w in weights.items()}
    return Terms(weights, unknown)


def rank(
    question: Question, part: Part, hits: Sequence[Hit], terms: Terms, *, to_quote: bool = True
) -> list[Candidate]:
    """Every unit of the hits that may be quoted for this part, best first; or every unit."""
    formal = bool(ASKS_FORMAL.search(fold(part.text)))
    read = [(hit, own_questions.quotable(part.text, hit) if to_quote else hit.units) for hit in hits]
    kept = [(hit, one) for hit, each in read for one in each if formal or not _is_title(hit, one)]
    units = [(hit, corrections.as_it_holds(hit, unit)) for hit, unit in kept if unit.text.strip()]
    if not units:
        return []
    similar = _standard([unit.score for _, unit in units])
    passages = _standard([hit.score for hit, _ in units])
    candidates = [
        _scored(_weigh(question, part, hit, unit, (s, p), terms), 0.0)
        for (hit, unit), s, p in zip(units, similar, passages, strict=True)
    ]
    return _typed_first(part, sorted(_corrected(candidates, question.text), key=_order))


def _typed_first(part: Part, ranked: list[Candidate]) -> list[Candidate]:
    """« Combien ? » is answered by an amount: units that have one go before what only speaks of it."""
    if not part.strict or not ranked or ranked[0].typed == 1:
        return ranked
    top = ranked[0]
    with_value = [c for c in ranked[:IN_REACH] if c.typed > top.typed and top.score - c.score < TYPED_REACH]
    if not with_value:
        return ranked
    # Together: two rows that differ by a case stay side by side. In the shape too: `gather` weighs again.
    ahead = top.score - with_value[0].score
    lifted = [replace(c, shape=c.shape + ahead, score=c.score + ahead) for c in with_value]
    kept = {id(c) for c in with_value}
    rest = [c for c in ranked if id(c) not in kept]
    return sorted([*lifted, *rest], key=lambda c: (-c.score, c.typed <= top.typed, *_order(c)[1:]))


def _is_title(hit: Hit, unit: Unit) -> bool:
    """A title announces, it rules nothing: it answers only who asks about the text itself."""
    return unit.text.strip() == hit.title and not hit.title.endswith(".")


def _corrected(candidates: list[Candidate], asked: str) -> list[Candidate]:
    """Each candidate as it may be quoted; the sentence that gives a new wording stands for the old one."""
    places = [(c.hit, c.unit) for c in candidates]
    quoted = [corrections.quotable(hit, unit, places) for hit, unit in places]
    told = corrections.told(asked, quoted)
    best: dict[tuple[str, int], Candidate] = {}
    for candidate, (hit, unit, _) in sorted(zip(candidates, quoted, strict=True), key=lambda p: _order(p[0])):
        place = (unit.document, unit.start)
        best.setdefault(place, replace(candidate, hit=hit, unit=unit, reworded=told.get(place)))
    return list(best.values())


def _scored(candidate: Candidate, near: float) -> Candidate:
    weighed = sum(w * float(getattr(candidate, name)) for name, w in WEIGHTS.items())
    return replace(candidate, near=near, score=weighed + WEIGHT_NEAR * near + candidate.shape)


def _order(candidate: Candidate) -> tuple[float, str, int]:
    return -candidate.score, candidate.unit.document, candidate.unit.start


def _shape(question: Question, unit: Unit, own: frozenset[str], within: float, sense: float) -> float:
    """What is not learned: a question is no answer, a range holds a number or not, a row is of a case."""
    asks = -QUESTION if unit.text.rstrip().endswith("?") else 0.0
    case = fitting.case_fit(question, own)
    if unit.kind != "row":
        return asks + RANGE * within + CASE * case
    # A row stands for one case: what sets it apart from the next counts more.
    apart = CASE_ROW * case + SENSE_ROW * sense + EXAM * fitting.exam_fit(question, unit)
    return asks + RANGE * within + apart


def _standard(values: list[float]) -> list[float]:
    mean = sum(values) / len(values)
    spread = math.sqrt(sum((v - mean) ** 2 for v in values) / len(values)) or 1.0
    return [max(-2.5, min(2.5, (v - mean) / spread)) for v in values]


def _weigh(
    question: Question, part: Part, hit: Hit, unit: Unit, similar: tuple[float, float], terms: Terms
) -> Candidate:
    own = stems(unit.text) | initials(unit.text)
    within = ranges.fit(question.text, unit.text, is_row=unit.kind == "row")
    around = _around(hit, unit)
    sense = senses.agreement(fold(part.text), fold(unit.text))
    values = find(unit.text)
    by_value = fitting.said_by_value(question, part, values)
    said = {t: max(likeness(t, own), BY_VALUE if t in by_value else 0.0) for t in question.topic}
    found = {t: said[t] or max(share * likeness(t, there) for there, share in around) for t in question.topic}
    found |= {t: max(found[t], FRAME_SHARE) for t in question.topic if t in question.frame}
    wanted = tuple(t for t in part.topic if t in terms.weights) or question.topic
    lacking = max((terms.weights[t] for t in wanted if found[t] == 0), default=0.0)
    typed = fitting.typed(question, part, values, unit)
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
        untyped=float((part.strict or part.form is Form.CHOICE) and typed == 0),
        scoped=fitting.scope_fit(question, hit, unit),
        named=_named(part, found),
        said=frozenset(t for t in (*question.topic, *question.cases) if likeness(t, own) > 0),
        within=within,
        elsewhere=fitting.is_elsewhere(question, unit),
        formal=_formal(part, unit.text),
        sense=sense,
        values=values,
        shape=_shape(question, unit, own, within, sense),
    )


def _around(hit: Hit, unit: Unit) -> tuple[tuple[frozenset[str], float], ...]:
    """Stems of what is read with a unit, and how much each says of what the unit itself does not."""
    before = [u.text for u in hit.units if u.ordinal == unit.ordinal - 1]
    return (
        (stems(unit.context), CONTEXT_SHARE),  # the heading path is its first line
        (stems(before[0] if before else ""), PREVIOUS_SHARE),
        (stems(hit.title), TITLE_SHARE),
    )


def _named(part: Part, found: dict[str, float]) -> float:
    known = [t for t in part.names if t in found]
    return sum(found[t] > 0 for t in known) / len(known) if known else 1.0


def _formal(part: Part, text: str) -> float:
    if not FORMAL_LINE.match(text.strip()):
        return 0.0
    return 1.0 if ASKS_FORMAL.search(fold(part.text)) else -1.0


def gather(found: list[list[Candidate]]) -> list[list[Candidate]]:
    """Parts of one question are answered close to one another: each ranking leans to the others."""
    if len(found) < 2:
        return found
    tops = [ranked[0] if ranked else None for ranked in found]
    gathered = []
    for i, ranked in enumerate(found):
        others = [top for j, top in enumerate(tops) if top and j != i]
        moved = [_scored(c, _nearness(c, others)) for c in ranked[:IN_REACH]]
        gathered.append(sorted(moved, key=_order) + ranked[IN_REACH:])
    return gathered


def _nearness(candidate: Candidate, others: list[Candidate]) -> float:
    def close(other: Candidate) -> float:
        if other.unit.document != candidate.unit.document:
            return 0.0
        apart = abs(other.unit.ordinal - candidate.unit.ordinal)
        return 0.5 + (0.3 if other.hit.start == candidate.hit.start else 0.0) + (0.2 if apart <= 2 else 0.0)

    return max(map(close, others), default=0.0)


def wants_list(part: Part) -> bool:
    return part.form in (Form.LIST, Form.HOW)
