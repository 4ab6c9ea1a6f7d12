"""Variables of ready-made texts: a closed list, replaced once, never evaluated."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from ticketing.steering_errors import VariablesLeft, VariablesUnknown


class Variable(StrEnum):
    """What may stand between double braces; the values are what people write there."""

    REFERENCE = "reference"
    SUBJECT = "objet"
    COPY = "copie"
    PAGE = "page"
    LOT = "lot"
    CENTRE = "centre"
    DEADLINE = "echeance"
    PAPER = "epreuve"
    SESSION = "session"
    ACADEMY = "academie"
    TEAM = "equipe"


WRITTEN = re.compile(r"\{\{([^{}]*)\}\}")


@dataclass(frozen=True, slots=True)
class Filled:
    """A text with its variables replaced; `left` are those that stay as they were written."""

    text: str
    left: tuple[str, ...] = ()


def fill(text: str, values: Mapping[Variable, str]) -> Filled:
    """Replace what is known, in one pass: what a value holds is never replaced in its turn."""
    missing: list[str] = []

    def give(written: re.Match[str]) -> str:
        variable = find(written[1])
        value = values.get(variable, "").strip() if variable else ""
        if not value:
            missing.append(written[1].strip())
        return value or written[0]

    return Filled(WRITTEN.sub(give, text), tuple(dict.fromkeys(missing)))


def find(name: str) -> Variable | None:
    """The variable of a name, accents and capitals aside."""
    plain = "".join(c for c in unicodedata.normalize("NFD", name) if not unicodedata.combining(c))
    try:
        return Variable(plain.strip().lower())
    except ValueError:
        return None


def left(text: str) -> tuple[str, ...]:
    """What still stands between double braces."""
    return tuple(dict.fromkeys(name.strip() for name in WRITTEN.findall(text)))


def refuse_left(text: str) -> None:
    """Nothing leaves with a hole in it."""
    if names := left(text):
        raise VariablesLeft(names)


def refuse_unknown(text: str) -> None:
    """A ready-made text names only variables of the list."""
    if names := tuple(name for name in left(text) if find(name) is None):
        raise VariablesUnknown(names)
