"""How a history says, for the desk, what one ticket has to do with another."""

from ticketing.timeline import Entry
from ticketing.vocabulary import EventType, Side

# Followed by the reference of the other.
BESIDE: dict[EventType, str] = {
    EventType.MERGED: "fusionne cette demande dans",
    EventType.UNMERGED: "sépare cette demande de",
    EventType.ABSORBED: "fusionne ici la demande",
    EventType.RELEASED: "sépare d’ici la demande",
}


def what(entry: Entry) -> str:
    return f"{BESIDE[entry.type]} {entry.other}"


def reply(entry: Entry) -> str:
    """Who is heard on a merged ticket is named by it: the reporter of one is not that of the other."""
    if entry.side is Side.DESK:
        return f"a répondu depuis {entry.through}" if entry.through else "a répondu au demandeur"
    return f"a écrit, autre demandeur, sur {entry.through}" if entry.through else "a écrit"
