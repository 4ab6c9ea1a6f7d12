"""When and where a text applies: the hard filter that comes before any ranking."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from uuid import UUID

from knowledge.papers import opens
from knowledge.scope import Scope
from knowledge.vocabulary import exam_within, exams_meant


class Verdict(StrEnum):
    """Why a passage is kept, or set aside; a curator reads these words in the search trace."""

    KEPT = "kept"
    UNPUBLISHED = "unpublished"  # withdrawn: it answers about the days when it was not
    UNKNOWN_THEN = "unknown_then"  # not yet published, or no longer, on the day asked about
    SUPERSEDED = "superseded"
    OTHER_ACADEMY = "other_academy"
    OTHER_SESSION = "other_session"
    OTHER_EXAM = "other_exam"
    OTHER_SERIES = "other_series"
    MISSION_REQUIRED = "mission_required"  # a scale, and the asker marks another paper, or it is too early


ELSEWHERE = (Verdict.OTHER_ACADEMY, Verdict.OTHER_SESSION, Verdict.OTHER_EXAM, Verdict.OTHER_SERIES)


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
    opens_on: date | None = None  # of a scale: nobody reads it before

    def timeless(self) -> "Frame":
        """The same without its days: circulars that share it stand or fall together."""
        return replace(self, known_from=None, known_to=None, opens_on=None)


@dataclass(frozen=True, slots=True)
class Supersession:
    """A part of a circular that no longer holds: the whole, one section, or one wording of it.

    It holds within the frame of the text that says it: a text of an académie, or of one session, changes
    nothing for the others.
    """

    by: str  # number of the text that replaces
    by_document: str
    known_from: date | None
    section: str | None = None
    wording: str | None = None
    replaced_by: str | None = None  # the new wording, when the text gives it
    known_to: date | None = None
    within: Frame = field(default_factory=Frame)


@dataclass(frozen=True, slots=True)
class Standing:
    """A circular as the filter knows it: its frame, what it does to others, what was done to it since.

    `doubts` wait for a curator and change nothing meanwhile; `acts` are (kind, target, section).
    """

    circular_id: UUID
    document: str
    title: str = ""
    number: str | None = None
    signed_on: date | None = None
    level: str | None = None
    frame: Frame = field(default_factory=Frame)
    superseded: tuple[Supersession, ...] = ()
    doubts: tuple[Supersession, ...] = ()
    acts: tuple[tuple[str, str, str | None], ...] = ()
    ocr_pages: tuple[int, ...] = ()  # read by recognition: shown with that mark
    acts_in_doubt: bool = False  # it seems to change another text, and a curator has not said so yet


def verdict(frame: Frame, scope: Scope) -> Verdict:
    """Say whether a circular with this frame may speak to this asker.

    What the asker has not said excludes nothing: the caller asks, or shows both. A scale comes first:
    to whom holds no mission on its paper, nothing else is ever said of it.
    """
    refusals = (
        (_closed(frame, scope), Verdict.MISSION_REQUIRED),
        (scope.as_known_on is None and frame.known_to is not None, Verdict.UNPUBLISHED),
        (not _known(frame.known_from, frame.known_to, scope), Verdict.UNKNOWN_THEN),
        (_outside(frame.academies, scope.academy), Verdict.OTHER_ACADEMY),
        (_outside(frame.sessions, scope.session), Verdict.OTHER_SESSION),
        (bool(frame.exams and scope.exam) and not frame.exams & exams_meant(scope.exam), Verdict.OTHER_EXAM),
        (_outside(frame.series, scope.series), Verdict.OTHER_SERIES),
    )
    return next((refusal for refused, refusal in refusals if refused), Verdict.KEPT)


def _closed(frame: Frame, scope: Scope) -> bool:
    if not frame.is_scale:
        return False
    too_early = frame.opens_on is not None and (scope.today is None or scope.today < frame.opens_on)
    return too_early or not any(opens(held, frame.papers, frame.sessions) for held in scope.papers)


def _outside(allowed: frozenset[str], value: str | None) -> bool:
    return bool(allowed) and value is not None and value not in allowed


def _known(known_from: date | None, known_to: date | None, scope: Scope) -> bool:
    day = scope.as_known_on
    if day is None:
        return known_to is None
    return (known_from is None or known_from <= day) and (known_to is None or known_to > day)


def in_force(
    superseded: Iterable[Supersession], scope: Scope, frame: Frame | None = None
) -> list[Supersession]:
    """Those known on the day asked about (today's when no day is named) that hold for this asker."""
    return [s for s in superseded if _known(s.known_from, s.known_to, scope) and _reaches(s, scope, frame)]


def _reaches(change: Supersession, scope: Scope, frame: Frame | None) -> bool:
    """Whether a change made within its own frame is made for this asker too.

    An asker who did not say is reached unless the circular also holds where the change does not: a
    national rule that one académie replaces still stands for whom we do not know.
    """
    within, of = change.within, frame or Frame()
    return (
        not _outside(within.sessions, scope.session)
        and _covers(within.academies, of.academies, scope.academy)
        and _covers(within.exams, of.exams, scope.exam, exam_within)
        and _covers(within.series, of.series, scope.series)
    )


def _covers(
    within: frozenset[str],
    of: frozenset[str],
    asked: str | None,
    holds: Callable[[str, frozenset[str]], bool] = lambda one, among: one in among,
) -> bool:
    if not within:
        return True
    if asked:
        return holds(asked, within)
    return bool(of) and of <= within


def is_superseded(heading_path: str, superseded: Sequence[Supersession]) -> bool:
    """Whether a passage falls as a whole; a passage of which only a wording is corrected stands."""
    return any(falls(heading_path, s) for s in superseded)


def falls(heading_path: str, change: Supersession) -> bool:
    """Whether one change takes a passage away as a whole."""
    return change.wording is None and within_section(heading_path, change.section)


def within_section(heading_path: str, section: str | None) -> bool:
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


def specificity(frame: Frame, scope: Scope) -> int:
    """How many of the asker's own words a text bears: an académie's rule comes before the national one."""
    return sum(
        asked is not None and asked in allowed
        for asked, allowed in (
            (scope.academy, frame.academies),
            (scope.session, frame.sessions),
            (scope.series, frame.series),
        )
    )
