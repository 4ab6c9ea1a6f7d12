"""Two texts for one asker on the same thing, and two values: both are shown, none is chosen."""

from collections.abc import Sequence

from assistant.evidence import Candidate
from assistant.question import Part, Question
from assistant.values import Kind, find
from assistant.wanted import Form, Want
from assistant.words import fold, stems
from knowledge.applicability import Frame

# Two of these may contradict each other; two services or two tools often stand side by side.
_EXACT: Want = frozenset(
    {Kind.DATE, Kind.TIME, Kind.DURATION, Kind.COUNT, Kind.AMOUNT, Kind.PERCENT, Kind.SIZE}
)
# Chosen on the questions of training/: looser, sentences about two different acts pass for a contradiction.
_LEAD, _APART, _SAME_TOPIC, _SAME_WORDS = 1.0, 2.2, 0.6, 0.2
_CORRECTION = "au lieu d"


def found(question: Question, ranked: Sequence[Candidate]) -> tuple[Candidate, Candidate] | None:
    """The best unit and the one of another text that contradicts it; what supersedes was applied before."""
    if len(question.parts) != 1 or not ranked:
        return None
    kinds = _kinds(question.parts[0])
    fit = [c for c in ranked if c.untyped == 0 and not _is_correction(c) and any(_by_kind(c, kinds))]
    if not fit or ranked[0].score - fit[0].score > _LEAD:
        return None
    top = fit[0]
    return next(((top, other) for other in fit[1:] if _contradicts(top, other, kinds)), None)


def _kinds(part: Part) -> Want:
    """Kinds of values that may contradict; « est-ce encore possible ? » is decided by a date."""
    wanted = frozenset().union(*part.wants) & _EXACT
    if wanted or part.form is not Form.YES_NO:
        return wanted
    return frozenset({Kind.DATE})


def _contradicts(top: Candidate, other: Candidate, kinds: Want) -> bool:
    here, there = stems(top.unit.text), stems(other.unit.text)
    return (
        other.unit.document != top.unit.document
        and top.score - other.score <= _APART
        and other.cover >= _SAME_TOPIC * top.cover
        and _meet(top, other)
        and len(here & there) >= _SAME_WORDS * max(1, len(here | there))
        and any(
            a and b and not a & b for a, b in zip(_by_kind(top, kinds), _by_kind(other, kinds), strict=True)
        )
    )


def _by_kind(candidate: Candidate, kinds: Want) -> list[frozenset[str]]:
    text = candidate.unit.text
    said = [(v.kind, fold(text[v.start : v.end])) for v in find(text)]
    return [frozenset(value for kind, value in said if kind is wanted) for wanted in sorted(kinds)]


def _is_correction(candidate: Candidate) -> bool:
    return _CORRECTION in fold(candidate.unit.text)


def _meet(one: Candidate, other: Candidate) -> bool:
    """Whether somebody exists for whom both texts hold."""
    here, there = (c.hit.standing.frame if c.hit.standing else Frame() for c in (one, other))
    return all(
        not a or not b or a & b
        for a, b in (
            (here.academies, there.academies),
            (here.sessions, there.sessions),
            (here.exams, there.exams),
        )
    )
