"""The frame and the texts that a message names: session, académie, exam, numbers of circulars."""

import re
from dataclasses import dataclass
from itertools import pairwise

from rapidfuzz.distance import OSA

from assistant.words import fold
from knowledge.references import END, FULL_REFERENCE
from knowledge.vocabulary import ACADEMIES, academies_in, exams_in

SESSION = re.compile(r"(?<![\w/.-])(20\d\d)(?![\w/]|[.,-]\d)")
SHORT_SESSION = re.compile(r"\b(?:session|bac|bts|brevet|dnb|cap)\s+(?:de\s+)?['’]?(\d\d)\b(?!\s*h\b)", re.I)
# "le bulletin 343", "la circulaire n° 2024-118", "DIEC/17-738-1722"; neither "LOT17/0423" nor "P3-4".
DOCUMENT = re.compile(
    r"\b(?i:circulaires?|notes? de service|bulletins?|rectificatifs?|arr[êe]t[ée]s?|d[ée]crets?|avenants?)"
    r"(?i:(?: académique| rectificative?)?(?: ?(?:n ?[°º]|num[ée]ro|nr|no))?)[ \u00a0]?"
    rf"(?P<number>{FULL_REFERENCE}|(?!20\d\d\b)\d{{2,4}}){END}"
    r"|(?<![\w/-])(?!LOT|COP|CP|PAQ|PAGE|PG|P-?\d|T-?\d|N-?\d)"
    rf"(?P<bare>(?=[A-Z]){FULL_REFERENCE})(?![\w/-])"
)
# Said without anything before it, a town with a letter missing is hers: long names only.
LONG = 6


@dataclass(frozen=True, slots=True)
class Mentions:
    sessions: tuple[str, ...] = ()
    academies: tuple[str, ...] = ()
    exams: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()


def read_mentions(text: str) -> Mentions:
    documents = tuple(match["number"] or match["bare"] for match in DOCUMENT.finditer(text))
    rest = without_documents(text)
    sessions = [*SESSION.findall(rest), *(f"20{short}" for short in SHORT_SESSION.findall(rest))]
    academies = [name for _, _, name in academies_in(rest)] or _misspelt(rest)
    return Mentions(
        tuple(dict.fromkeys(sessions)),
        tuple(dict.fromkeys(academies)),
        tuple(dict.fromkeys(code for _, _, code in exams_in(rest))),
        tuple(dict.fromkeys(documents)),
    )


def without_documents(text: str) -> str:
    """The same without the numbers of texts: « le bulletin 343 » names no copy 343."""
    return DOCUMENT.sub(" ", text)


def _misspelt(text: str) -> list[str]:
    names = {fold(name): name for name in ACADEMIES if len(name) >= LONG}
    words = re.findall(r"[a-z]+", fold(text))
    said = [*words, *(" ".join(pair) for pair in pairwise(words))]
    return [
        name
        for word in said
        for folded, name in names.items()
        if word[0] == folded[0] and OSA.distance(word, folded.replace("-", " "), score_cutoff=1) == 1
    ]
