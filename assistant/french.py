"""Small things of written French: spaces before signs, lists, dates in words."""

import re
from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")
NBSP = "\u00a0"
DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre",
    "novembre", "décembre",
)  # fmt: skip


def typeset(text: str) -> str:
    """Unbreakable spaces where French wants them, curly apostrophes."""
    text = text.replace("'", "’")
    text = re.sub(r" ([?:;!%€»])", rf"{NBSP}\1", text)
    return text.replace("« ", f"«{NBSP}")


def listed(values: Sequence[str]) -> str:
    """ "2", "2 et 3", "2, 3 et 5"."""
    if len(values) < 2:
        return "".join(values)
    return f"{', '.join(values[:-1])} et {values[-1]}"


def counted(number: int, one: str, several: str) -> str:
    """ "1 copie", "0 copie", "48 copies"."""
    return f"{number} {one if number < 2 else several}"


def day(moment: datetime) -> str:
    """ "mercredi 9 juin 2027", in Paris."""
    local = moment.astimezone(PARIS)
    first = "1er" if local.day == 1 else str(local.day)
    return f"{DAYS[local.weekday()]} {first} {MONTHS[local.month - 1]} {local.year}"


def hour(moment: datetime) -> str:
    """ "17 h", "14 h 05", in Paris."""
    local = moment.astimezone(PARIS)
    return f"{local.hour}{NBSP}h" + (f"{NBSP}{local.minute:02d}" if local.minute else "")


def moment(at: datetime) -> str:
    """ "mercredi 9 juin 2027 à 17 h"."""
    return f"{day(at)} à {hour(at)}"
