"""An answer as it was given, beside what the texts of that day, then those of today, would answer."""

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol
from uuid import UUID

from assistant.answer_log import Recorded
from assistant.answers import Answer
from assistant.french import PARIS
from assistant.grounds import Grounds, Seen, digest
from knowledge.circulars import Version
from knowledge.scope import Scope


class Answers(Protocol):
    """Who answers a whole question from the texts."""

    def answer(self, question: str, scope: Scope) -> Answer: ...


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage seen then: whether it was cited, what its text became, how today's search sees it."""

    seen: Seen
    is_cited: bool
    version: Version | None  # none when the text came from an index without a database
    is_intact: bool  # the stored version still says these very words
    today: Seen | None  # none when it is no longer among the best


@dataclass(frozen=True, slots=True)
class Line:
    """A line of two answers compared: in the former only, in the latter only, or in both."""

    sign: str  # "-", "+" or " "
    text: str


@dataclass(frozen=True, slots=True)
class Replay:
    """`then` and `now` are none without an index, and when the answer would rest on a scale."""

    recorded: Recorded
    passages: tuple[Passage, ...]
    is_asked_again: bool
    then: Grounds | None
    now: Grounds | None


def replay(
    recorded: Recorded, versions: Mapping[UUID, Version], answers: Answers | None, today: date
) -> Replay:
    """Ask the same question again within the same frame; what was recorded is never changed by it."""
    told, day = recorded.grounds, recorded.at.astimezone(PARIS).date()
    then = _again(answers, told, replace(told.scope, as_known_on=day))
    now = _again(answers, told, replace(told.scope, today=today, as_known_on=None))
    cited = {seen.place for _, seen in told.cited()}
    sight = {seen.place: seen for seen in now.seen} if now else {}
    passages = tuple(
        Passage(
            seen,
            seen.place in cited,
            versions.get(seen.circular_id),
            _is_intact(seen, versions.get(seen.circular_id)),
            sight.get(seen.place),
        )
        for seen in told.seen
        if not seen.is_scale
    )
    return Replay(recorded, passages, answers is not None, then, now)


def differences(before: str, after: str) -> list[Line]:
    """The lines of both, those that changed marked; all unmarked when nothing did."""
    former, latter = before.split("\n"), after.split("\n")
    matcher = difflib.SequenceMatcher(None, former, latter, autojunk=False)
    lines: list[Line] = []
    for kind, first, last, begin, end in matcher.get_opcodes():
        if kind == "equal":
            lines += [Line(" ", text) for text in former[first:last]]
            continue
        lines += [Line("-", text) for text in former[first:last]]
        lines += [Line("+", text) for text in latter[begin:end]]
    return lines


def _again(answers: Answers | None, told: Grounds, scope: Scope) -> Grounds | None:
    found = answers.answer(told.question, scope).grounds if answers else None
    return None if found is None or found.rests_on_a_scale else found


def _is_intact(seen: Seen, version: Version | None) -> bool:
    return version is not None and digest(version.text[seen.start : seen.end]) == seen.digest
