"""Whose page it is: the mark printed on a sheet against the number of the copy, and how to say it."""

from collections.abc import Iterable
from uuid import UUID

from sqlmodel import Session, select

from backend.models import Copy
from backend.quality import Mark
from backend.wording import copy_number

BITS = 48
FARTHEST_SAME = 6  # bits badly read; two numbers have some 24 apart
RULE = (
    "circulaire BTS d’Aix-Marseille 2017, § classement des copies, anonymat et massicotage : "
    "une copie se reconnaît à son numéro d’anonymat"
)
UNREADABLE = f"La marque imprimée en haut de la page ne se lit pas ({RULE})."


def number_of_copy(copy: Copy) -> int | None:
    """None when the number is not one that bars can carry."""
    return number_of_text(copy.anonymity_number)


def number_of_text(text: str) -> int | None:
    try:
        number = int(text, 16)
    except ValueError:
        return None
    return number if number < 1 << BITS else None


def is_same(one: int, other: int) -> bool:
    return (one ^ other).bit_count() <= FARTHEST_SAME


def nearest(number: int, copies: Iterable[Copy]) -> Copy | None:
    """The copy that bears this number, a few bits apart at most."""
    for copy in copies:
        its_own = number_of_copy(copy)
        if its_own is not None and is_same(number, its_own):
            return copy
    return None


def copy_of_lot(session: Session, lot_id: UUID, mark: Mark) -> Copy | None:
    return nearest(mark.number, session.exec(select(Copy).where(Copy.lot_id == lot_id)))


def say_other_copy(wanted: Copy, found: Copy | None) -> str:
    whose = (
        f"est celle de la copie {copy_number(found.number)}"
        if found and not found.is_hidden
        else ("est celle d’une copie d’un autre lot")
    )
    return f"La marque imprimée {whose}, pas de la copie {copy_number(wanted.number)} ({RULE})."


def say_other_page(wanted: int, found: int) -> str:
    return f"C’est la page {found} de la copie, pas la page {wanted}."
