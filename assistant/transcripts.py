"""The exchanges that go with a request for a person: as they are written under its words, and read again."""

from collections.abc import Sequence

from assistant.understanding import Exchange

TOLD = 4  # exchanges that go with the request…
LONGEST = 1200  # … and how much of each side
HEAD = "Échanges précédents :"
_MARK = "— "


def lines(exchanges: Sequence[Exchange]) -> list[str]:
    """Oldest first; a question is one line, so that it is told from its answer."""
    said: list[str] = []
    for asked, answered in exchanges[-TOLD:]:
        said += ["", f"{_MARK}{' '.join(asked.split())[:LONGEST]}", answered[:LONGEST]]
    return ["", HEAD, *said] if said else []


def parted(body: str) -> tuple[str, list[Exchange]]:
    """The words of a request, and the exchanges that were sent with them."""
    words, head, rest = f"\n{body}".partition(f"\n{HEAD}\n")
    if not head:
        return body, []
    found: list[Exchange] = []
    for one in f"\n{rest}".split(f"\n\n{_MARK}")[1:]:
        asked, _, answered = one.partition("\n")
        found.append((asked, answered.strip()))
    return (words.strip(), found) if found else (body, [])
