"""The whole suite, family after family, on one backend."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from connectors.contract import correcting, feed, images, malformed, refusing, rights, shapes, writing
from connectors.contract.description import Description
from connectors.contract.door import Door, Things
from connectors.contract.findings import Finding


class NobodyKnown(Exception):
    """The backend refuses the token, or knows none of the people: there is nothing to check with."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """`people`: on behalf of whom; the first who is known also asks for what does not exist.

    `writes`: the backend may be thrown away afterwards. `events_secret`: empty, signatures are not checked.
    """

    people: Sequence[str]
    writes: bool = False
    events_secret: str = ""


def run(door: Door, description: Description, wanted: Wanted) -> Iterator[Finding]:
    """Raises `NobodyKnown`, and `httpx.HTTPError` when the backend does not answer."""
    people = [things for person in wanted.people if (things := Things.of(door, person)) is not None]
    if not people:
        raise NobodyKnown
    yield from shapes.check(door, description, people)
    yield from refusing.check(door, description, people[0].person)
    yield from rights.check(door, description, people)
    yield from images.check(door, description, people)
    if wanted.writes:
        yield from correcting.check(door, description, people)
        yield from writing.check(door, description, people)
    yield from feed.check(door, description, wanted.events_secret)
    if wanted.writes:
        yield from malformed.check(door, description, people)
