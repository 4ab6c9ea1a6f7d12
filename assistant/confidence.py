"""How likely an answer is to be right: a logistic over what was found, trained and dated."""

import json
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib import resources

from assistant.evidence import Candidate, Terms
from assistant.question import Question
from assistant.wanted import Form

FEATURES = (
    "cover", "topic", "missing", "unknown", "typed", "untyped", "passage", "gap", "unnamed", "named",
    "sense", "strict", "yes_no", "short", "parts", "dense",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Model:
    """Weights on standardised features; `threshold` is where answering costs less than refusing."""

    weights: dict[str, float]
    mean: dict[str, float]
    spread: dict[str, float]
    bias: float
    threshold: float
    trained_on: str
    questions: int

    def probability(self, features: dict[str, float]) -> float:
        # What could not be measured (words alone answer) counts neither for nor against.
        z = self.bias + sum(
            w * (features.get(name, self.mean[name]) - self.mean[name]) / self.spread[name]
            for name, w in self.weights.items()
        )
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, z))))


def load() -> Model:
    """The model that ships with the product."""
    text = resources.files("assistant").joinpath("confidence.json").read_text(encoding="utf-8")
    return Model(**json.loads(text))


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


def _mean(values: Iterable[float]) -> float:
    listed = list(values)
    return sum(listed) / len(listed)


def _typed(candidate: Candidate, wants: Sequence[object]) -> float:
    return candidate.typed if wants or candidate.untyped else 0.5


def _gap(ranked: Sequence[Candidate]) -> float:
    return min(2.0, ranked[0].score - ranked[1].score) if len(ranked) > 1 else 2.0
