"""What the beginning of a line announces: a list item, a numbered heading, a capital heading."""

import re
from dataclasses import dataclass
from enum import IntEnum

_BULLET = re.compile(r"^(?:[•·▪▫●○◦■□➢➤►▶✓✔❖‣⁃]+\s*|[-–—*+]\s+(?=\S)|-(?=[a-zà-ÿ])|o\s+(?=[A-ZÀ-Þ]))")
_ENUMERATOR = re.compile(r"^(?:\(?\d{1,2}\s?[/)°]|\(?[a-z]\s?[/)]|[a-z]\.)\s*(?=[^\s\d])")
_NUMBERED_ITEM = re.compile(r"^\d{1,2}\.\s+(?=\S)")
_MARK = r"(?P<mark>\s*[.)]?\s*[-–—:]\s*|\s*[.)]\s*|\s+)"
_TITLE = r"(?P<title>[A-ZÀ-ÞŒ«\"“'(].*)$"
_ARABIC = re.compile(rf"^(?P<number>\d{{1,2}}(?:\.\d{{1,2}}){{0,4}}){_MARK}{_TITLE}")
_ROMAN = re.compile(rf"^(?P<number>[IVX]{{1,5}})\s*(?:[.)]\s*[-–—]?|[-–—:])\s*{_TITLE}")
_LETTER = re.compile(rf"^(?P<number>[A-H])\s*(?:[.)]\s*[-–—]?|\s[-–—])\s*{_TITLE}")
_NAMED = re.compile(
    r"^(?:(?:article|titre|chapitre|partie|section|fiche|annexe) "
    r"(?:\d{1,3}|[IVX]{1,5}|[A-H]|premier|1er|unique)\b.*|annexes?(?: ?[-–:].*)?)$",
    re.I,
)
_ANNEX = re.compile(r"^annexe", re.I)
_MONTHS = r"janvier|février|mars|avril|mai|juin|juillet|ao[uû]t|septembre|octobre|novembre|décembre"
_DATE = re.compile(rf"^(?:le\s+|du\s+)?(?:\d{{1,2}}|1er)\s+(?:{_MONTHS})\b", re.I)
_CONTACT = re.compile(r"@|\bcedex\b|\b(?:\d{2}[ .]){4}\d{2}\b|^(?:t[ée]l|m[ée]l|fax|courriel)\b|www\.", re.I)
_CLOSED = (".", ";", ",", "!", "…")
HEADING_LENGTH = 130  # longer, it is a sentence whatever its form
_CAPITAL_LENGTH = 320
_SHORT_LENGTH = 65
_SUBJECT_LENGTH = (30, 320)
_MATTER = re.compile(
    r"\b(?:bac(?:calauréat)?|bts|brevet|cap|dnb|examens?|épreuves?|session|corrections?|copies?|notes?|"
    r"rectificatif|mémento|numérisation|correcteurs?|interrogateurs?|indemnités?|frais|barème|"
    r"foire aux questions)\b",
    re.I,
)
_INSTITUTION = re.compile(
    r"(?:acad[ée]mie|rectorat|minist[èe]re|r[ée]publique|division|direction|inspection)\b", re.I
)
_ADDRESSED = re.compile(
    r"à\b|aux\b|le recteur|la rectrice|mesdames|messieurs|madame|monsieur|destinataires?|dossier|affaire|"
    r"pour\b|division|direction|bureau|service|réf|académie|circulaire n?°? ?\S+ du|[\w’' -]+, le \d",
    re.I,
)


class Style(IntEnum):
    """Forms of heading, the outer ones first; a document's levels are the forms it uses, in this order."""

    ANNEX = 0
    NAMED = 1
    ROMAN = 2
    CAPITALS = 3
    LETTER = 4
    NUMBER_1 = 5
    NUMBER_2 = 6
    NUMBER_3 = 7
    NUMBER_4 = 8
    NUMBER_5 = 9
    SHORT = 10


@dataclass(frozen=True, slots=True)
class Numbered:
    """A line that could be a numbered heading; only the sequence of all of them decides."""

    style: Style
    path: tuple[int, ...]
    bare: bool = False  # nothing but a space between number and title


def bullet(text: str) -> str:
    """Give the bullet and its spaces, or nothing."""
    match = _BULLET.match(text)
    return match.group() if match else ""


def is_enumerated(text: str) -> bool:
    return _ENUMERATOR.match(text) is not None


def is_numbered_item(text: str) -> bool:
    return _NUMBERED_ITEM.match(text) is not None


def numbered(text: str) -> Numbered | None:
    """Read the number of a possible heading; dates, addresses and whole sentences are not."""
    if len(text) > HEADING_LENGTH or text.endswith(_CLOSED) or _DATE.match(text) or _CONTACT.search(text):
        return None
    if match := _ARABIC.match(text):
        path = tuple(int(part) for part in match["number"].split("."))
        bare = not match["mark"].strip() and len(path) == 1
        return Numbered(Style(Style.NUMBER_1 + len(path) - 1), path, bare)
    if match := _ROMAN.match(text):
        return Numbered(Style.ROMAN, (_roman(match["number"]),))
    if match := _LETTER.match(text):
        return Numbered(Style.LETTER, (ord(match["number"]) - ord("A") + 1,))
    return None


def is_named(text: str) -> bool:
    """Recognise "Annexe 2 …", "Article 3 …" standing alone."""
    return len(text) <= HEADING_LENGTH and not text.endswith(_CLOSED) and _NAMED.match(text) is not None


def is_annex(text: str) -> bool:
    """Say whether a named heading stands beside the numbered ones instead of above them."""
    return _ANNEX.match(text) is not None


def is_capitals(text: str) -> bool:
    """Recognise a line in capitals that says something: two words, or one long one."""
    letters = [c for c in re.sub(r"\b1er\b|n°|N°", "", text) if c.isalpha()]
    if len(letters) < 6 or len(text) > _CAPITAL_LENGTH or text.endswith(_CLOSED):
        return False
    return all(c.isupper() for c in letters) and not _CONTACT.search(text)


def is_institution(text: str) -> bool:
    return _INSTITUTION.match(text) is not None


def is_short_title(text: str) -> bool:
    """Recognise what a short line standing alone may be: a title without number."""
    if len(text) > _SHORT_LENGTH or not text[:1].isupper() or text.endswith((*_CLOSED, ":", ",", ")")):
        return False
    return not (_CONTACT.search(text) or _DATE.match(text) or bullet(text)) and len(text) > 4


def is_subject(text: str) -> bool:
    """Recognise a title by its words: an exam matter, in a line that addresses nobody."""
    if not _SUBJECT_LENGTH[0] <= len(text) <= _SUBJECT_LENGTH[1] or text.endswith((*_CLOSED, ":")):
        return False
    return bool(_MATTER.search(text)) and not (_ADDRESSED.match(text) or _CONTACT.search(text))


def named_kind(text: str) -> str:
    """Give "annexe", "article"… of a named heading."""
    return re.split(r"[\s:–-]", text.lower(), maxsplit=1)[0].removesuffix("s") if is_named(text) else ""


def is_title_like(text: str) -> bool:
    """Refuse what no heading is: an address, a date, a bullet, a number alone, a line begun in lower case."""
    if not text[:1].isupper() and not text[:1].isdigit() and text[:1] not in '«"“':
        return False
    return sum(c.isalpha() for c in text) > 3 and not (
        _CONTACT.search(text) or _DATE.match(text) or bullet(text)
    )


def _roman(number: str) -> int:
    values = {"I": 1, "V": 5, "X": 10}
    total = 0
    for letter, following in zip(number, number[1:] + "I", strict=True):
        value = values[letter]
        total += -value if value < values[following] else value
    return total
