"""All that is found in one text: metadata, relations, corrections, deadlines, rates; each with its words."""

import re
from dataclasses import dataclass, replace
from datetime import date

from knowledge import metadata
from knowledge.deadlines import Deadline, deadlines
from knowledge.documents import Reading
from knowledge.metadata import Metadata
from knowledge.relations import (
    Correction,
    Relation,
    Replaced,
    corrections,
    relations,
    replaced_sections,
)
from knowledge.values import Value, values


@dataclass(frozen=True, slots=True)
class Findings:
    """Proposals of one text, before anybody has looked at them."""

    metadata: Metadata
    relations: tuple[Relation, ...]
    corrections: tuple[Correction, ...]
    replaced: tuple[Replaced, ...]
    deadlines: tuple[Deadline, ...]
    values: tuple[Value, ...] = ()


_ENDLESS = re.compile(r"\S{400,}")  # no word is so long: patterns would try each of its parts


def study(reading: Reading) -> Findings:
    """Look for everything in a reading; years that a deadline leaves out are those of its only session."""
    reading = replace(reading, text=_ENDLESS.sub(lambda word: " " * len(word.group()), reading.text))
    said = metadata.propose(reading)
    session = said.sessions[0] if len(said.sessions) == 1 else None
    head_end = metadata.head_of(reading)[1]
    return Findings(
        said,
        tuple(relations(reading.text, own_number=said.number, head_end=head_end)),
        tuple(corrections(reading.text)),
        tuple(replaced_sections(reading.text)),
        tuple(deadlines(reading, session=session, signed=_signed(said))),
        tuple(values(reading)),
    )


def _signed(said: Metadata) -> tuple[date, int, int] | None:
    named = next((p for p in said.proposals if p.field == "date"), None)
    return (said.signed_on, named.start, named.end) if named and said.signed_on else None
