"""What is due: quantities of the user’s own words, each times the rate that a text gives, and their sum."""

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from assistant.arithmetic import Operation
from assistant.evidence import Candidate
from assistant.number_words import NUMBER, digits
from assistant.question import Part, Question
from assistant.values import Kind
from assistant.words import fold, likeness, stem, stems, topic
from knowledge.search import Unit

_UNITS = {
    "h": "heure", "km": "kilometre", "bornes": "kilometre", "borne": "kilometre", "nuit": "nuitee",
    "nuits": "nuitee", "dejeuner": "repas", "dejeuners": "repas", "jour": "journee", "jours": "journee",
}  # fmt: skip
_PAID = (
    "demi[- ]?journees?|journees?|heures?|h|copies?|candidats?|kilometres?|km|repas|nuitees?|nuits?|pages?"
    "|lots?|jours?"
)
_GENERIC = frozenset(map(stem, ("vacation", "forfait", "unite", "mission")))
_QUANTITY = re.compile(
    rf"(?<![\d,./])\b(?P<number>\d+(?:,\d+)?(?![\d.,/]*\d)|{NUMBER}) ?(?P<unit>{_PAID}|[a-z-]{{3,}})\b"
    rf"|(?:\+|\bet) (?P<more>\d+) (?:de |d'|d )?(?!(?:{_PAID})\b)(?P<said>[a-z][a-z0-9-]+)"
)
# An hour of the day, or how long a paper lasts: « à 9 h », « une épreuve de 4 heures ».
_HOURS_OF = re.compile(
    r"\b(?:a|des|vers|avant|apres|jusqu'a|il est|(?:epreuves?|ecrits?|copies?|devoirs?) (?:de|en)"
    r"|moins de|plus de) ?$"
)
_EUROS = re.compile(r"(?P<amount>\d[\d ]*(?:,\d{1,2})?) ?(?:€|euros?\b)")
_PER = re.compile(rf"^\W*(?:par |de l'|de la |l'|la |le |/ ?|chaque |une? )?(?P<unit>{_PAID})\b")
_PER_BEFORE = re.compile(rf"(?:\bpar |\bl'|\bla |\bles? |\bchaque |\bune |\bdes |^)(?P<unit>{_PAID})\b")
_PER_TWO = re.compile(rf"\bpar (?:{_PAID})\b[^.;]{{0,15}}\bet par\b")
_CUT = re.compile(r"[,;] |\bet\b")
_IN_ALL = re.compile(r"\b(?:total|tout|additionne\w*|somme|cumul\w*)\b|\+")
_CHANGES = re.compile(r"\b(?:augment|baiss|diminu|hauss|differen|ecart|de combien|evolu|revaloris)")
_NOT_UNITS = frozenset({"ans", "an", "mois", "annee", "annees", "fois", "pour", "cent"})
_SHORT = {stem("kilometre"): "km", stem("heure"): "h"}
_SOUGHT = 12  # candidates in which the rate of a second quantity is looked for


@dataclass(frozen=True, slots=True)
class Quantity:
    number: Decimal
    shown: str
    unit: str  # stem
    label: str
    words: frozenset[str]  # stems that say of what


@dataclass(frozen=True, slots=True)
class Rate:
    amount: Decimal
    shown: str
    unit: str | None  # stem of what it is paid for
    words: frozenset[str]  # stems of its own clause
    around: frozenset[str]  # of the clause that opens the sentence: it may hold for each of its amounts
    candidate: Candidate


@dataclass(frozen=True, slots=True)
class Sum:
    operation: Operation
    used: tuple[Candidate, ...]  # units that hold its rates


def owed(
    question: Question, part: Part, chosen: Sequence[Candidate], ranked: Sequence[Candidate]
) -> Sum | None:
    """The amount that a part asks for; None when a rate is missing, or two are as likely for one quantity."""
    if not part.wants or not any(Kind.AMOUNT in want for want in part.wants) or not chosen:
        return None
    if len(question.years) == 2 and _CHANGES.search(fold(question.text)):
        return _change(question, ranked)
    asked = list(quantities(question.text))
    near = [rate for c in chosen for rate in rates(c)]
    far = [rate for c in ranked[:_SOUGHT] if c not in chosen for rate in rates(c)]
    matched = [(one, rate) for one in asked if (rate := _best(one, near, far, question))]
    paid = [one for one in asked if any(_pays(rate, one) for rate in (*near, *far))]
    if len({id(rate) for _, rate in matched}) < len(matched):
        return None  # two things counted, one rate: which of them it is for is not said
    if not matched or len(matched) < len(paid) or (len(matched) == 1 and matched[0][0].number == 1):
        return None
    if len(matched) > 1 and not _IN_ALL.search(fold(question.text)) and " et " not in fold(question.text):
        return None
    return _summed(matched)


def _best(one: Quantity, near: list[Rate], far: list[Rate], question: Question) -> Rate | None:
    """The only likeliest rate of a quantity: by the words beside it, then by those of the question.

    A rate that is not quoted yet must have a word of its own for it.
    """
    pool = [(rate, place < len(near)) for place, rate in enumerate((*near, *far)) if _pays(rate, one)]
    weighed = [
        ((beside, is_near, topical), rate)
        for rate, is_near in pool
        for beside, topical in [_fit(rate, one, question)]
        if is_near or beside
    ]
    weighed.sort(key=lambda found: found[0], reverse=True)
    if not weighed or (len(weighed) > 1 and weighed[0][0] == weighed[1][0]):
        return None
    return weighed[0][1]


def _fit(rate: Rate, one: Quantity, question: Question) -> tuple[int, int]:
    beside = sum(2 if likeness(w, rate.words) else likeness(w, rate.around) > 0 for w in one.words)
    said = rate.words | rate.around
    return beside, sum(likeness(word, said) > 0 for word in question.topic)


def _pays(rate: Rate, one: Quantity) -> bool:
    if rate.unit in _GENERIC:  # « présidence de jury · vacation »: what is counted is in the label
        return likeness(one.unit, rate.words) > 0
    return rate.unit == one.unit


def _summed(matched: Sequence[tuple[Quantity, Rate]]) -> Sum:
    products = [(one, rate, one.number * rate.amount) for one, rate in matched]
    lines = [f"{one.shown} {one.label} × {rate.shown} € = {_money(made)} €" for one, rate, made in products]
    results = [_money(made) for _, _, made in products]
    if len(products) > 1:
        results.append(_money(sum((made for _, _, made in products), Decimal(0))))
        lines.append(f"en tout {results[-1]} €")
    operands = tuple(n for one, rate, _ in products for n in (one.shown, rate.shown))
    used = tuple(dict.fromkeys(rate.candidate for _, rate, _ in products))
    return Sum(Operation(" ; ".join(lines), operands, " ".join(results)), used)


def _change(question: Question, ranked: Sequence[Candidate]) -> Sum | None:
    """« 5,30 € − 5,10 € = 0,20 € »: the same thing in the texts of two sessions."""
    found: list[tuple[str, Rate]] = []
    for year in sorted(question.years):
        of_year = [c for c in ranked if year in _sessions(c)]
        held = list(rates(of_year[0])) if of_year else []
        if len(held) != 1:
            return None
        found.append((year, held[0]))
    (_, old), (_, new) = found
    if old.unit != new.unit or old.candidate.unit.document == new.candidate.unit.document:
        return None
    high, low = (new, old) if new.amount >= old.amount else (old, new)
    made = _money(high.amount - low.amount)
    text = f"{high.shown} € − {low.shown} € = {made} €"
    return Sum(Operation(text, (high.shown, low.shown), made), (old.candidate, new.candidate))


def _sessions(candidate: Candidate) -> frozenset[str]:
    standing = candidate.hit.standing
    return standing.frame.sessions if standing else frozenset()


def _money(amount: Decimal) -> str:
    return f"{amount:.2f}".replace(".", ",")


def quantities(text: str) -> Iterator[Quantity]:
    """« 60 copies de français et 60 d’histoire »: what is counted twice is named once."""
    asked = fold(text)
    found = [m for m in _QUANTITY.finditer(asked) if not _is_other(asked, m)]
    unit, label = "", ""
    for match, following in itertools.zip_longest(found, found[1:]):
        number = match["number"] or match["more"]
        after = asked[match.end() : following.start() if following else len(asked)]
        words = topic(re.split(r"[?!:;]|, ", after, maxsplit=1)[0])
        if match["number"]:
            unit = _unit(match["unit"])
            label = _SHORT.get(unit, text[match.start("unit") : match.end("unit")])
        else:
            words = [*topic(match["said"]), *words]
        if not unit:
            continue
        shown = number if number[0].isdigit() else digits(number)
        yield Quantity(Decimal(shown.replace(",", ".")), shown, unit, label, frozenset(words))


def _is_other(asked: str, match: re.Match[str]) -> bool:
    """An hour of the day, a year, an age: numbers that count nothing that is paid."""
    if match["more"]:
        return len(match["more"]) == 4
    before = asked[: match.start()]
    is_clock = match["unit"] in ("h", "heure", "heures") and _HOURS_OF.search(before)
    is_year = bool(re.fullmatch(r"(?:19|20)\d\d", match["number"]))
    return bool(is_clock or is_year or match["unit"] in _NOT_UNITS)


def rates(candidate: Candidate) -> Iterator[Rate]:
    """Each amount of a unit with what it is paid for and the words of its own clause."""
    unit = candidate.unit
    if _PER_TWO.search(fold(unit.text)):
        return
    clauses = _cells(unit) if unit.kind == "row" else _clauses(fold(unit.text))
    header = stems(unit.context)
    opening = stems(clauses[0]) if clauses else frozenset()
    known: str | None = None
    for said in clauses:
        match = _EUROS.search(said)
        if match is None:
            continue
        known = _per(said, match) or known
        shown = match["amount"].replace(" ", "")
        amount = Decimal(shown.replace(",", "."))
        words = stems(said) | (header if len(clauses) == 1 else frozenset())
        yield Rate(amount, shown, known, words, opening, candidate)


def _cells(unit: Unit) -> list[str]:
    """A row of one amount whole; one of several, each amount with its label and its header."""
    said = fold(unit.text)
    if len(_EUROS.findall(said)) < 2:
        return [said.replace("\t", " · ")]
    cells, heads = said.split("\t"), fold(unit.context).splitlines()[-1:]
    header = heads[0].split("\t") if heads else []
    if len(header) != len(cells):
        return []
    labels = " ".join(cell for cell in cells if not _EUROS.search(cell))
    return [
        f"{labels} {head} {cell}" for head, cell in zip(header, cells, strict=True) if _EUROS.search(cell)
    ]


def _clauses(said: str) -> list[str]:
    """The sentence cut at the first comma or « et » that follows each amount but the last."""
    amounts = list(_EUROS.finditer(said))
    cuts = [0]
    for this, following in itertools.pairwise(amounts):
        cut = _CUT.search(said, this.end(), following.start())
        cuts.append(cut.end() if cut else following.start())
    return [said[a:b] for a, b in zip(cuts, [*cuts[1:], len(said)], strict=True)]


def _per(said: str, match: re.Match[str]) -> str | None:
    """What an amount is paid for: « 9,60 € de l’heure », « la copie est payée 0,85 € », « heure · 9 € »."""
    after = _PER.match(said[match.end() :]) or _PER_BEFORE.search(said[match.end() :])
    before = list(_PER_BEFORE.finditer(said[: match.start()])) or list(
        re.finditer(rf"· (?:la |le |l')?(?P<unit>{_PAID}|[a-z]{{5,}})\b", said[: match.start()])
    )
    found = after or (before[-1] if before else None)
    if found is None:
        return None
    return _unit(found["unit"])


def _unit(name: str) -> str:
    joined = re.sub(r"[- ]", "", name)
    return stem(_UNITS.get(joined, joined.rstrip("s") if len(joined) > 5 else joined))
