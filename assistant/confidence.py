"""How likely an answer is to be right, or the text to be another frame's: a logistic, trained and dated."""

import json
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from importlib import resources

from assistant.evidence import Candidate, Terms
from assistant.question import Question
from assistant.wanted import Form

FILE = "confidence.json"
FEATURES = (
    "cover", "topic", "missing", "unknown", "typed", "untyped", "passage", "gap", "unnamed", "named",
    "sense", "strict", "yes_no", "short", "parts", "dense",
)  # fmt: skip


# The same measured in the texts that only the asker's frame sets aside, and how both compare.
PREFIX = "elsewhere_"
COMPARED = ("exists_elsewhere", "ahead_elsewhere", "best", "best_elsewhere", "nearer_elsewhere")
ALL = (*FEATURES, *(PREFIX + name for name in FEATURES), *COMPARED)
OUTCOMES = ("answer", "elsewhere", "nothing")


NO_SCORE = -5.0  # below any unit that is found


@dataclass(frozen=True, slots=True)
class Chances:
    """That the answer composed is right; that a text of another frame has it, or that none does."""

    answer: float
    elsewhere: float
    nothing: float
    threshold: float


@dataclass(frozen=True, slots=True)
class Logistic:
    """Weights by outcome on standardised features; with the outcome "answer" alone, the rest is "nothing".

    `threshold` is where answering costs less than refusing.
    """

    weights: dict[str, dict[str, float]]
    mean: dict[str, float]
    spread: dict[str, float]
    bias: dict[str, float]
    threshold: float
    trained_on: str
    questions: int

    def chances(self, features: dict[str, float]) -> dict[str, float]:
        # What could not be measured (words alone answer) counts neither for nor against.
        standard = {
            name: (features.get(name, mean) - mean) / self.spread[name] for name, mean in self.mean.items()
        }
        logits = {
            outcome: self.bias[outcome] + sum(w * standard[name] for name, w in weights.items())
            for outcome, weights in self.weights.items()
        }
        logits.setdefault("nothing", 0.0)
        highest = max(logits.values())
        odds = {outcome: math.exp(logit - highest) for outcome, logit in logits.items()}
        return {outcome: one / sum(odds.values()) for outcome, one in odds.items()}


@dataclass(frozen=True, slots=True)
class Model:
    """Two ways to judge: by what was found; when the asker's frame is known, beside what it sets aside.

    A question that names its own frame sets other texts aside by itself: that says nothing against the
    answer, where another académie's better text says much against it for somebody of this one.
    Another frame's text is named when it is `leaning` times likelier than nothing at all.
    """

    alone: Logistic
    beside: Logistic
    leaning: float

    def chances(self, features: dict[str, float], *, has_profile: bool) -> Chances:
        """`threshold` is the one that `answer` is to be held against."""
        both = self.beside.chances(features)
        compares = has_profile and features.get("exists_elsewhere", 0.0) > 0
        judge = self.beside if compares else self.alone
        answer = judge.chances(features)["answer"]
        return Chances(answer, both["elsewhere"], both["nothing"], judge.threshold)

    def points_elsewhere(self, chances: Chances) -> bool:
        return chances.elsewhere * self.leaning >= chances.nothing

    def at(self, threshold: float) -> "Model":
        """The same with one threshold everywhere."""
        return replace(
            self,
            alone=replace(self.alone, threshold=threshold),
            beside=replace(self.beside, threshold=threshold),
        )

    @property
    def trained_on(self) -> str:
        return max(self.alone.trained_on, self.beside.trained_on)


def load() -> Model:
    """The model that ships with the product."""
    text = resources.files("assistant").joinpath(FILE).read_text(encoding="utf-8")
    data = json.loads(text)
    return Model(Logistic(**data["alone"]), Logistic(**data["beside"]), data["leaning"])


def features(question: Question, found: Sequence[Sequence[Candidate]], terms: Terms) -> dict[str, float]:
    """What the ranking of each part says of the whole answer; each part counts alike."""
    tops = [ranked[0] for ranked in found if ranked]
    if not tops:
        return dict.fromkeys(FEATURES, 0.0)
    unknown = sum(terms.weights[t] for t in question.topic if t in terms.unknown)
    total = sum(terms.weights.values()) or 1.0
    found_by_meaning = [c.hit.dense for c in tops if c.hit.dense]
    made = {
        "cover": _mean(c.cover for c in tops),
        "topic": max(c.topic for c in tops),
        "missing": _mean(c.missing for c in tops),
        "unknown": unknown / total,
        "typed": _mean(_typed(c, part.wants) for c, part in zip(tops, question.parts, strict=False)),
        "untyped": _mean(c.untyped for c in tops),
        "passage": _mean(c.passage for c in tops),
        "gap": _mean(_gap(ranked) for ranked in found if ranked),
        "unnamed": sum(terms.weights[t] for t in question.nouns & terms.unknown) / total,
        "named": _mean(c.named for c in tops),
        "sense": min(c.sense for c in tops),
        "strict": float(any(p.strict for p in question.parts)),
        "yes_no": float(any(p.form in (Form.YES_NO, Form.CHOICE) for p in question.parts)),
        "short": float(len(question.topic) < 3),
        "parts": float(len(question.parts)),
    }
    return made | ({"dense": _mean(found_by_meaning)} if found_by_meaning else {})


def beside(
    here: dict[str, float],
    ranked: Sequence[Sequence[Candidate]],
    there: dict[str, float] | None,
    other: Sequence[Sequence[Candidate]],
) -> dict[str, float]:
    """The features of both searches: what the asker's frame leaves, and what it sets aside, if anything."""
    best, rival = _best(ranked), _best(other)
    apart = there if there is not None else dict.fromkeys(FEATURES, 0.0)
    compared = {
        "exists_elsewhere": float(there is not None),
        "ahead_elsewhere": rival - best,
        "best": best,
        "best_elsewhere": rival,
        "nearer_elsewhere": apart.get("dense", 0.0) - here.get("dense", 0.0)
        if there and any(ranked)
        else 0.0,
    }
    return here | {PREFIX + name: value for name, value in apart.items()} | compared


def _best(found: Sequence[Sequence[Candidate]]) -> float:
    return next((ranked[0].score for ranked in found if ranked), NO_SCORE)


def _mean(values: Iterable[float]) -> float:
    listed = list(values)
    return sum(listed) / len(listed)


def _typed(candidate: Candidate, wants: Sequence[object]) -> float:
    return candidate.typed if wants or candidate.untyped else 0.5


def _gap(ranked: Sequence[Candidate]) -> float:
    """How far behind the next one is that has as much of what is wanted: the others are no rivals."""
    top = ranked[0]
    rival = next((c for c in ranked[1:] if c.typed >= top.typed), None)
    return min(2.0, top.score - rival.score) if rival else 2.0
