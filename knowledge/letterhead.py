"""Who signs a text: the académies, the level and the office, from its letterhead."""

import re
from collections import Counter
from collections.abc import Iterator

from knowledge import vocabulary
from knowledge.vocabulary import SIEC, fold

Named = tuple[int, int, str, float]  # start and end of the words, académie, confidence
_MENTIONED = 0.7  # "dans l’académie de …" in a sentence
_CITED = 0.3
_ALONE = 0.82  # the only one spoken of
_ISSUER = re.compile(
    r"^(?:.{0,60}\b)?(?:acad[ée]mies?|(?:vice-)?rectorats?|r[ée]gion acad[ée]mique|(?:vice-)?rect(?:eur|rice)"
    r"|dsden|inspection|service interacad[ée]mique)\b[^.;:\n]{0,80}$",
    re.IGNORECASE,
)
_JOINED = re.compile(
    r"(?:acad[ée]miques?|acad[ée]mies?|rectorats?|rect(?:eur|rice)s?)\s*(?:[–—:-]\s*)?"
    r"(?:d[eu]s?\s+|d['’]\s*)?(?:l[ae]s?\s+|l['’]\s*)?$",
    re.IGNORECASE,
)
# "Comme les académies de Lille et de Nice, …": those that a text compares itself with.
_OTHERS = re.compile(
    r"\b(?:comme|[àa] l['’]instar|contrairement [àa]|[àa] la diff[ée]rence d|except|hormis|hors|outre|sauf"
    r"|autres acad[ée]mies|ainsi qu)\b(?:(?!,\s*(?:celle|l['’]acad))[^.;\n]){0,40}$",
    re.IGNORECASE,
)
_LISTED = re.compile(r"(?:,|\bet|[–—/-])\s*(?:d[e']s?\s*|d['’]\s*)?(?:la\s+)?$", re.IGNORECASE)
_WITHIN = re.compile(
    r"\b(?:(?:de|dans|par|pour|sur|à)?\s*l['’]acad[ée]mie|celle) (?:de (?:la )?|des |d['’])$", re.IGNORECASE
)
_SENTENCE = re.compile(r"\b(?:est|sont|ont|doivent|peuvent|seront|sera)\b|[.;]\s*$")
_NATIONAL = re.compile(
    r"^(?:le |la )?(?:minist[èe]re|minist(?:re)\b|secr[ée]taire d['’][ée]tat|direct(?:ion|eur"
    r"|rice) g[ée]n[ée]ral"
    r"|sous-direction|dgesco\b|dgesip\b|bulletin officiel|note de service n)",
    re.IGNORECASE | re.MULTILINE,
)
_INTERACADEMIC = re.compile(
    r"^(?:.{0,40}\b)?(?:service inter-?acad[ée]mique|siec\b|s\.i\.e\.c\.|maison des examens"
    r"|(?:r[ée]gion acad[ée]mique|acad[ée]mies) (?:d['’]|de l['’])?[îi]le[ -]de[ -]france\b)",
    re.I | re.M,
)
_OFFICE = re.compile(
    r"^(?:rectorat|vice-rectorat|division|direction|service|bureau|p[ôo]le|minist[èe]re|secr[ée]tariat"
    r"|inspection)\b[^\n]*",
    re.IGNORECASE | re.MULTILINE,
)
_CITY = re.compile(r"^(?:fait )?(?:à )?(?P<city>[A-ZÀ-Ý][\w’' -]{2,30}?),?\s+le\s+(?:\w+\s+)?\d", re.M)
_SEATS = {
    "fort-de-france": "Martinique",
    "schoelcher": "Martinique",
    "cayenne": "Guyane",
    "les abymes": "Guadeloupe",
    "pointe-a-pitre": "Guadeloupe",
    "baie-mahault": "Guadeloupe",
    "saint-denis de la reunion": "La Réunion",
    "mamoudzou": "Mayotte",
    "ajaccio": "Corse",
    "bastia": "Corse",
    "caen": "Normandie",
    "rouen": "Normandie",
    "marseille": "Aix-Marseille",
    "aix-en-provence": "Aix-Marseille",
    "nancy": "Nancy-Metz",
    "metz": "Nancy-Metz",
    "orleans": "Orléans-Tours",
    "tours": "Orléans-Tours",
    "villeneuve-d'ascq": "Lille",
    "papeete": "Polynésie française",
    "pirae": "Polynésie française",
    "noumea": "Nouvelle-Calédonie",
    "mata-utu": "Wallis-et-Futuna",
}


def academies(text: str, head: tuple[int, int], letterhead_end: int) -> list[Named]:
    """Those of the letterhead; a mention in the introduction counts when it is the only one."""
    found = [
        (start, end, name, _confidence(text, start, letterhead_end))
        for start, end, name in vocabulary.academies_in(text[: head[1]])
    ]
    found = list(_with_lists(text, found))
    if not any(sure >= _ALONE for *_, sure in found):
        found += list(_interacademic(text[:letterhead_end]))
    if any(sure >= _ALONE for *_, sure in found):
        return found
    return _alone(found) or [*found, *_seat(text[:letterhead_end])]


def level(text: str, letterhead_end: int, *, is_academic: bool) -> str | None:
    """ "academique" or "national"; None when the letterhead does not tell."""
    if is_academic:
        return "academique"
    return "national" if _NATIONAL.search(text[:letterhead_end]) else None


def authority(head: str, said_level: str | None, names: tuple[str, ...]) -> str | None:
    """The rectorate with its office, or the first office named."""
    offices = [m.group().strip() for m in _OFFICE.finditer(head)]
    if said_level == "academique":
        place = f"Rectorat de l’académie {_of(names[0])}" if len(names) == 1 else "Rectorat"
        bureau = next((m[1] for o in offices if (m := re.search(r"\b((?:DEC|DIEC|SIEC)\d*)\b", o))), None)
        office = bureau or next((o for o in offices if not o.lower().startswith("rectorat")), None)
        return f"{place}, {office}" if office else place
    return offices[0] if offices else None


def _confidence(text: str, start: int, letterhead_end: int) -> float:
    """How surely a mention names who signs: it does at the head of a line that is no sentence."""
    line = text.rfind("\n", 0, start) + 1
    before, line_end = text[line:start], text.find("\n", start)
    whole = text[line : line_end if line_end >= 0 else len(text)]
    if not before.strip() and line:  # "ACADÉMIE⏎DE LILLE": the name stands on the next line
        before = " ".join(text[max(0, line - 40) : line].split("\n")[-2:]).strip() + " "
    if _OTHERS.search(before):
        return _CITED
    if _JOINED.search(before) and _ISSUER.match(before):
        if start < letterhead_end and not _SENTENCE.search(before):
            return 0.97
        if len(whole) <= 90 and not _SENTENCE.search(whole):
            return 0.85
    return _MENTIONED if _WITHIN.search(before) or _JOINED.search(before) else _CITED


def _with_lists(text: str, found: list[Named]) -> Iterator[Named]:
    """ "Académies de Créteil, Paris et Versailles": each is as sure as the one before it."""
    before: Named | None = None
    for start, end, name, sure in found:
        between = text[before[1] : start] if before else ""
        listed = before is not None and len(between) < 16 and _LISTED.search(between)
        as_sure = before[3] if before and listed and before[3] >= _ALONE else sure
        before = (start, end, name, max(sure, as_sure))
        yield before


def _interacademic(letterhead: str) -> Iterator[Named]:
    """The office of Arcueil, or their region, signs for three académies without always naming them."""
    match = _INTERACADEMIC.search(letterhead)
    if match:
        for name in SIEC:
            yield match.start(), match.end(), name, 0.9


def _alone(found: list[Named]) -> list[Named]:
    names = Counter(name for *_, name, sure in found if sure >= _MENTIONED)
    if len(names) != 1:
        return []
    return [(start, end, name, _ALONE if name in names else sure) for start, end, name, sure in found]


def _seat(letterhead: str) -> Iterator[Named]:
    """ "Fort-de-France, le 3 mars": the town where a rectorate sits, when nothing else names it."""
    if _NATIONAL.search(letterhead):
        return
    for match in _CITY.finditer(letterhead):
        city = fold(match["city"])
        name = _SEATS.get(city) or vocabulary.academy_of(match["city"])
        if name and (city in _SEATS or fold(name) == city):
            yield match.start("city"), match.end("city"), name, _ALONE


def _of(name: str) -> str:
    if name.startswith("La "):
        return f"de {name}"
    if name in vocabulary.FEMININE:
        return f"de la {name}"
    return f"d’{name}" if name[0] in "AEIOUÉ" else f"de {name}"
