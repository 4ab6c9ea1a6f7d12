"""When the text that would answer is another's: another académie's, session's or examination's."""

from collections.abc import Sequence

from knowledge.applicability import Frame, Verdict
from knowledge.search import Hit, SetAside
from knowledge.vocabulary import OTHER_NAMES

MOST_NAMED = 2
_ELSEWHERE = frozenset(
    {Verdict.OTHER_ACADEMY, Verdict.OTHER_SESSION, Verdict.OTHER_EXAM, Verdict.OTHER_SERIES}
)
_ARTICLES = {"mc": "la", "cpge": "les"}
_EXAMS = {
    "bac": "le baccalauréat",
    "bac_general": "le baccalauréat général",
    "bac_techno": "le baccalauréat technologique",
    "bac_pro": "le baccalauréat professionnel",
    "bts": "le BTS",
    "dnb": "le DNB",
    "cap": "le CAP",
    "ece": "les épreuves pratiques",
} | {code: f"{_ARTICLES.get(code, 'le')} {name}" for code, name in OTHER_NAMES.items()}


def out_of_frame(set_aside: Sequence[SetAside]) -> list[Hit]:
    """Passages that only the asker's académie, session or examination sets aside."""
    return [one.hit for one in set_aside if one.why in _ELSEWHERE]


def whose(hit: Hit) -> str:
    """For whom a text holds: « l’académie de Lille (le DNB, session 2026) »; nothing of its content."""
    frame = hit.standing.frame if hit.standing else Frame()
    academies = [f"l’académie {of(name)}" for name in sorted(frame.academies)[:1]]
    others = [_EXAMS[code] for code in sorted(frame.exams)[:1] if len(frame.exams) == 1 and code in _EXAMS]
    others += [f"session {year}" for year in sorted(frame.sessions)[:1]]
    if academies and others:
        return f"{academies[0]} ({', '.join(others)})"
    if others and others[0].startswith("session"):
        return f"la {others[0]}"
    return ", ".join(academies or others)


def holds_for(hit: Hit) -> str | None:
    """« Vaut pour l’académie de Lille, le BTS, session 2027. »; None when the text does not say."""
    frame = hit.standing.frame if hit.standing else Frame()
    named = [
        *(f"l’académie {of(name)}" for name in _few(frame.academies)),
        *(exam_name(code) for code in _few(frame.exams)),
        *(f"session {year}" for year in _few(frame.sessions)),
    ]
    return f"Vaut pour {', '.join(named)}." if named else None


def _few(values: frozenset[str]) -> list[str]:
    """All of them, or none: a line that enumerates is not read."""
    return sorted(values) if len(values) <= MOST_NAMED else []


def exam_name(code: str) -> str:
    """An exam with its article: « le BTS »."""
    return _EXAMS.get(code, code)


def of(name: str) -> str:
    return f"d’{name}" if name[0] in "AEIOUÉ" else f"de {name}"
