"""Numbers as people write them in French, in figures or in words, on folded text."""

import re

UNITS = {
    "un": 1, "une": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7, "huit": 8,
    "neuf": 9, "dix": 10, "onze": 11, "douze": 12, "treize": 13, "quatorze": 14, "quinze": 15, "seize": 16,
    "dix-sept": 17, "dix-huit": 18, "dix-neuf": 19,
}  # fmt: skip
TENS = {
    "vingt": 20,
    "trente": 30,
    "quarante": 40,
    "cinquante": 50,
    "soixante": 60,
    "quatre-vingt": 80,
    "quatre-vingts": 80,
}
ORDINALS = {
    "premiere": 1, "premier": 1, "deuxieme": 2, "seconde": 2, "second": 2, "troisieme": 3,
    "quatrieme": 4, "cinquieme": 5, "sixieme": 6, "septieme": 7, "huitieme": 8, "neuvieme": 9,
    "dixieme": 10, "onzieme": 11, "douzieme": 12,
}  # fmt: skip


def any_of(words: dict[str, int]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


UNDER_HUNDRED = rf"(?:(?:{any_of(TENS)})(?:[- ](?:et[- ])?(?:{any_of(UNITS)}))?|(?:{any_of(UNITS)}))"
UNDER_THOUSAND = rf"(?:(?:(?:{any_of(UNITS)}) )?cents?(?: {UNDER_HUNDRED})?|{UNDER_HUNDRED})"
SPELT = rf"(?:zero )*(?:(?:(?:{any_of(UNITS)}) )?mille(?: {UNDER_THOUSAND})?|{UNDER_THOUSAND})"
NUMBER = rf"(?:\d{{1,6}}|{SPELT})(?![\w/]|[.,]\d)"


def digits(number: str) -> str:
    if number.isdigit():
        return number
    zeros, spelt = number.count("zero "), number.replace("zero ", "")
    thousands, found, rest = spelt.partition("mille")
    if not found:
        return "0" * zeros + str(_under_thousand(spelt))
    return "0" * zeros + str(1000 * UNITS.get(thousands.strip(), 1) + _under_thousand(rest.strip()))


def _under_thousand(words: str) -> int:
    hundreds, found, rest = words.partition("cent")
    if not found:
        return _under_hundred(words)
    return 100 * UNITS.get(hundreds.strip(), 1) + _under_hundred(rest.removeprefix("s").strip())


def _under_hundred(words: str) -> int:
    if words in UNITS:
        return UNITS[words]
    for tens in sorted(TENS, key=len, reverse=True):
        if words.startswith(tens):
            unit = re.sub(r"^[- ](?:et[- ])?", "", words[len(tens) :])
            return TENS[tens] + UNITS.get(unit, 0)
    return 0
