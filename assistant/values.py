"""Values that can be asked for and shown: dates, times, amounts, codes, numbers, addresses."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from assistant.words import fold


class Kind(StrEnum):
    DATE = "date"
    TIME = "time"
    AMOUNT = "amount"
    CODE = "code"
    PHONE = "phone"
    EMAIL = "email"
    URL = "url"
    DURATION = "duration"
    COUNT = "count"
    PERCENT = "percent"
    SIZE = "size"
    REFERENCE = "reference"
    PLACE = "place"
    SERVICE = "service"
    TOOL = "tool"
    MOMENT = "moment"  # a time said by an event: "à l'issue de", "au moment de la distribution"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Value:
    kind: Kind
    start: int
    end: int
    text: str


MONTHS = "janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre"
DAYS = "lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche"
NUMBERS = (
    "un|une|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize|vingt|"
    "trente|"
    "quarante|cinquante|soixante|cent|mille|dizaine|douzaine|quinzaine|vingtaine|trentaine|quarantaine|"
    "cinquantaine|"
    "soixantaine|centaine|demi-journee|demi"
)
N = rf"(?:\d+(?:[.,]\d+)?|{NUMBERS})"
SPAN = (
    "heures?|h|minutes?|mn|min|jours?|semaines?|mois|ans?|annees?|demi-journees?|demi-heures?|"
    "quarts? d'heure|secondes?"
)

# On folded text (lower case, no accents), in this order: what is found first hides what overlaps it.
FOLDED = (
    (Kind.EMAIL, r"[\w.+-]+@(?:[\w-]+ ?\.)+[a-z]{2,}"),
    (Kind.URL, r"(?:https?://|www\.)[^\s()<>«»]+[^\s()<>«».,;:]"),
    (Kind.PHONE, r"(?:\+33 ?\d|0\d)(?:[ .]?\d{2}){4}\b|\b3\d{3}\b(?= ?\(appel)"),
    (Kind.AMOUNT, r"\d[\d ]*(?:[.,]\d+)? ?(?:€|euros?\b|eur\b|centimes?\b)(?: ?\d{2}\b)?"),
    (Kind.PERCENT, r"\d+(?:[.,]\d+)? ?(?:%|pour ?cent)|\b(?:un )?tiers[- ]temps\b"),
    (
        Kind.DATE,
        rf"(?:(?:{DAYS}) )?(?:\b\d{{1,2}}(?:er)?|\bpremier)(?: ?(?:{MONTHS}))?(?: ?(?:au|et|-|ou) "
        rf"?(?:(?:le|du) )?(?:(?:{DAYS}) )?"
        rf"\d{{1,2}}(?:er)?)? (?:{MONTHS})\b(?: \d{{4}})?|\b\d{{1,2}}/\d{{1,2}}(?:/\d{{2,4}})?\b|"
        rf"\b(?:fin|mi|debut)[ -](?:{MONTHS})\b(?: \d{{4}})?|\b(?:{MONTHS}) \d{{4}}\b|\b(?:{DAYS}) "
        rf"\d{{1,2}}(?:er)?\b|"
        r"\b(?:le )?(?:dernier|premier) jour (?:des?|du|d')[ ]?\w+|\bjour meme\b|\bla veille\b|\ble "
        r"lendemain\b",
    ),
    (Kind.SIZE, r"\d+(?:[.,]\d+)? ?(?:mo|ko|go|dpi|ppp|points par pouce|pixels?|cm|mm)\b"),
    (
        Kind.DURATION,
        rf"(?:\b(?:sous|dans les|pendant|durant|delai de|dure\w*|de|des|apres|avant|pour|compter de|"
        rf"suivant|pas|en) "
        rf"(?:un delai d[e'] ?)?){N} ?(?:{SPAN})\b(?! ?\d)|\b{N} (?:heures|minutes|jours?|semaines?|mois|"
        rf"ans?|annees?)\b|"
        rf"\b\d+ ?(?:min|mn)\b|\b24 ?h\b|\b48 ?h\b|\b72 ?h\b|\b96 ?h\b|\b1 heure\b|\bune heure\b|"
        r"\b(?:une|un) (?:annee|an|mois|semaine|journee)\b|\bsans delai\b|\bimmediatement\b|"
        r"\bquotidiennement\b",
    ),
    (Kind.TIME, r"\b\d{1,2} ?(?:h|heures?)(?: ?\d{2})?\b|\b\d{1,2}:\d{2}\b|\bmidi\b|\bminuit\b"),
    (
        Kind.REFERENCE,
        r"\bn ?° ?[\w./-]*\d[\w./-]*|\b[a-z]{2,6}\d?(?:[-/]\d{2,4})[-/]\d{2,4}(?:-\d+)*\b|\b(?:note de "
        r"service|circulaire|arrete|decret|bulletin)\b"
        r"(?: \w+){0,3} (?:n ?° ?[\d-]+|du \d{1,2}(?:er)? \w+ \d{4})|\bannexe \d+\b|\barticle [lrd]?\.? "
        r"?\d[\d-]*",
    ),
    (
        Kind.COUNT,
        rf"\b{N}\b(?= (?!h\b|heures?\b|{MONTHS})[a-z']{{3,}})|\b(?:une|un) \w+aine\b|\b\d+(?:[.,]\d+)?\b",
    ),
)
PATTERNS = tuple((kind, re.compile(pattern)) for kind, pattern in FOLDED)
# Short capitals that head a line and are no code to enter: services, papers, examinations, asides.
NO_CODES = (
    r"(?:NB|PJ|PS|DEC|DSI|DPE|NOR|BTS|DNB|CAP|BEP|DCG|BP|MC|ECE|EPS|SVT|SES|NSI|HLP|LV|LVA|LVB|UE|EMC|PSE"
    r"|CGE)\b"
)
# Capitals matter for these: on the text itself.
CODE = re.compile(
    r"\b[A-Z]\d{2,3}[A-Z]?\b|\b\d{2,3}(?!H)[A-Z]\d?\b"
    r"|(?:mention|code|codes|valeur|saisi[rt]?|site|écri[rt]e?|lettres?|«|\bet\b|\bou\b|,) "
    r"?\s?«?\s?"
    r"(?P<code>[A-Z]{2,3}|(?<!\d,)0{2})\b(?![\w’'-])|\t(?P<cell>[A-Z]{2,3}|00|0)(?=$|\t|\n)"
    # « CB désigne une copie blanche », « AB : candidat absent », « Copie blanche : CB »
    rf"|^\W*(?P<defined>(?!{NO_CODES})[A-Z]{{2,3}}|00)\b(?=\s?[:=–→]|\s(?:désigne|signifie|indique|correspond))"
    rf"|[:=→]\s?(?P<meant>(?!{NO_CODES})[A-Z]{{2,3}}|00)(?=\s?[.;]?$)",
)
PLACE = re.compile(
    r"\b(?:[Ll]ycées?|[Cc]ollèges?|[Ss]alles?|[Aa]mphithéâtres?|[Mm]aison des examens|[Rr]ectorat|"
    r"[Gg]ymnase|[Uu]niversité|[Ii]nspé|"
    r"[Cc]ité scolaire|CANOPÉ|[Ss]ecrétariat|[Cc]entres? (?:d[’'](?:épreuves?|examens?)|de "
    r"(?:corrections?|secours|repli)))\b"
    r"|\b\d{1,4}(?: bis)?,? (?:rue|avenue|boulevard|place|cours|allée|quai|chemin|impasse)\b|\bà "
    r"distance\b|\bsur site\b|\b\d{5} [A-ZÉÈ]{3,}"
    r"|\b(?:à|de|d’|d'|au|aux) [A-ZÉÈ][a-zà-ÿ]+(?:-[A-Za-zà-ÿ]+)*|\bdans (?:le|la|l[’']|leur|les) (?!\d)\w+|"
    r"\bsur place\b|\bespace\b"
)
SERVICE = re.compile(
    r"\b(?:DEC|DIEC|DSI|DSDEN|SIEC|DGESCO|DPE)(?: ?\d[\d.]*)?\b|\b(?:[Bb]ureau|[Cc]ellule|[Ss]ervices?|"
    r"[Aa]ssistance|[Pp]ôle|[Dd]ivision|"
    r"[Dd]irection|[Rr]ectorat|[Rr]ecteur|[Rr]ectrice|[Ss]ecrétariat|[Gg]uichet|[Pp]lateforme|IA-IPR|IEN|"
    r"[Ii]nspecteurs?|[Ii]nspection|"
    r"[Cc]hefs? (?:d[’']établissement|de (?:centre|bureau|service|division)|du (?:centre|bureau))|"
    r"[Cc]oordonnateurs?|[Cc]oordonnatrices?|"
    r"[Pp]résident(?:e)?|[Jj]ury|[Ee]xaminateurs?|[Cc]orrecteurs?|[Pp]rofesseurs?|[Ee]nseignants?|"
    r"[Gg]estionnaires?|[Ss]urveillants?|"
    r"[Pp]roviseur|[Mm]édecin|[Ii]nfirmi(?:er|ère)|[Mm]inist[èe]re|SNALC|[Ss]yndicat|[Éé]tablissements?|"
    r"[Ss]econd correcteur|[Aa]dministration)\b"
)
TOOL = re.compile(
    r"\b(?:SANTORIN|CENTAURIN|LOTANET|IMAG[’' ]?IN|CYCLADES|ARENA|Santorin|Centaurin|Lotanet|Imag[’']?in|"
    r"Cyclades|Arena|Chorus|"
    r"[Mm]enus? «?|[Pp]ortail|[Pp]apier|[Rr]ubrique|[Bb]arre d[’']adresse|[Oo]nglets?|[Mm]essagerie)\b"
)
MOMENT = re.compile(
    r"\b(?:[Aa]u moment|[Ll]ors d|[ÀA] l[’']issue|[Aa]près|[Aa]vant|[Dd]ès|[Cc]haque|[Ii]mmédiatement|"
    r"[Qq]uotidiennement|[Aa]u plus tard|"
    r"[Ll]orsqu|[Uu]ne fois|[Àà] réception|[Àà] la fin|[Ee]n fin|[Jj]usqu[’'](?:à|au)|[Rr]apidement|"
    r"[Ss]ans délai)"
)
NOTE_CALL = re.compile(r"\[\d{1,2}\]")
YEAR = re.compile(r"(?<![\d/.-])(?:19|20)\d{2}(?![\d/-])")

OVERLAPPING = ((Kind.PLACE, PLACE), (Kind.SERVICE, SERVICE), (Kind.TOOL, TOOL), (Kind.MOMENT, MOMENT))


@lru_cache(maxsize=8192)
def find(text: str) -> tuple[Value, ...]:
    """Values of a text in order; one stretch of text bears one value, places and services excepted."""
    folded = fold(text)
    taken = bytearray(len(text))
    for call in NOTE_CALL.finditer(text):
        taken[call.start() : call.end()] = b"\1" * len(call.group())
    found = list(_codes(text, taken))
    for kind, pattern in PATTERNS:
        for match in pattern.finditer(folded):
            start, end = match.span()
            if start < end and not any(taken[start:end]):
                taken[start:end] = b"\1" * (end - start)
                found.append(Value(kind, start, end, text[start:end]))
    for kind, pattern in OVERLAPPING:
        found += (Value(kind, m.start(), m.end(), m.group()) for m in pattern.finditer(text))
    return tuple(sorted(found, key=lambda v: v.start))


def _codes(text: str, taken: bytearray) -> Iterator[Value]:
    for match in CODE.finditer(text):
        name = next((g for g in ("code", "cell", "defined", "meant") if match.group(g) is not None), 0)
        start, end = match.span(name)
        taken[start:end] = b"\1" * (end - start)
        yield Value(Kind.CODE, start, end, text[start:end])


def kinds(text: str) -> frozenset[Kind]:
    return frozenset(value.kind for value in find(text))
