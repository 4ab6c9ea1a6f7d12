"""The days that a message names, from where the one who writes stands: "mardi prochain", "le 3 juin"."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from rapidfuzz.distance import OSA

from assistant.words import fold
from knowledge.dates import WEEKDAYS

MONTHS = {
    "janv": 1, "fevr": 2, "mars": 3, "avr": 4, "mai": 5, "juin": 6, "juil": 7, "aout": 8, "sept": 9,
    "oct": 10, "nov": 11, "dec": 12,
}  # fmt: skip
SMALL = {"un": 1, "une": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "huit": 8, "dix": 10}
FAR = 183  # days: a date without a year is the nearest to today
_DAY = r"(?:\d{1,2}|1 ?er|premier)"
_MONTH = rf"(?P<month>(?:{'|'.join(MONTHS)})[a-z]*)\.?"
_YEAR = r"(?: (?P<year>20\d\d))?"
_WEEKDAY = rf"(?P<weekday>{'|'.join(WEEKDAYS)})"
_N = rf"(?P<n>\d{{1,2}}|{'|'.join(SMALL)})"
_PERIOD = re.compile(
    rf"\b(?:du|entre le|les?) (?:\w+di )?(?P<first>{_DAY})(?: et le| au| et)(?: \w+di)? (?P<last>{_DAY})"
    rf" {_MONTH}\b{_YEAR}"
)
_DATED = re.compile(rf"(?<![\d/.,])(?P<day>{_DAY}) {_MONTH}(?![a-z]){_YEAR}")
_NUMERIC = re.compile(
    r"(?<![\d/.,])(?P<day>\d{1,2})/(?P<month>\d{1,2})(?:/(?P<year>20\d\d|\d\d))?(?![\d/]|[.,]\d)"
)
_NAMED = re.compile(
    rf"(?P<since>\b(?:depuis|des) )?\b{_WEEKDAY}\b(?: (?P<on>\d{{1,2}})(?! ?(?:h|:|/)))?"
    r"(?: (?P<which>prochain\w*|dernier|passe|en (?:huit|8)|qui vient|de la semaine (?:prochaine|derniere)))?"
)
_COUNTED = re.compile(
    rf"\b(?:(?P<ahead>dans|d'ici)|(?P<ago>il y a|ya|y a)) {_N} (?P<unit>jours?|semaines?|mois)\b"
)
_SPANS = re.compile(
    r"\b(?P<next>(?:la )?(?:semaine|sem)\.? (?:prochaine|pro)\b|week-?end prochain)"
    r"|\b(?P<past>(?:la )?semaine (?:derniere|passee)|week-?end dernier)"
    r"|\b(?P<this>cette semaine|ce week-?end)"
)
_MONTHS_AWAY = re.compile(
    r"\b(?:(?P<this>ce mois(?:-ci)?)|(?:le )?mois (?:(?P<next>prochain)|(?P<past>dernier)))\b"
)
_WORDS = re.compile(
    r"\b(?P<word>avant[- ]hier|hier|apres[- ]demain|demain|2main|aujourd'? ?hui|auj|ojd"
    r"|ce (?:soir|matin|midi)|cet(?:te)? (?:apres[- ]midi|nuit)|tout a l'heure|maintenant|ce jour)\b"
)
_NUMBERED = re.compile(
    r"(?<!dans )(?<!sur )(?<!pour )(?<!lot )\ble (?P<day>\d{1,2}|1 ?er|premier)\b"
    r"(?! ?(?:h\b|heures?|/|e\b|eme|lots?|copies?|paquets?|et \d|,|°)|\d)"
)
_AWAY = {"avant": -2, "hier": -1, "apres": 2, "demain": 1, "2main": 1}


@dataclass(frozen=True, slots=True)
class Days:
    """One day (`first` equals `last`) or a stretch of days, both ends included."""

    first: date
    last: date

    def holds(self, day: date) -> bool:
        return self.first <= day <= self.last

    def meets(self, other: "Days") -> bool:
        return self.first <= other.last and other.first <= self.last


def read_days(text: str, today: date, held: Sequence[Days] | None = None) -> tuple[Days, ...]:
    """Every day or stretch named, in the order of the sentence; what is no date ("31 juin") is left out.

    `held` are the days on which the one who writes has something: asked about them, a day without
    a year is one of these, else the next to come. Without them it is the nearest to today.
    """
    folded = _spelt(" ".join(fold(text).split()))
    found: list[tuple[int, Days]] = []
    for pattern, read in _GRAMMAR:
        for match in pattern.finditer(folded):
            days = read(match, today)
            if days is not None:
                found.append((match.start(), _hers(pattern, match, days, today, held)))
            folded = folded[: match.start()] + "#" * len(match.group()) + folded[match.end() :]
    return tuple(dict.fromkeys(days for _, days in sorted(found, key=lambda one: one[0])))


def _hers(
    pattern: re.Pattern[str], match: re.Match[str], days: Days, today: date, held: Sequence[Days] | None
) -> Days:
    """The day as somebody means it who asks about what is hers."""
    if held is None:
        return days
    if pattern is _NUMBERED:
        mine = [one for away in range(-12, 13) for one in _same_number(days.first.day, today, away)]
        return _likeliest([one for one in mine if _meets(one, held)], today) or days
    if pattern not in (_PERIOD, _DATED, _NUMERIC) or match.groupdict().get("year"):
        return days
    years = [one for away in (-1, 0, 1, 2) for one in _in_year(days, today.year + away)]
    return _likeliest([one for one in years if _meets(one, held)] or years, today) or days


def _meets(days: Days, held: Sequence[Days]) -> bool:
    return any(one.meets(days) for one in held)


def _likeliest(days: Sequence[Days], today: date) -> Days | None:
    """The next to come, else the last that passed."""
    ahead = [one for one in days if one.last >= today]
    return (
        min(ahead, key=lambda one: one.first) if ahead else max(days, key=lambda one: one.last, default=None)
    )


def _same_number(day: int, today: date, months: int) -> list[Days]:
    found = _made(*_shifted(today, months), day)
    return [_one(found)] if found else []


def _in_year(days: Days, year: int) -> list[Days]:
    first, last = (_made(year, one.month, one.day) for one in (days.first, days.last))
    return [Days(first, last)] if first and last else []


def _spelt(folded: str) -> str:
    """Weekdays as they are spelt: "jeuid", "mercedi", "vendredit"."""

    def right(match: re.Match[str]) -> str:
        word = match.group()
        near = [day for day in WEEKDAYS if abs(len(day) - len(word)) <= 1 and word[0] == day[0]]
        return next((day for day in near if OSA.distance(word, day, score_cutoff=1) <= 1), word)

    return re.sub(r"\b[a-z]{5,9}\b", right, folded)


def _one(day: date) -> Days:
    return Days(day, day)


def _made(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _month(word: str) -> int:
    if word.isdigit():
        return int(word)
    return next(number for start, number in MONTHS.items() if word.startswith(start))


def _number(word: str) -> int:
    return SMALL.get(word) or int(re.sub(r"\D", "", word) or 1)


def _nearest(day: int, month: int, year: str | None, today: date) -> date | None:
    if year:
        return _made(int(year) % 100 + 2000, month, day)
    around = [_made(today.year + away, month, day) for away in (-1, 0, 1)]
    known = [one for one in around if one is not None]
    return min(known, key=lambda one: abs((one - today).days), default=None)


def _dated(match: re.Match[str], today: date) -> Days | None:
    found = _nearest(_number(match["day"]), _month(match["month"]), match["year"], today)
    return _one(found) if found else None


def _period(match: re.Match[str], today: date) -> Days | None:
    month = _month(match["month"])
    last = _nearest(_number(match["last"]), month, match["year"], today)
    first = _made(last.year, month, _number(match["first"])) if last else None
    return Days(first, last) if first and last and first <= last else None


def _named(match: re.Match[str], today: date) -> Days | None:
    ahead = (WEEKDAYS.index(match["weekday"]) - today.weekday()) % 7
    which = match["which"] or ""
    if match["on"]:
        return _on(int(match["on"]), today)
    if which.startswith("de la semaine"):
        monday = today - timedelta(today.weekday()) + timedelta(-7 if which.endswith("derniere") else 7)
        return _one(monday + timedelta(WEEKDAYS.index(match["weekday"])))
    if which in ("dernier", "passe") or (match["since"] and not which):
        return _one(today + timedelta((ahead or 7) - 7) if ahead or match["since"] else today - timedelta(7))
    if which.startswith("en"):
        return _one(today + timedelta((ahead or 7) + 7))
    # "Mardi prochain" said on a Tuesday is in a week; "mardi" alone may be today.
    return _one(today + timedelta((ahead or 7) if which else ahead))


def _counted(match: re.Match[str], today: date) -> Days | None:
    count = _number(match["n"]) * (1 if match["ahead"] else -1)
    unit = match["unit"]
    if unit.startswith("mois"):
        away = today.month - 1 + count
        return _month_of(today.year + away // 12, away % 12 + 1)
    return _one(today + timedelta(count * (7 if unit.startswith("semaine") else 1)))


def _span(match: re.Match[str], today: date) -> Days:
    monday = (
        today - timedelta(today.weekday()) + timedelta(7 if match["next"] else -7 if match["past"] else 0)
    )
    first = 5 if "week" in match.group() else 0
    return Days(monday + timedelta(first), monday + timedelta(6))


def _month_of(year: int, month: int) -> Days:
    following = date(year + month // 12, month % 12 + 1, 1)
    return Days(date(year, month, 1), following - timedelta(1))


def _months_away(match: re.Match[str], today: date) -> Days:
    away = today.month - 1 + (1 if match["next"] else -1 if match["past"] else 0)
    return _month_of(today.year + away // 12, away % 12 + 1)


def _word(match: re.Match[str], today: date) -> Days:
    return _one(today + timedelta(_AWAY.get(re.split(r"[- ]", match["word"])[0], 0)))


def _on(day: int, today: date) -> Days | None:
    """The nearest month's day of that number."""
    around = [_made(*_shifted(today, away), day) for away in (-1, 0, 1)]
    known = [one for one in around if one is not None]
    return _one(min(known, key=lambda one: abs((one - today).days))) if known else None


def _shifted(today: date, months: int) -> tuple[int, int]:
    away = today.month - 1 + months
    return today.year + away // 12, away % 12 + 1


def _numbered(match: re.Match[str], today: date) -> Days | None:
    return _on(_number(match["day"]), today)


# In this order: what a rule reads, the next ones do not see.
_GRAMMAR: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], date], Days | None]], ...] = (
    (_PERIOD, _period),
    (_DATED, _dated),
    (_NUMERIC, _dated),
    (_NAMED, _named),
    (_SPANS, _span),
    (_MONTHS_AWAY, _months_away),
    (_COUNTED, _counted),
    (_WORDS, _word),
    (_NUMBERED, _numbered),
)
