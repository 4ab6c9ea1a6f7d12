"""Which session a text rules: its title says it, a sentence about itself, its subject or its first lines."""

import re
from collections.abc import Iterator

from knowledge import vocabulary
from knowledge.dates import find_dates

Named = tuple[int, int, str, float]  # start and end of the words, year, confidence
Span = tuple[int, int]
_LOOKED_AT = 300_000  # characters
_KIND_OF_SESSION = (
    r"(?:(?:de|d['’]|du|des|la|normales?|ordinaires?|principales?|uniques?|remplacement|rattrapage|examens?"
    r"|mai|juin|juillet|septembre|printemps|bts|bac|baccalaur[ée]at|cap|bp|dnb|cfg|delf|dalf|ds?cg)[\s\u00a0]*)"
)
_SESSION = re.compile(
    rf"\bsessions?[\s\u00a0:–-]+{_KIND_OF_SESSION}{{0,5}}(20\d\d)(?!\d|[-/]\d{{3}})"
    r"(?:\s*(?:et|,|à|-|/)\s*(20\d\d))?",
    re.IGNORECASE,
)
_SCHOOL_YEAR = re.compile(r"\bann[ée]es? scolaires?\s*:?\s*20\d\d\s*[-/–]\s*(20\d\d)", re.IGNORECASE)
_YEAR = re.compile(r"(?<![\d/._-])(20\d\d)(?![\d/._-]|\w)")
# The line that says what a text is.
_GUIDE = re.compile(
    r"^[^\n]{0,60}\b(?:faq|foires? aux questions|questions? fr[ée]quentes?|guides?|m[ée]mentos?"
    r"|vade-?m[ée]cums?|livrets?|modes? d['’]emploi|calendriers?|fiches?|consignes?|organisation)\b"
    r"[^\n]{0,120}$",
    re.IGNORECASE | re.MULTILINE,
)
_LIKELY = 0.7
# To the end of its paragraph.
_SUBJECT = re.compile(r"\bObjet\b[\s*_]*:(?:[^\n]|\n(?!\s*\n))+", re.IGNORECASE)
# "L’application de la présente note est restreinte à la session 2026."
_LIMITED = re.compile(
    r"\b(?:la pr[ée]sente|le pr[ée]sent|cette (?:circulaire|note)|ce (?:texte|document|m[ée]mento))\b"
    r"(?:(?!\bplus\b|\bcell?e?s?\b|\bqui\b|abrog|annul|remplac|n[°º])[^.;\n]){0,80}"
    r"\b(?:restrei\w+|limit[ée]\w*|vau(?:t|dra)|valables?|applicables?|s['’]applique(?:ra)?)\b"
    r"(?:(?!\bplus\b|\bpas\b)[^.;\n]){0,60}\bsessions?\b[^.;\n]{0,40}",
    re.IGNORECASE,
)


def named(text: str, head: Span, title: Span | None) -> list[Named]:
    """The sessions of a text; below `metadata.CERTAIN`, a year that may be one."""
    if title:
        found = list(_years(text, title, 0.97)) or list(_year_of_title(text, title))
        if found:
            return found
    # What the text says of itself, or is about, comes before what it says of others.
    about = [(found.span(), 0.95) for found in _LIMITED.finditer(text, 0, _LOOKED_AT)]
    about += [(found.span(), 0.9) for found in _SUBJECT.finditer(text, *head)]
    for span, confidence in (*about, (head, 0.9)):
        found = list(_years(text, span, confidence))
        if found:
            return found
    for pattern in (_SESSION, _SCHOOL_YEAR):
        matches = list(pattern.finditer(text))
        if len({m[1] for m in matches}) == 1:
            return [(matches[0].start(1), matches[0].end(1), matches[0][1], 0.85)]
    return list(_year_of_guide(text, head))


def _years(text: str, span: Span, confidence: float) -> Iterator[Named]:
    for match in _SESSION.finditer(text, *span):
        for group in (1, 2):
            if match[group]:
                yield match.start(group), match.end(group), match[group], confidence


def _year_of_title(text: str, span: Span) -> Iterator[Named]:
    """The year of a title that names an examination ("DNB 2026")."""
    if vocabulary.exams_in(text[slice(*span)]):
        yield from _lone_years(text, span, 0.85)


def _year_of_guide(text: str, head: Span) -> Iterator[Named]:
    """The year of "FAQ Santorin 2026", of "Guide du correcteur 2026": likely a session, a curator says it."""
    for line in _GUIDE.finditer(text, *head):
        yield from _lone_years(text, line.span(), _LIKELY)


def _lone_years(text: str, span: Span, confidence: float) -> Iterator[Named]:
    """Years that are neither a date's nor a number's."""
    dates = find_dates(text[slice(*span)], default_year=None)
    for match in _YEAR.finditer(text, *span):
        at = match.start() - span[0]
        if not any(day.start <= at < day.end for day in dates):
            yield match.start(), match.end(), match[1], confidence
