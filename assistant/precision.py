"""The one precision without which several texts would answer, each for its own académie, exam or session."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from assistant import framing
from assistant.answers import Act, Action, Answer, Route, Sentence, Status
from assistant.evidence import Candidate
from assistant.fitting import exams_said
from assistant.question import Part, Question
from assistant.values import find
from assistant.words import fold, stems
from knowledge.applicability import Frame
from knowledge.scope import Scope
from knowledge.vocabulary import academies_in, exams_in

_YEAR_SAID = re.compile(r"(?<!\d)20\d\d(?!\d)|\bcette (?:annee|session)|\b(?:derniere?|prochaine?)\b")
# Measured on the questions of training/: beyond, the second text speaks of something else.
_LEAD = 2.0  # how far behind the best unit the first one with a value may be
_APART, _APART_WITHOUT_VALUE = 5.0, 3.0
_SAME_TOPIC = 0.5  # share of what the first says of the question that the second says too
_SAME_WORDS = 0.35  # of two sentences without a value, the share of words in common


class Missing(StrEnum):
    """In the order in which one asks: an académie decides more often than an exam, an exam than a year."""

    ACADEMY = "academy"
    EXAM = "exam"
    SESSION = "session"


@dataclass(frozen=True, slots=True)
class Precision:
    """What to ask, and the values between which the answer decides (names, exam codes or years)."""

    missing: Missing
    choices: tuple[str, ...]


def needed(question: Question, ranked: Sequence[Candidate], scope: Scope) -> Precision | None:
    """The missing precision that changes the answer; None when the frame is known, or decides nothing.

    A question of several parts is answered as far as it can be: one question back would cover one part only.
    """
    if len(question.parts) != 1:
        return None
    part = question.parts[0]
    fit = [c for c in ranked if c.untyped == 0 and c.named == 1 and (not part.wants or c.typed > 0)]
    if not fit or ranked[0].score - fit[0].score > _LEAD:
        return None
    near = [c for c in fit if fit[0].score - c.score <= _LEAD]
    top = max(near, key=lambda c: (c.typed, c.score))
    for missing in unsaid(question.text, scope):
        choices = _columns(part, top) if missing is Missing.EXAM else frozenset()
        choices = choices or _choices(missing, part, top, fit)
        if len(choices) > 1:
            return Precision(missing, tuple(sorted(choices)))
    return None


def unsaid(question: str, scope: Scope) -> list[Missing]:
    """What neither the question nor the profile says; two that are named are a comparison, not a lack."""
    found = []
    if scope.academy is None and not academies_in(question):
        found.append(Missing.ACADEMY)
    if scope.exam is None and not exams_said(question):
        found.append(Missing.EXAM)
    if scope.session is None and not _YEAR_SAID.search(fold(question)):
        found.append(Missing.SESSION)
    return found


def _choices(missing: Missing, part: Part, top: Candidate, others: Iterable[Candidate]) -> frozenset[str]:
    mine = _holds_for(missing, top)
    if not mine:
        return frozenset()
    rivals = [c for c in others if _differs(part, top, c)]
    theirs = [
        held for c in rivals if (held := _holds_for(missing, c)) and not mine & held and held != frozenset()
    ]
    return mine.union(*theirs) if theirs else frozenset()


def _holds_for(missing: Missing, candidate: Candidate) -> frozenset[str]:
    """For whom a unit holds: a row may name its exam where the text names them all."""
    frame = candidate.hit.standing.frame if candidate.hit.standing else Frame()
    if missing is Missing.ACADEMY:
        return frame.academies
    if missing is Missing.SESSION:
        return frame.sessions
    return exams_said(candidate.unit.text) or frame.exams


def _differs(part: Part, top: Candidate, other: Candidate) -> bool:
    """Whether a unit answers the same question with something else."""
    apart = top.score - other.score
    if part.wants:
        return (
            apart <= _APART
            and other.cover >= _SAME_TOPIC * top.cover
            and other.typed >= top.typed
            and _values(part, other) != _values(part, top)
        )
    here, there = stems(top.unit.text), stems(other.unit.text)
    return (
        apart <= _APART_WITHOUT_VALUE
        and here != there
        and len(here & there) >= _SAME_WORDS * max(1, len(here | there))
    )


def _values(part: Part, candidate: Candidate) -> frozenset[str]:
    kinds = frozenset().union(*part.wants)
    text = candidate.unit.text
    return frozenset(fold(text[v.start : v.end]) for v in find(text) if v.kind in kinds)


def _columns(part: Part, top: Candidate) -> frozenset[str]:
    """The exams at the head of a row that gives each its own value."""
    if top.unit.kind != "row" or not part.wants or len(_values(part, top)) < 2:
        return frozenset()
    heads = top.unit.context.splitlines()[-1:]
    return frozenset(code for head in heads for *_, code in exams_in(head))


_ASKED = {
    Missing.ACADEMY: "De quelle académie s’agit-il ?",
    Missing.EXAM: "De quel examen s’agit-il ?",
    Missing.SESSION: "De quelle session s’agit-il ?",
}
_WHY = {
    Missing.ACADEMY: "La réponse n’est pas la même selon l’académie",
    Missing.EXAM: "La réponse n’est pas la même selon l’examen",
    Missing.SESSION: "La réponse n’est pas la même selon la session",
}


def ask(precision: Precision, probability: float) -> Answer:
    """One question back, with the values between which it decides as buttons; nothing of the texts."""
    actions = tuple(_choice(precision.missing, value) for value in precision.choices)
    named = ", ".join(action.label for action in actions)
    return Answer(
        act=Act.CLARIFY,
        route=Route.PROCEDURE,
        status=Status.CLARIFICATION,
        sentences=(Sentence(_ASKED[precision.missing]), Sentence(f"{_WHY[precision.missing]} : {named}.")),
        actions=actions,
        confidence=round(probability, 3),
    )


def _choice(missing: Missing, value: str) -> Action:
    if missing is Missing.ACADEMY:
        return Action(value, say=f"Académie {framing.of(value)}")
    if missing is Missing.SESSION:
        return Action(f"session {value}", say=f"Session {value}")
    name = framing.exam_name(value)
    return Action(name, say=f"Pour {name}")
