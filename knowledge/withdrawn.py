"""What no longer holds in a published text: which words, by which text, and what stands in their place."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from knowledge.applicability import Standing, Supersession, falls, within_section
from knowledge.records import Record
from knowledge.wordings import find_wordings


@dataclass(frozen=True, slots=True)
class Change:
    """One text that acts on another; `section` is the part it acts on, None for the whole."""

    by: str  # number of the text that acts
    by_document: str
    is_whole: bool  # the text is replaced altogether
    section: str | None = None
    since: date | None = None  # the day on which it was published here


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """Words that no longer hold: `text[start:end]` of the text that was changed."""

    start: int
    end: int
    by: str
    by_document: str
    replaced_by: str | None = None


def changes(standing: Standing) -> tuple[Change, ...]:
    """The texts that replace or correct one, each said once for each part."""
    found = [
        Change(
            one.by, one.by_document, one.section is None and one.wording is None, one.section, one.known_from
        )
        for one in standing.superseded
    ]
    return tuple(dict.fromkeys(found))


def withdrawn(standing: Standing, records: Sequence[Record]) -> list[Withdrawn]:
    """The words to strike, in their order; a text replaced altogether is said to be so, and not struck.

    A correcting text names the words that it takes away: those are its own quotation, and stay as written.
    """
    passages = list(enumerate(records))
    by_others = [one for one in standing.superseded if all(one.by_document != r.document for r in records)]
    found = [each for change in by_others for each in _spans(change, passages)]
    return _apart(sorted(found, key=lambda one: (one.start, -one.end)))


def _spans(change: Supersession, passages: Sequence[tuple[int, Record]]) -> Iterator[Withdrawn]:
    if change.wording is not None:
        within = [(rank, one) for rank, one in passages if within_section(one.heading_path, change.section)]
        for _, start, end in find_wordings(within, change.wording):
            yield Withdrawn(start, end, change.by, change.by_document, change.replaced_by)
    elif change.section is not None:
        for _, one in passages:
            if falls(one.heading_path, change):
                yield Withdrawn(one.start, one.end, change.by, change.by_document)


def _apart(found: Sequence[Withdrawn]) -> list[Withdrawn]:
    """Words struck twice are struck once, by the widest."""
    kept: list[Withdrawn] = []
    for one in found:
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return kept
