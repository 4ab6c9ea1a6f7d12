"""Names of people and their direct lines, masked: a circular outlives the person it names."""

import re
from functools import lru_cache
from importlib import resources

from assistant.words import fold
from knowledge.vocabulary import ACADEMIES

MASK = "[…]"
UPPER = "A-ZÀ-ÖØ-Þ"
LOWER = "a-zà-öø-ÿ"
ORDINARY = rf"[{UPPER}][{LOWER}]+(?:[-’'][{UPPER}][{LOWER}]+)*"
PARTICLE = r"(?:d[eu]s?|d[’']|le|la|van|von|el|ben|di) ?"
CAPITALS = rf"[{UPPER}]{{2,}}(?:[-’'][{UPPER}]{{2,}})*"
NAME = rf"(?:{ORDINARY}|{CAPITALS}|[{UPPER}]\.)"
NEXT = rf"[ \u00a0]+(?:{PARTICLE})?"
# A surname in capitals ends the name: « Mme DURAND Correction des copies » names one person.
FULL = rf"(?:{CAPITALS}(?:{NEXT}{CAPITALS}){{0,2}}|{NAME}(?:{NEXT}{NAME}){{0,3}})"
# A function or a body is not a name: « Mme la rectrice », « Monsieur le directeur », « M. l'inspecteur ».
TITLED = re.compile(
    rf"\b(?:M\.|MM\.|Mr\.?|Mme|Mmes|Mlle|Monsieur|Madame|Mademoiselle|Dr|Docteur|Maître)[ "
    rf"\u00a0]+(?P<name>{FULL})"
)
INTRODUCED = re.compile(
    r"(?:[Aa]ffaire suivie par|[Dd]ossier suivi par|[Ss]uivi(?:e)? par|[Ss]igné|[Ss]ignature|"
    r"[Ss]ignataire|[Cc]ontact|[Rr]éférente?|[Rr]esponsable|[Gg]estionnaire)"
    r"[ \u00a0]*:?\s+(?:(?:M\.|Mme|Monsieur|Madame)[ \u00a0]+)?"
    rf"(?P<name>(?!M\.|Mme|Monsieur|Madame){NAME}(?:{NEXT}{NAME}){{1,3}})"
)
SIGNED = re.compile(
    rf"(?:par délégation,?|empêchée?,?|[Rr]ecteur,|"
    rf"[Rr]ectrice,)\s+(?P<name>[{UPPER}][{LOWER}]+(?:-[{UPPER}][{LOWER}]+)?[ \u00a0]+{NAME})(?=\s*(?:,|"
    rf"$))"
)
# A school or a street bears a name that hides nobody: « lycée Jean MOULIN ».
DEDICATED = re.compile(
    r"(?:[Ll]ycée|[Cc]ollège|[ÉEée]cole|rue|avenue|place|boulevard|salle|[Uu]niversité|stade|de) $"
)
MAILBOX = re.compile(r"(?P<name>\b[\w]+[._-][\w.-]*)@(?:[\w-]+ ?\.)+[a-zA-Z]{2,}")
ACRONYM_NUMBERED = re.compile(r"(?:^|[._-])[a-z]{2,3}\d", re.I)  # « dec3 », « stl2 »
PHONE = re.compile(r"(?:\+33[ .]?\d|0\d)(?:[ .]?\d{2}){4}")
NOT_NAMES = re.compile(
    r"\b(?:BTS|BAC|DNB|CAP|BEP|ECE|STL|STMG|STI2D|DEC|DIEC|SIEC|CEDEX|EN|CMEN|AB|CB|IMAG|IMAGIN|SANTORIN|"
    r"LOTANET|CYCLADES|CENTAURIN|ARENA|FAQ|PDF|"
    r"SNALC|CFA|SES|SVT|EPS|EMC|MCO|CGE|IPR|IEN|BOEN|JO|PV|RIB|PJ|RGPD|URL|USB|HG|NSI|LLCER|SPCL|EAF|"
    r"PFMP|CCF|VAE|GRETA|CNED|DSI|DSDEN|DGESCO)\b"
)


def mask(text: str) -> str:
    """The text with names, direct lines and personal mailboxes replaced; services and functions stay."""
    return "".join(MASK if hidden else piece for piece, hidden in _pieces(text))


def _pieces(text: str) -> list[tuple[str, bool]]:
    pieces, at = [], 0
    for start, end in spans(text):
        pieces += [(text[at:start], False), (text[start:end], True)]
        at = end
    return [*pieces, (text[at:], False)]


def spans(text: str) -> list[tuple[int, int]]:
    """What `mask` hides, in order, never overlapping."""
    found = [m.span("name") for pattern in (TITLED, INTRODUCED, SIGNED) for m in pattern.finditer(text)]
    found += [m.span("name") for m in _formal().finditer(text) if not DEDICATED.search(text[: m.start()])]
    found = [(s, e) for s, e in found if not NOT_NAMES.search(text[s:e])]
    found += [m.span() for m in MAILBOX.finditer(text) if _is_personal(m.group("name"))]
    found += [m.span() for m in PHONE.finditer(text) if _direct(text, m.start(), found)]
    return _merged(sorted(found))


def _is_personal(mailbox: str) -> bool:
    """Whether what stands before the @ names a person: a given name, an initial, or nothing of a service."""
    parts = re.findall(r"[a-z]+", fold(mailbox))
    if parts and parts[0] in _service_words():
        return False
    if any(len(part) == 1 or part in _given_folded() for part in parts):
        return True
    known = _service_words() | _places()
    return known.isdisjoint(parts) and not ACRONYM_NUMBERED.search(mailbox)


@lru_cache(maxsize=1)
def _places() -> frozenset[str]:
    """The académies as mailboxes write them: « aixmarseille », « aix », « marseille »."""
    names = [re.findall(r"[a-z]+", fold(name)) for name in ACADEMIES]
    return frozenset(word for said in names for word in ("".join(said), *said) if len(word) > 2)


@lru_cache(maxsize=1)
def _given() -> tuple[str, ...]:
    return tuple(_listed("given_names.txt"))


@lru_cache(maxsize=1)
def _service_words() -> frozenset[str]:
    return frozenset(_listed("service_words.txt"))


def _listed(name: str) -> list[str]:
    return resources.files("assistant").joinpath(name).read_text(encoding="utf-8").split()


@lru_cache(maxsize=1)
def _given_folded() -> frozenset[str]:
    return frozenset(fold(name) for name in _given())


@lru_cache(maxsize=1)
def _formal() -> re.Pattern[str]:
    """« Prénom NOM », the way letters write it; a capitalised word before an acronym is no first name."""
    names = _given()
    return re.compile(rf"\b(?P<name>(?:{'|'.join(names)})(?:-[{UPPER}][{LOWER}]+)?[ \u00a0]+{CAPITALS})\b")


def _direct(text: str, at: int, people: list[tuple[int, int]]) -> bool:
    """A phone that follows a name within the same breath is that person's line."""
    before = [end for _, end in people if end <= at]
    if not before or at - max(before) > 120:
        return False
    between = text[max(before) : at]
    return not re.search(r"[.;]\s+[A-ZÉ]|\n\n", between)


def _merged(found: list[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in found:
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
