"""Versions of the policy and of the calendars: in force now, kept by a ticket, made by a supervisor."""

import json
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, func, select

from ticketing import permissions
from ticketing.errors import MessageTooLong, RightMissing
from ticketing.permissions import Caller
from ticketing.service_level_models import NOTE_LENGTH, LevelsKind, LevelsVersion
from ticketing.service_levels import calendars, defaults, policies
from ticketing.service_levels.calendars import Calendars
from ticketing.service_levels.open_time import OpenTime, open_time
from ticketing.service_levels.policies import Policy
from ticketing.steering_errors import LevelsMissing, LevelsMoved

SHIPPED = 0
_LAST = select(LevelsVersion.kind, func.max(LevelsVersion.number)).group_by(col(LevelsVersion.kind))


@dataclass(frozen=True, slots=True)
class Levels:
    """What times a ticket: one version of each."""

    policy: Policy
    calendars: Calendars

    def hours(self, academy: str | None) -> OpenTime:
        return open_time(self.calendars.of(academy))


@dataclass(frozen=True, slots=True)
class Change:
    """A version to make; `base` is the one it was written against, and `content` what it says."""

    kind: LevelsKind
    base: int
    content: Any
    note: str = ""


def in_force(session: Session) -> dict[LevelsKind, int]:
    """The last version of each."""
    made = {kind: int(number) for kind, number in session.connection().execute(_LAST)}
    return {kind: made.get(kind, SHIPPED) for kind in LevelsKind}


def for_opening(session: Session) -> dict[str, int]:
    """What the first event of a ticket says of it: the promise is kept to the end."""
    numbers = in_force(session)
    return {
        "policy_version": numbers[LevelsKind.POLICY],
        "calendar_version": numbers[LevelsKind.CALENDARS],
    }


def levels_of(session: Session, policy_version: int, calendar_version: int) -> Levels:
    return Levels(policy(session, policy_version), calendars_of(session, calendar_version))


def current(session: Session) -> Levels:
    numbers = in_force(session)
    return levels_of(session, numbers[LevelsKind.POLICY], numbers[LevelsKind.CALENDARS])


def policy(session: Session, number: int) -> Policy:
    if number == SHIPPED:
        return _shipped_policy()
    return _policy(_content(session, LevelsKind.POLICY, number), number)


def calendars_of(session: Session, number: int) -> Calendars:
    if number == SHIPPED:
        return _shipped_calendars()
    return _calendars(_content(session, LevelsKind.CALENDARS, number), number)


def add(session: Session, change: Change, *, caller: Caller, now: datetime) -> LevelsVersion:
    """Make the next version, for the tickets to come.

    Raises LevelsRefused, CalendarNeverOpens, LevelsMoved when another was made since `base`.
    """
    if not permissions.may_decide_levels(caller):
        raise RightMissing(caller.id, "decide_levels")
    if len(change.note) > NOTE_LENGTH:
        raise MessageTooLong(len(change.note), NOTE_LENGTH)
    read_content(change.kind, change.content)
    last = in_force(session)[change.kind]
    if last != change.base:
        raise LevelsMoved(change.base, last)
    version = LevelsVersion(
        kind=change.kind,
        number=last + 1,
        content=json.dumps(change.content, ensure_ascii=False, sort_keys=True),
        note=change.note.strip(),
        made_by=caller.id,
        made_at=now,
    )
    session.add(version)
    try:
        session.flush()
    except IntegrityError as error:
        raise LevelsMoved(change.base, last + 1) from error
    return version


def content_of(session: Session, kind: LevelsKind, number: int) -> Any:
    """What a version says; LevelsMissing when there is none of this number."""
    if number == SHIPPED:
        return defaults.POLICY if kind is LevelsKind.POLICY else defaults.CALENDARS
    found = session.get(LevelsVersion, (kind, number))
    if found is None:
        raise LevelsMissing(number)
    return json.loads(found.content)


def read_content(kind: LevelsKind, content: Any) -> Policy | Calendars:
    """What a version would say, checked."""
    return policies.read(content) if kind is LevelsKind.POLICY else calendars.read(content)


def history(session: Session, kind: LevelsKind, limit: int = 30) -> list[LevelsVersion]:
    """Versions that were made, the last one first; the shipped one is not among them."""
    query = select(LevelsVersion).where(col(LevelsVersion.kind) == kind)
    return list(session.exec(query.order_by(col(LevelsVersion.number).desc()).limit(limit)))


def _content(session: Session, kind: LevelsKind, number: int) -> str:
    kept: dict[tuple[LevelsKind, int], str] = session.info.setdefault("service_levels", {})
    if (kind, number) not in kept:
        kept[kind, number] = session.get_one(LevelsVersion, (kind, number)).content
    return kept[kind, number]


@lru_cache(maxsize=1)
def _shipped_policy() -> Policy:
    return policies.read(defaults.POLICY)


@lru_cache(maxsize=1)
def _shipped_calendars() -> Calendars:
    return calendars.read(defaults.CALENDARS)


# By their text: the same number means something else in another database.
@lru_cache(maxsize=32)
def _policy(content: str, number: int) -> Policy:
    return policies.read(json.loads(content), number)


@lru_cache(maxsize=32)
def _calendars(content: str, number: int) -> Calendars:
    return calendars.read(json.loads(content), number)
