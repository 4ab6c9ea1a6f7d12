"""When and where a text applies: the hard filter that comes before any ranking."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from knowledge.scope import Scope


class Verdict(StrEnum):
    """Why a passage is kept, or set aside; a curator reads these words in the search trace."""

    KEPT = "kept"
    UNPUBLISHED = "unpublished"
    UNKNOWN_THEN = "unknown_then"  # published after the day asked about
    SUPERSEDED = "superseded"
    OTHER_ACADEMY = "other_academy"
    OTHER_SESSION = "other_session"
    OTHER_EXAM = "other_exam"
    OTHER_SERIES = "other_series"
    MISSION_REQUIRED = "mission_required"  # a scale, and the asker marks another paper


@dataclass(frozen=True, slots=True)
class Frame:
    """For whom a circular holds. An empty set means that the text does not say.

    `known_from` and `known_to` are the days between which we held the text as published:
    what we *knew*; `sessions` say what it *rules*. A repealed text keeps its frame.
    """

    academies: frozenset[str] = frozenset()
    sessions: frozenset[str] = frozenset()
    exams: frozenset[str] = frozenset()
    series: frozenset[str] = frozenset()
    papers: frozenset[str] = frozenset()  # of a scale: who holds a mission on one of them reads it
    is_scale: bool = False
    known_from: date | None = None
    known_to: date | None = None


@dataclass(frozen=True, slots=True)
class Supersession:
    """A part of a circular that no longer holds: the whole, one section, or one wording of it."""

    by: str  # number of the text that replaces
    by_document: str
    known_from: date | None
    section: str | None = None
    wording: str | None = None
    replaced_by: str | None = None  # the new wording, when the text gives it


@dataclass(frozen=True, slots=True)
class Standing:
    """A frame with what was done to it since."""

    frame: Frame
    superseded: tuple[Supersession, ...] = field(default=())


def verdict(frame: Frame, scope: Scope) -> Verdict:
    """Say whether a circular with this frame may speak to this asker.

    What the asker has not said excludes nothing: the caller asks, or shows both. A scale is
    closed to whom holds no mission on its paper, whatever else is unknown.
    """
    refusals = (
        (_unknown_then(frame, scope), Verdict.UNKNOWN_THEN),
        (frame.is_scale and not frame.papers & scope.papers, Verdict.MISSION_REQUIRED),
        (_outside(frame.academies, scope.academy), Verdict.OTHER_ACADEMY),
        (_outside(frame.sessions, scope.session), Verdict.OTHER_SESSION),
        (_outside(frame.exams, scope.exam), Verdict.OTHER_EXAM),
        (_outside(frame.series, scope.series), Verdict.OTHER_SERIES),
    )
    return next((refusal for refused, refusal in refusals if refused), Verdict.KEPT)


def _outside(allowed: frozenset[str], value: str | None) -> bool:
    return bool(allowed) and value is not None and value not in allowed


def _unknown_then(frame: Frame, scope: Scope) -> bool:
    day = scope.as_known_on
    if day is None:
        return False
    return (frame.known_from is not None and frame.known_from > day) or (
        frame.known_to is not None and frame.known_to <= day
    )


def in_force(superseded: Iterable[Supersession], scope: Scope) -> list[Supersession]:
    """Those that were known on the day asked about (all of them when no day is named)."""
    day = scope.as_known_on
    return [s for s in superseded if day is None or s.known_from is None or s.known_from <= day]


def is_superseded(heading_path: str, superseded: Sequence[Supersession]) -> bool:
    """Whether a passage falls as a whole; a passage of which only a wording is corrected stands."""
    return any(s.wording is None and _within(heading_path, s.section) for s in superseded)


def withdrawn_wordings(
    heading_path: str, text: str, superseded: Sequence[Supersession]
) -> list[Supersession]:
    """Corrections whose old wording stands in this passage: it may be quoted without those words only."""
    return [s for s in superseded if s.wording and s.wording in text and _within(heading_path, s.section)]


def _within(heading_path: str, section: str | None) -> bool:
    """Whether a passage is in a section ("4" holds "4.2"), by the numbers of its headings."""
    if section is None:
        return True
    wanted = section.lower()
    return any(_numbered(heading, wanted) for heading in heading_path.lower().split(" › "))


def _numbered(heading: str, wanted: str) -> bool:
    if wanted.startswith("annexe"):
        return heading.startswith(wanted) and not heading[len(wanted) :][:1].isalnum()
    number = heading.removeprefix("article ").split(" ", 1)[0].rstrip(".)-–")
    return number == wanted or number.startswith(wanted + ".")
