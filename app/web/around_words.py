"""How a history says, for the desk, what one ticket has to do with another, and what was decided by hand."""

from collections.abc import Callable
from typing import Any

from app.web.pages import NBSP
from ticketing.timeline import Entry
from ticketing.vocabulary import EventType, Priority, Relation, Side, Team

# Followed by the reference of the other.
BESIDE: dict[EventType, str] = {
    EventType.MERGED: "fusionne cette demande dans",
    EventType.UNMERGED: "sépare cette demande de",
    EventType.ABSORBED: "fusionne ici la demande",
    EventType.RELEASED: "sépare d’ici la demande",
    EventType.SPLIT: "fait d’un message une autre demande,",
}
# As the source of the relation says it, and as its target does.
RELATIONS: dict[Relation, tuple[str, str]] = {
    Relation.CHILD_OF: ("Même cause que", "Même cause, suivie ici"),
    Relation.RELATED: ("Liée à", "Liée à"),
    Relation.CAUSED_BY: ("Causée par", "Cause de"),
    Relation.DUPLICATE_OF: ("Doublon de", "A pour doublon"),
    Relation.SPLIT_FROM: ("Tirée de", "A donné"),
}
CHOICES: tuple[tuple[Relation, str], ...] = (
    (Relation.CHILD_OF, "a la même cause, et se règle avec"),
    (Relation.RELATED, "est liée à"),
    (Relation.CAUSED_BY, "est causée par"),
    (Relation.DUPLICATE_OF, "est un doublon de"),
)
PRIORITIES: dict[Priority, str] = {
    Priority.TOP: "immédiate",
    Priority.HIGH: "haute",
    Priority.NORMAL: "normale",
    Priority.LOW: "basse",
}
TEAMS: dict[Team, str] = {
    Team.HELP_DESK: "Assistance",
    Team.EXAM_OFFICE: "Bureau des examens",
    Team.FINANCE: "Bureau des examens, finances",
    Team.REPLACEMENT: "Bureau des examens, remplacements",
    Team.INSPECTOR: "Inspection",
    Team.ALERT_CELL: "Cellule d’alerte",
}


def reply(entry: Entry) -> str:
    """Who is heard on a merged ticket is named by it: the reporter of one is not that of the other."""
    if entry.side is Side.DESK:
        return f"a répondu depuis {entry.through}" if entry.through else "a répondu au demandeur"
    return f"a écrit, autre demandeur, sur {entry.through}" if entry.through else "a écrit"


def _beside(entry: Entry) -> str:
    return f"{BESIDE[entry.type]} {entry.other}"


def _tied(entry: Entry) -> str:
    said = RELATIONS[Relation(_about(entry)["kind"])][0].lower()
    return f"{'note' if entry.type is EventType.TIED else 'retire'}{NBSP}: {said} {entry.other}"


def _prioritised(entry: Entry) -> str:
    about = _about(entry)
    if about.get("undone"):
        return f"annule{NBSP}: priorité {PRIORITIES[Priority(about['priority'])]}"
    return f"priorité {PRIORITIES[Priority(about['priority'])]}{NBSP}: {about['reason']}"


def _handed_over(entry: Entry) -> str:
    about = _about(entry)
    if about.get("undone"):
        return f"annule, et rend la demande à{NBSP}: {TEAMS[Team(about['team'])]}"
    return f"confie la demande à{NBSP}: {TEAMS[Team(about['team'])]}. {about['reason']}"


def _tagged(entry: Entry) -> str:
    said = "étiquette" if entry.type is EventType.TAGGED else "retire l’étiquette"
    return f"{said} «{NBSP}{_about(entry)['tag']}{NBSP}»"


def _about(entry: Entry) -> dict[str, Any]:
    return entry.about or {}


SAYINGS: dict[EventType, Callable[[Entry], str]] = {
    EventType.REPLIED: reply,
    **dict.fromkeys(BESIDE, _beside),
    EventType.TIED: _tied,
    EventType.UNTIED: _tied,
    EventType.PRIORITISED: _prioritised,
    EventType.HANDED_OVER: _handed_over,
    EventType.TAGGED: _tagged,
    EventType.UNTAGGED: _tagged,
}
