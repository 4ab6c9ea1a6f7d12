"""How well the hard filter does on gold questions: nothing lost that answers, nothing kept that misleads."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from knowledge.applicability import Verdict
from knowledge.asked import asked_about, normalised
from knowledge.evaluation import says
from knowledge.local_index import Examined, LocalIndex
from knowledge.scope import Scope

_ANSWERED = ("answerable", "followup")
FIRST = 5


@dataclass(slots=True)
class Figures:
    """Counts; `failures` are lines for whoever mends."""

    questions: int = 0
    found: int = 0
    lost: int = 0  # gold passages wrongly set aside
    distractors: int = 0
    let_through: int = 0  # of another scope, or superseded, and kept all the same
    in_scope: int = 0  # distractors that do apply to the asker: reading alone tells them from the answer
    failures: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        share = self.found / self.questions if self.questions else 0.0
        return (
            f"questions {self.questions} ; parmi les {FIRST} premiers {share:.3f} ; "
            f"écartés à tort {self.lost}\n"
            f"leurres {self.distractors} ; passés {self.let_through} ; du même cadre {self.in_scope}"
        )


def measure(index: LocalIndex, rows: Iterable[Mapping[str, Any]]) -> Figures:
    """Read questions as the evaluation sets write them; those without an expected passage are left out."""
    figures = Figures()
    for row in rows:
        question = str(row.get("resolved_question") or row["question"])
        scope = asked_about(question, _scope(row))
        if row.get("support") and row.get("doc") and row.get("kind") in _ANSWERED:
            _measure_gold(index, row, question, scope, figures)
        for distractor in _listed(row.get("distractor")):
            _measure_distractor(index, row, distractor, scope, figures)
    return figures


def _measure_gold(
    index: LocalIndex, row: Mapping[str, Any], question: str, scope: Scope, figures: Figures
) -> None:
    golds = [(str(row["doc"]), str(row["support"])), *_others(row, "support_alt")]
    figures.questions += 1
    hits = index.search(question, scope, FIRST)
    if any(hit.document == name and says(hit.text, words) for hit in hits for name, words in golds):
        figures.found += 1
    else:
        figures.failures.append(f"{row['id']} : pas parmi les {FIRST} premiers : {golds[0][1][:80]}")
    for name, words in (golds[0], *_others(row, "support_extra")):
        places = _places(index, name, words, scope)
        if places and all(place.verdict is not Verdict.KEPT for place in places):
            figures.lost += 1
            figures.failures.append(f"{row['id']} : écarté à tort ({places[0].verdict}) : {words[:80]}")


def _measure_distractor(
    index: LocalIndex,
    row: Mapping[str, Any],
    distractor: Mapping[str, Any],
    scope: Scope,
    figures: Figures,
) -> None:
    figures.distractors += 1
    name, words = str(distractor["doc"]), str(distractor["support"])
    kept = [p for p in _places(index, name, words, scope) if p.verdict is Verdict.KEPT]
    if not kept or all(_is_marked(place, words) for place in kept):
        return
    if row.get("trap") in ("superseded", "session") or _is_elsewhere(kept[0], scope):
        figures.let_through += 1
        figures.failures.append(f"{row['id']} : leurre passé : {words[:80]}")
    else:
        figures.in_scope += 1
        figures.failures.append(f"{row['id']} : leurre du même cadre : {words[:80]}")


def _is_elsewhere(place: Examined, scope: Scope) -> bool:
    """Whether the text names a frame which the asker's is not known to be in."""
    frame = place.standing.frame
    return bool(
        (frame.academies and scope.academy not in frame.academies)
        or (frame.sessions and scope.session not in frame.sessions)
    )


def _is_marked(place: Examined, words: str) -> bool:
    return any(
        says(words, unit.text) or says(unit.text, words)
        for unit in place.record.units
        if any(start < unit.end and unit.start < end for start, end, _ in place.withdrawn)
    )


def _places(index: LocalIndex, name: str, words: str, scope: Scope) -> list[Examined]:
    return [place for place in index.examine(name, scope) if says(place.record.text, words)]


def _others(row: Mapping[str, Any], key: str) -> list[tuple[str, str]]:
    return [
        (str(one.get("doc", row["doc"])), str(one["support"]))
        if isinstance(one, Mapping)
        else (str(row["doc"]), str(one))
        for one in row.get(key) or []
    ]


def _listed(value: Any) -> list[Mapping[str, Any]]:
    return [value] if isinstance(value, Mapping) else list(value or [])


def _scope(row: Mapping[str, Any]) -> Scope:
    today = row.get("today")
    return normalised(
        Scope(
            row.get("academy"),
            row.get("session"),
            row.get("exam"),
            today=date.fromisoformat(today) if today else None,
        )
    )
