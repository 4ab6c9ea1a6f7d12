"""How pages say the filters of a list in French."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from typing import Any

from app.web import ticket_words
from app.web.desk_place import Place
from app.web.pages import NBSP
from ticketing import defect_words
from ticketing.filters import NO_FILTER, Holder
from ticketing.vocabulary import Defect, TicketState, Trouble

DEFECTS: dict[Defect, str] = {one: defect_words.of_defect(one).capitalize() for one in Defect}
TROUBLES: dict[Trouble, str] = {one: name.capitalize() for one, name in defect_words.TROUBLES.items()}
HOLDERS: dict[Holder, str] = {
    Holder.ME: "Moi",
    Holder.NOBODY: "Personne",
    Holder.SOMEBODY: "Quelqu’un",
}
DUE: tuple[tuple[int, str], ...] = ((1, "1 jour"), (2, "2 jours"), (7, "7 jours"), (14, "14 jours"))
LABELS: dict[str, str] = {
    "view": "Vue",
    "state": "État",
    "team": "Équipe",
    "kind": "Sujet",
    "defect": "Défaut",
    "trouble": "Panne",
    "priority": "Priorité",
    "academy": "Académie",
    "session": "Session",
    "exam": "Examen",
    "centre": "Centre",
    "holder": "Attribuée à",
    "since": "Ouverte depuis le",
    "before": "Ouverte avant le",
    "due_in": "Échéance dans",
    "unread": "À lire",
}
_SAID: Mapping[str, Callable[[Any], str]] = {
    "state": lambda state: ticket_words.FOR_DESK[state].word,
    "team": lambda team: ticket_words.TEAMS[team],
    "kind": lambda kind: ticket_words.KINDS[kind],
    "defect": DEFECTS.__getitem__,
    "trouble": TROUBLES.__getitem__,
    "priority": lambda priority: ticket_words.PRIORITIES[priority].removeprefix("Priorité ").capitalize(),
    "holder": lambda holder: HOLDERS[holder].lower(),
    "since": lambda day: f"{day:%d/%m/%Y}",
    "before": lambda day: f"{day:%d/%m/%Y}",
    "due_in": lambda days: f"{days} jour{'s' if days > 1 else ''} au plus",
}
# Merged tickets are in no list of their own; those that carry them on are.
STATES = tuple(state for state in TicketState if state is not TicketState.MERGED)


@dataclass(frozen=True, slots=True)
class Chip:
    """One filter in force, and the address of the list without it."""

    label: str
    href: str


def said(name: str, value: Any) -> str:
    return _SAID.get(name, str)(value)


def chips(place: Place) -> list[Chip]:
    """In the order of the form."""
    found = []
    for one in fields(place.filters):
        value = getattr(place.filters, one.name)
        if value == getattr(NO_FILTER, one.name):
            continue
        for item in value if isinstance(value, tuple) else (value,):
            rest = place.narrowed(place.filters.without(one.name, item))
            found.append(Chip(_chip(one.name, item), f"/desk?{rest.base}"))
    return found


def _chip(name: str, value: Any) -> str:
    if name == "unread":
        return "Le demandeur a écrit en dernier"
    joined = " " if name in {"holder", "since", "before", "due_in"} else f"{NBSP}: "
    return f"{LABELS[name]}{joined}{said(name, value)}"


def refused(names: tuple[str, ...]) -> str | None:
    """What the address asked and that was not understood."""
    if not names:
        return None
    listed = ", ".join(LABELS[name].lower() for name in names)
    return f"Un filtre de cette adresse n’est pas compris et n’a pas servi{NBSP}: {listed}."
