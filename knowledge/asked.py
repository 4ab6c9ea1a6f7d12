"""The frame that a question itself names: it comes before what the profile of the asker says."""

import re
from dataclasses import replace

from knowledge.departments import departments_in
from knowledge.scope import Scope
from knowledge.vocabulary import academies_in, academy_of, exam_of, exams_in, paper_of, session_of

# "la réunion à Lille" may be a town; an académie that is asked about is introduced as such or stands last.
# Neither is one that another thing depends on ("un BTS piloté par l’académie de Bordeaux").
_ACADEMY_BEFORE = re.compile(r"\b(?:acad[ée]mie|rectorat|dec|siec)\s+(?:de\s+(?:la\s+)?|d['’]|des\s+)$", re.I)
_BY_ANOTHER = re.compile(
    r"\b(?:par|avec)\s+(?:l['’]|la\s+|le\s+)?\w+\s+(?:de\s+(?:la\s+)?|d['’]|des\s+)$", re.I
)
# In full, or as people say it: "session 27", "juin 26", "bac 26".
_YEAR = re.compile(
    r"(?<!\d)20\d\d(?!\d)|(?:\bsessions? (?:de )?|(?<!\d )\b(?:mai|juin|juillet|septembre) (?:20)?"
    r"|\b(?:bac|bts|dnb|brevet|cap)(?: (?:g|gt|pro|techno))? )(?P<short>2\d)(?!\d| ?(?:h\b|%|€|copies?\b|:))",
    re.I,
)
# "La note de service de 2023" names a text by its year: it asks about no session.
_OF_A_TEXT = re.compile(
    r"\b(?:notes?(?: de service)?|circulaires?|textes?|arr[êe]t[ée]s?|d[ée]crets?|bulletins?)\s"
    r"(?:[^?.!,]{0,25}\s)?(?:de|du|d['’])?\s*$",
    re.I,
)
# "Et l’année d’avant ?"; "la même date que l’an dernier" asks about this year.
_NEIGHBOUR = re.compile(
    r"\b(?:l['’]ann[ée]e|l['’]an|la session) (?:(?P<before>d['’]avant|derni[èe]re?|pass[ée]e?"
    r"|pr[ée]c[ée]dente?)|d['’]apr[èe]s|prochaine?|suivante?)\b",
    re.I,
)
_COMPARED = re.compile(
    r"\b(?:comme|que|depuis|par rapport [àa]|contrairement [àa])\s+(?:(?:celui|celle|ceux)s? de )?$", re.I
)
_TURN = 9  # from this month on, "l’an dernier" may be of two sessions
_PLACE_BEFORE = re.compile(r"\b(?:[àa]|dans|pour|sur|en)\s+(?:la\s+)?$", re.I)
# A town where one sleeps, or goes, is not the académie that one asks about.
_TRAVELS = re.compile(
    r"\b(?:h[ôo]tels?|nuit\w*|dor[st]\w*|billets?|train|trajets?|repas|km|kilom\w+|habit\w+)\b", re.I
)


def normalised(scope: Scope) -> Scope:
    """A scope as people fill it in ("session 2026", "BTS - anglais", "académie de Lille") in our words."""
    return replace(
        scope,
        academy=academy_of(scope.academy),
        session=session_of(scope.session),
        exam=exam_of(scope.exam),
        paper=scope.paper or paper_of(scope.exam),
    )


def asked_about(question: str, scope: Scope) -> Scope:
    """The scope that a question is about: what it names replaces the profile; two at once leave it open."""
    academies = {
        name for start, _, name in academies_in(question) if _asks_about(question, start, scope.academy)
    } or _of_departments(question)
    years = {year for _, _, year in _years(question)}
    exams = {code for _, _, code in exams_in(question)}
    exam = _exam(question, exams, scope.exam)
    return replace(
        scope,
        academy=_one(academies, scope.academy),
        session=_one(years, scope.session) if years else _neighbour(question, scope),
        exam=exam,
        paper=scope.paper if exam == scope.exam else None,
    )


def frame_spans(question: str) -> list[tuple[int, int]]:
    """Where a question names an académie, an examination or a session: its frame, not its subject."""
    return sorted({span for spans in _frames(question) for span in spans})


def replaced_frame(question: str, said: str) -> str:
    """The question without the frames that `said` names anew: "et à Nantes ?" takes the place of Lille."""
    pairs = zip(_frames(question), _frames(said), strict=True)
    return _without(question, [span for old, new in pairs if new for span in old])


def _frames(question: str) -> tuple[list[tuple[int, int]], ...]:
    """Spans of the académies and départements, of the examinations, of the sessions."""
    places = (*academies_in(question), *departments_in(question))
    years = [(start, end) for start, end, _ in _years(question)]
    return (
        [(start, end) for start, end, _ in places],
        [(start, end) for start, end, _ in exams_in(question)],
        [*years, *(m.span() for m in _neighbours(question))],
    )


def brought_nearer(question: str, said: str) -> tuple[str, str]:
    """A question with its year moved as `said` asks ("et l’année d’avant ?"), and the rest of what was said.

    Both are given back as they are when one of them does not name just one year.
    """
    years, moves = _years(question), _neighbours(said)
    if len(years) != 1 or len(moves) != 1 or _years(said):
        return question, said
    (start, end, year), move = years[0], moves[0]
    moved = str(int(year) + _step(move))
    return question[:start] + moved + question[end:], said[: move.start()] + said[move.end() :]


def _years(question: str) -> list[tuple[int, int, str]]:
    """Start, end and year of each session named by its year."""
    found = []
    for match in _YEAR.finditer(question):
        start, end = match.span("short") if match["short"] else match.span()
        if not _OF_A_TEXT.search(question[:start]):
            found.append((start, end, f"20{match['short']}" if match["short"] else match.group()))
    return found


def _of_departments(question: str) -> set[str]:
    return set() if _TRAVELS.search(question) else {name for _, _, name in departments_in(question)}


def _neighbours(question: str) -> list[re.Match[str]]:
    return [m for m in _NEIGHBOUR.finditer(question) if not _COMPARED.search(question[: m.start()])]


def _step(move: re.Match[str]) -> int:
    return -1 if move["before"] else 1


def _neighbour(question: str, scope: Scope) -> str | None:
    """The session before or after that of the profile, or of the day; none when that is not certain."""
    steps = {_step(move) for move in _neighbours(question)}
    if not steps:
        return scope.session
    said = session_of(scope.session)
    if said is None and scope.today is not None and scope.today.month < _TURN:
        said = str(scope.today.year)
    return str(int(said) + steps.pop()) if said and len(steps) == 1 else None


# Words that only lead to a frame: "dans l’académie de", "pour la session", a bracket.
_LEADING = re.compile(
    r"(?:[\s,;:.(\[/–-]*(?:\b(?:et|donc|en|je suis|on est|c['’]est)\s+)?"
    r"(?:\b(?:pour|dans|à|a|de|du|en|sur|au|aux|le|la|les|cette|notre|mon)\s+|\b[ld]['’])*"
    r"(?:\b(?:acad[ée]mie|session|rectorat)\b\s*)?(?:\b(?:de|du|la|le|des)\s+|\b[ld]['’])*)$",
    re.I,
)
_BRACKETS = re.compile(r"[()\[\]]")
_STRAY = re.compile(r"(?:^|(?<=[?.!,;:]))[\s,;:./–-]+(?=\s|$)|[\s,;:/–-]+(?=[?.!])")


def subject(question: str, scope: Scope) -> str:
    """The question without the académie and the session that it names: the filter has applied them.

    Left in, they draw letterheads rather than rules. An examination stays: one text may rule several.
    """
    places = [
        (start, end)
        for start, end, name in academies_in(question)
        if name == scope.academy and _asks_about(question, start, None)
    ]
    return _without(question, [*places, *((start, end) for start, end, _ in _years(question))])


def _without(question: str, spans: list[tuple[int, int]]) -> str:
    """The question without these spans, the words that lead to them and the signs left around them."""
    if not spans:
        return question
    kept, at = "", 0
    for start, end in sorted(spans):
        if start < at:
            continue
        before = question[at:start]
        leading = _LEADING.search(before)
        kept += (before[: leading.start()] if leading else before) + " "
        at = end
    bare = " ".join(_BRACKETS.sub(" ", kept + question[at:]).split())
    return _STRAY.sub("", bare).strip()


def _asks_about(question: str, start: int, profile: str | None) -> bool:
    """Whether the académie named at `start` is the one asked about, rather than a town or a third party."""
    before = question[:start]
    if _BY_ANOTHER.search(before):
        return False
    if _ACADEMY_BEFORE.search(before):
        return True
    if _TRAVELS.search(question):
        return False
    # Who has no académie names hers in any way ("BTS, Lille : …").
    return profile is None or bool(_PLACE_BEFORE.search(before))


def _one(named: set[str], profile: str | None) -> str | None:
    if not named:
        return profile
    return named.pop() if len(named) == 1 else None


def _exam(question: str, named: set[str], profile: str | None) -> str | None:
    """ "Au bac" says no more than a profile that says which."""
    if not named:
        return profile
    said = exam_of(question) if len(named) == 1 or named == {"bac_general", "bac_techno"} else None
    return profile if said == "bac" and profile in ("bac_general", "bac_techno", "ece") else said
