"""What a sentence names: lot, copy, page, defect, application, ticket — by grammar, not by luck."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from rapidfuzz.distance import OSA

from assistant.defects import read_defect, read_trouble
from assistant.mentions import Mentions, read_mentions, without_documents
from assistant.number_words import NUMBER, ORDINALS, any_of, digits
from assistant.whence import read_place, without_place
from assistant.words import fold, spelled_out
from ticketing.vocabulary import Defect, Trouble

T = TypeVar("T")

LAST = "dernière"
BACK = "verso"
LONGEST = 4000  # characters read: a report that is longer says its copy before

# What follows a number that counts things instead of naming one: "deux pages", "3 fois".
COUNTED = "feuilles?|feuillets?|fois|jours?|h|heures?|minutes?|points?|candidats?"
# "Deux copies" counts; "les copies 12 15 19 lot 17" goes on with the lot's own number.
COUNTING = rf"(?!\s*(?:{COUNTED})\b)(?!\s*(?:pages?|copies?|lots?)\b(?!\s*(?:n ?[°o.] ?)?\d))"
SIGN = r"\s*(?:(?:numeros?|num\.?|nos?|nr|n ?[°o.]|#|[:=])\s*)*"


def _values_of(words: str) -> str:
    """Values after one of `words`: "2, 3 et 5", "2 à 4"; "3 à moitié" is 3, a joint needs two numbers."""
    again = rf"(?:(?:aussi|la|le|les) )?(?:(?:{words})\.?{SIGN})?"
    joint = rf"\s*(?:,? ?et|,|ou|&|\+)\s*{again}"
    return rf"(?P<values>{NUMBER}(?:(?:{RANGE}{again}|{joint}){NUMBER}{COUNTING})*)"


RANGE = r"\s*(?:-|a|au|jusqu'a)\s*"
AS_FAR_AS = re.compile(rf"{RANGE}(?:(?:la|le) )?(?:(?:page|copie|lot|p)\.?\s*)?")
LOT_WORDS = r"lots?|paquets?|pochettes?|enveloppes?"
COPY_WORDS = r"copies?|cop|cps?|copi"
PAGE_WORDS = r"pages?|pgs?|pge|pag|paje|feuilles?|feuillets?|pp?"
LOT = re.compile(rf"\b(?:{LOT_WORDS})\b{SIGN}{_values_of(LOT_WORDS)}")
COPY = re.compile(rf"\b(?:{COPY_WORDS})\b\.?{SIGN}{_values_of(COPY_WORDS)}")
PAGE = re.compile(rf"\b(?:(?:{PAGE_WORDS})\b\.?{SIGN}|pp?\.?\s?(?=\d)){_values_of(PAGE_WORDS)}")
OUT_OF = re.compile(r"\b(p(?:ages?|g|\.)?\s*\d{1,3})\s*(?:/|sur)\s*\d{1,3}\b")  # "page 3 sur 4", "p. 3/4"
LISTED = re.compile(
    r"\b(?:(?:pages|copies|lots)\s+\d+(?:(?:\s?[,/]\s?|\s)\d+)+|(?:page|copie|lot)\s+\d+(?:,\d+)+)(?![\d/])"
)
GLUED: tuple[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]], ...] = (
    (re.compile(r"\b(lots?|copies?|cop|cp|pages?|pge?|pag|paje)(?=\d)"), r"\1 "),
    (re.compile(r"\bl(\d{1,4}),? c(\d{2,6})\b"), r"lot \1 copie \2"),
    (re.compile(r"\bc(\d{2,6}),? l(\d{1,4})\b"), r"copie \1 lot \2"),
    (re.compile(r"(?<=\d)\s?/\s?(?=p\d)"), ", "),
    (re.compile(r"\b(premiere|\w+ieme) et (?:la )?(?=derniere page)"), r"\1 page et "),
    (re.compile(r"\bdix (?=(?:sept|huit|neuf)\b)"), "dix-"),
    (re.compile(r"\bquatre vingts?\b"), "quatre-vingt"),
    (LISTED, lambda match: re.sub(r"(?<=\d)(?:\s?[,/]\s?|\s)(?=\d)", ", ", match.group())),
)
NTH = rf"(?:{any_of(ORDINALS)}|\d{{1,2}} ?(?:ere|er|eme|ieme|nde|nd|e)\b)"
NTH_PAGE = re.compile(
    rf"\b(?P<before>{NTH}(?:(?:,| et)(?: la)? {NTH})*)\s+(?:pages?|feuilles?|feuillets?)\b"
    rf"|\bpages?\s+(?P<after>{NTH})"
)
LAST_PAGE = re.compile(
    r"(?<!avant-)(?<!avant )\bdernier(?:e\s+(?:page|feuille)|\s+feuillet)|\bpage\s+derniere"
    r"|^\W*(?:c'est )?la derniere\W*$"
)
BACK_PAGE = re.compile(
    r"(?<!recto )(?<!recto-)(?<!recto et le )(?<!recto/)\bverso\b(?! (?:a travers|par transp|en transp))"
)
MONTHS = r"(?:janv|fevr|mars|avr|mai|juin|juil|aout|sept|oct|nov|dec)"
# "la 0423 du 17", "les 12 et 13 du lot 30", "copie 12 dans le 17".
COPY_OF_LOT = re.compile(
    rf"\b(?:la|les|copies?|cop\.?|de la|n°)\s+(?P<copies>\d{{1,6}}(?:(?:, ?"
    rf"| et | a )(?:la )?\d{{1,6}})*)\s+(?:est )?(?:du|dans le|de mon|dans mon)\s+"
    rf"(?:lot |paquet )?(?P<lot>\d{{1,4}})\b(?!\s*(?:{MONTHS}|h\b|/))"
)
LOT_THEN_COPY = re.compile(
    r"\b(?:lot|paquet)\s*(?:n ?° ?)?(?P<lot>\d{1,4})\s*[/:,-]\s*(?:la )?(?P<copy>\d{3,6})\b"
    r"(?!\s*(?:copies|pages|points))"
)
DASHED = re.compile(r"(?<![\d/.,-])(?P<copy>0\d{2,5})\s?-\s?(?P<lot>\d{1,3})(?![\d/-])")
SLASHED = re.compile(r"(?<![\d/.,])(?P<copy>\d{2,6})\s*/\s*(?P<lot>\d{1,4})(?![\d/]|[.,]\d)")
# "0412 à 0415 du lot 17", "412 et 415 dans le lot 17".
SEVERAL_OF_LOT = re.compile(
    r"(?<!page )(?<!pages )(?<![\w/.-])(?P<copies>\d{2,6}(?:(?:, ?| et (?:la )?| ?(?:a|-) ?)\d{2,6})+)"
    r"\s+(?:du|dans le|de mon|dans mon)\s+(?:lot|paquet)\s+(?P<lot>\d{1,4})\b"
)
# "lot 17 : 12, 15 et 19": a colon after the lot, then several numbers, are its copies.
LISTED_IN_LOT = re.compile(
    rf"\b(?:lot|paquet)\s*(?:n ?° ?)?(?P<lot>\d{{1,4}})\s*:\s*(?:les? |la )?"
    rf"(?P<copies>\d{{1,6}}(?:(?:, ?| et )(?:la )?\d{{1,6}})+){COUNTING}"
)
NUMBERED = re.compile(r"\b(?:de )?la\s+(?P<copy>0\d{1,5}|\d{2,6})\b(?!\s*(?:e\b|eme|h\b|%))")
NOT_A_DAY = rf"(?!\s*(?:{MONTHS}|h\b|/|e\b|eme))"
IN_LOT = re.compile(
    rf"\b(?:dans|sur|pour|verrouill\w+|clotur\w+|boucl\w+)\s+le\s+(?P<lot>\d{{1,4}})\b{NOT_A_DAY}"
)
OF_LOT = re.compile(rf"\bdu\s+(?P<lot>\d{{1,4}})\b{NOT_A_DAY}")
TIES = re.compile(
    r"\b(?:c'est (?:bien |ca )?|c'etait (?:bien )?)?(?:dans |pour |sur )?(?:la|le|les|du|de la)"
    r"(?=\W*(?:$|[\s,.]))"
)
REFERENCE = re.compile(
    r"\b(?P<letter>[pt])[- ]?(?:(?P<year>20\d\d)[- ](?P<number>\d{1,6})|(?<=-)(?P<old>\d{3,6}))\b"
)
SINCE = re.compile(
    r"\bdepuis (?P<since>[^.,;!?\n]{1,40})"
    r"|^\W*(?P<alone>(?:ce |hier|avant-hier|vers |a partir de |il y a |tout a l'heure|a l'instant"
    r"|maintenant|lundi|mardi|mercredi|jeudi|vendredi|samedi"
    r"|dimanche|cet |cette |\d{1,2} ?h)[^.,;!?\n]{0,40})"
)
BARE = re.compile(rf"(?<![\w/.,'-])(?!une?\b(?!\W*$)){NUMBER}(?![\w/-]){COUNTING}")
# "Pas SANTORIN", "ce n'est pas dans LOTANET", "au lieu d'IMAG'IN": just before the name.
PUT_ASIDE = re.compile(r"\b(?:pas|plutot que|au lieu d[e'u]|a la place d[e'u]) ?(?:de |dans |sur |pour )?$")
APPLICATIONS = (
    ("santorin", re.compile(r"\bsantorr?in|\bcentaurin")),
    ("imagin", re.compile(r"\bimag ?'? ?in\b|\bimagin\b")),
    ("lotanet", re.compile(r"\blota ?-?nett?e?\b")),
    ("cyclades", re.compile(r"\b[cs][iy]clades?\b")),
)


@dataclass(frozen=True, slots=True)
class Entities:
    """Values as written (leading zeros kept), number words as digits, in the order of the sentence."""

    lots: tuple[str, ...] = ()
    copies: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()  # numbers, or "dernière", "verso"
    defect: Defect | None = None
    trouble: Trouble | None = None
    application: str | None = None
    since: str | None = None
    place: str | None = None  # from where one connects
    references: tuple[str, ...] = ()
    mentions: Mentions = field(default_factory=Mentions)
    numbers: tuple[str, ...] = ()  # said, but tied to no word: an answer to a question, perhaps

    @property
    def names_a_place(self) -> bool:
        return bool(self.lots or self.copies or self.pages)


def read_entities(text: str) -> Entities:
    """Read what the grammar can tell of one message, without any context."""
    text = spelled_out(text[:LONGEST])
    rest = Rest(spaced(fold(without_documents(text))))
    references = rest.take(REFERENCE, _reference)
    paired = rest.take(COPY_OF_LOT, lambda m: (numbers_in(m["copies"]), m["lot"]))
    for several in (SEVERAL_OF_LOT, LISTED_IN_LOT):
        paired += rest.take(several, lambda m: (numbers_in(m["copies"]), m["lot"]))
    for pattern in (LOT_THEN_COPY, DASHED):
        paired += rest.take(pattern, lambda m: ([m["copy"]], m["lot"]))
    slashed = [] if paired else rest.take(SLASHED, _slashed)
    pairs = [pair for pair in (*paired, *slashed) if pair]
    lots = _flat(rest.take(LOT, _values)) + [lot for _, lot in pairs]
    copies = [copy for found, _ in pairs for copy in found] + _flat(rest.take(COPY, _values))
    pages = _pages(rest)
    copies = copies or rest.take(NUMBERED, lambda m: m["copy"])
    lots = lots or rest.take(IN_LOT, lambda m: m["lot"])
    if copies or pages:
        lots = lots or rest.take(OF_LOT, lambda m: m["lot"])
    return Entities(
        lots=_once(lots),
        copies=_once(copies),
        pages=_once(pages),
        defect=read_defect(text),
        trouble=read_trouble(text),
        application=_application(fold(text)),
        since=_since(without_place(text)),
        place=read_place(text),
        references=_once(references),
        mentions=read_mentions(text),
        numbers=_once([digits(m.group()) for m in BARE.finditer(rest.text)]),
    )


def without_places(text: str) -> str:
    """What is left of a message without its lots, copies and pages, nor the words that tie them."""
    rest = spaced(fold(spelled_out(text[:LONGEST])))
    for pattern in (COPY_OF_LOT, LOT_THEN_COPY, LOT, COPY, PAGE):
        rest = pattern.sub(" ", rest)
    return TIES.sub(" ", rest)


class Rest:
    """The part of a sentence that no rule has taken yet: what one rule reads, the next does not see."""

    def __init__(self, text: str) -> None:
        self.text = text

    def take(self, pattern: re.Pattern[str], read: Callable[[re.Match[str]], T]) -> list[T]:
        return [value for _, _, value in self.place(pattern, read)]

    def place(self, pattern: re.Pattern[str], read: Callable[[re.Match[str]], T]) -> list[tuple[int, int, T]]:
        """As `take`, with where each one stands."""
        found = []
        for match in pattern.finditer(self.text):
            value = read(match)
            if value:
                found.append((*match.span(), value))
                self.text = self.text[: match.start()] + " " * len(match.group()) + self.text[match.end() :]
        return found


def _reference(match: re.Match[str]) -> str:
    if match["year"]:
        return f"{match['letter'].upper()}-{match['year']}-{int(match['number']):06d}"
    return f"{match['letter'].upper()}-{match['old']}"


def _slashed(match: re.Match[str]) -> tuple[list[str], str] | None:
    """Tell "0423/17", a copy and its lot, from "9/20" and "12/06", a mark and a day: None for these."""
    copy, lot = match["copy"], match["lot"]
    if len(copy) < 3 or (lot == "20" and int(copy) <= 20):
        return None
    return [copy], lot


def _pages(rest: Rest) -> list[str]:
    pages = _flat(rest.take(NTH_PAGE, nth_pages)) + _flat(rest.take(PAGE, _values))
    if rest.take(LAST_PAGE, lambda m: m.group()):
        pages.append(LAST)
    if rest.take(BACK_PAGE, lambda m: m.group()):
        pages.append(BACK)
    return pages


def nth_pages(match: re.Match[str]) -> list[str]:
    found = re.findall(NTH, match["before"] or match["after"])
    return [str(ORDINALS.get(word) or int(re.sub(r"\D", "", word))) for word in found]


def _values(match: re.Match[str]) -> list[str]:
    return numbers_in(match["values"])


def spaced(folded: str) -> str:
    """One way to write what people glue or string together: "lot12", "pages 1,2,3", "p2/p3", "dix sept"."""
    flat = " ".join(folded.split())
    for pattern, written in GLUED:
        flat = pattern.sub(written, flat)
    return OUT_OF.sub(r"\1", flat)


def numbers_in(phrase: str) -> list[str]:
    """Each value of a list; a range of at most thirty is spelled out."""
    found = [(m.start(), m.end(), digits(m.group())) for m in re.finditer(NUMBER, phrase)]
    values: list[str] = []
    for rank, (start, _, value) in enumerate(found):
        between = phrase[found[rank - 1][1] : start] if rank else ""
        if values and AS_FAR_AS.fullmatch(between) and 0 < int(value) - int(values[-1]) <= 30:
            values += [str(number) for number in range(int(values[-1]) + 1, int(value))]
        values.append(value)
    return values


def _application(folded: str) -> str | None:
    """The first that is named; "pas SANTORIN, IMAG'IN" puts one aside for the other."""
    named = [(name, match) for name, pattern in APPLICATIONS for match in pattern.finditer(folded)]
    meant = [name for name, match in named if not PUT_ASIDE.search(folded[: match.start()])]
    if meant or named:
        return meant[0] if meant else named[0][0]
    for word in re.findall(r"[a-z]{6,}", folded):
        for name, _ in APPLICATIONS:
            if word != "imagine" and OSA.distance(word, name, score_cutoff=1) <= 1:
                return name
    return None


def _since(text: str) -> str | None:
    folded = fold(text)
    match = SINCE.search(folded)
    if not match:
        return None
    start, end = match.span("since" if match["since"] else "alone")
    return text[start:end].strip()


def _flat(lists: list[list[str]]) -> list[str]:
    return [value for values in lists for value in values]


def _once(values: list[str]) -> tuple[str, ...]:
    seen: dict[str, str] = {}
    for value in values:
        seen.setdefault(value.lstrip("0") or value, value)
    return tuple(seen.values())
