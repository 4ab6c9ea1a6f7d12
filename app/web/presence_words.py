"""Who else is on a ticket, in words: for its head, for its row in the list, for the stream."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.web import ticket_words
from ticketing.presence import Present


@dataclass(frozen=True, slots=True)
class Told:
    said: str  # whole sentences, for the ticket
    short: str  # names, for the row
    writes: bool


def told(present: Sequence[Present]) -> Told:
    writing, reading = (
        [ticket_words.person(one.person_id) for one in present if one.writes is writes]
        for writes in (True, False)
    )
    sentences = []
    if writing:
        sentences.append(f"{listed(writing)} {'écrivent' if len(writing) > 1 else 'écrit'} en ce moment.")
    if reading:
        sentences.append(f"Aussi ouverte par {listed(reading)}.")
    return Told(" ".join(sentences), listed([*writing, *reading]), bool(writing))


def by_reference(present: Mapping[str, Sequence[Present]]) -> dict[str, Told]:
    return {reference: told(there) for reference, there in present.items()}


def as_event(present: Mapping[str, Sequence[Present]]) -> dict[str, dict[str, Any]]:
    return {
        reference: {"said": one.said, "short": one.short, "writes": one.writes}
        for reference, one in by_reference(present).items()
    }


def listed(names: Sequence[str]) -> str:
    """Each once: « A, B et C »."""
    each = list(dict.fromkeys(names))
    return each[0] if len(each) == 1 else f"{', '.join(each[:-1])} et {each[-1]}"
