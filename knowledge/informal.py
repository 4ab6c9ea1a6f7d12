"""Changes told without legal wording: "finalement, la réunion aura lieu le …"."""

import re

_DAY = r"(?:(?:lun|mar|mercre|jeu|vendre|same|diman)di\b|\d{1,2}(?:er)?\b)"
_CHANGE = re.compile(
    r"\b(?:finalement|en d[ée]finitive|contrairement [àa] ce qui)\b"
    r"|\bchangements? (?:de |d['’])(?:date|lieu|salle|horaire|heure|calendrier|adresse)"
    r"|\bnouve(?:lle|lles|aux|au|l) (?:date|dates|horaires?|lieux?|salle|calendrier)\b"
    r"|\b(?:est|sont|a [ée]t[ée]|ont [ée]t[ée]|sera|seront)\s+(?:finalement |donc )?"
    r"(?:report|avanc|d[ée]cal|d[ée]plac|repouss|ajourn)[ée]+e?s?\b"
    r"|\b(?:initialement|pr[ée]c[ée]demment|auparavant) (?:pr[ée]vu|fix[ée]|annonc[ée]|indiqu[ée]"
    r"|communiqu[ée])"
    rf"|\bet non (?:plus )?(?:pas )?(?:le|au|[àa]) {_DAY}"
    r"|\bne (?:plus )?(?:pas )?tenir (?:plus )?compte d",
    re.IGNORECASE,
)
# The days that such a sentence takes back.
_TAKEN_BACK = re.compile(
    r"\b(?:et non (?:plus )?(?:pas )?|au lieu d|(?:initialement|pr[ée]c[ée]demment"
    r"|auparavant) (?:\w+[ée]e?s?) )"
    r"(?:le|au|du|pour le|[àa])?\s*$|\bau lieu (?:du|de(?: le)?)\s*$"
    r"|\b(?:annonc|pr[ée]vu|fix)[ée]*e?s? (?:d['’]abord|initialement|pr[ée]c[ée]demment|auparavant) "
    r"(?:le|au|pour le)\s*$",
    re.IGNORECASE,
)


_CLEAR = re.compile(
    r"\bfinalement\b.{0,80}\b(?:aur(?:a|ont) lieu|(?:se|est|sont|sera|seront) (?:fix|tien|report"
    r"|avanc|d[ée]plac))"
    r"|\b(?:aur(?:a|ont) lieu|se tiendr\w+|(?:est|sont|sera|seront) (?:fix|report|avanc"
    r"|d[ée]plac)\w*)\b.{0,40}\bfinalement\b"
    r"|\bcontrairement [àa] ce qui\b|\bne (?:plus )?(?:pas )?tenir (?:plus )?compte d"
    rf"|\bet non (?:plus )?(?:pas )?(?:le|au|[àa]) {_DAY}",
    re.IGNORECASE | re.DOTALL,
)


def is_clear_change(sentence: str) -> bool:
    """Say whether a sentence tells it so plainly that it need not name the text that it changes."""
    return _CLEAR.search(sentence) is not None


def is_change(sentence: str) -> bool:
    """Say whether a sentence tells that something announced before has changed."""
    return _CHANGE.search(sentence) is not None


def is_taken_back(before: str) -> bool:
    """Say whether the date that follows these words no longer holds ("et non le 8 juin")."""
    return _TAKEN_BACK.search(before) is not None
