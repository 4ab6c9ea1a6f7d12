"""Who is away, until when, for how many tickets at most, and how a team shares: declared, never guessed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, true
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from ticketing import permissions, views
from ticketing.duty_models import AgentDuty, Sharing, TeamSharing
from ticketing.errors import RightMissing
from ticketing.models import Ticket
from ticketing.permissions import Caller
from ticketing.steering_errors import DutyImpossible, DutyMoved
from ticketing.vocabulary import Team

MOST_OPEN = 500


@dataclass(frozen=True, slots=True)
class Declared:
    """What somebody declares of one person; no end means until further notice."""

    away_from: datetime | None = None
    away_until: datetime | None = None
    most_open: int | None = None

    def check(self) -> None:
        if self.away_until is not None and (self.away_from is None or self.away_until <= self.away_from):
            raise DutyImpossible
        if self.most_open is not None and not 0 < self.most_open <= MOST_OPEN:
            raise DutyImpossible


def of(session: Session, person_id: str) -> AgentDuty | None:
    return session.get(AgentDuty, person_id)


def every(session: Session) -> dict[str, AgentDuty]:
    return {row.person_id: row for row in session.exec(select(AgentDuty))}


def loads(session: Session, caller: Caller | None = None) -> dict[str, int]:
    """How many open tickets each person holds; to a caller, of those that she may know of."""
    known = permissions.visible(caller) if caller else true()
    held = (
        select(col(Ticket.assignee_id), func.count())
        .where(known, col(Ticket.assignee_id).is_not(None), views.is_open())
        .group_by(col(Ticket.assignee_id))
    )
    return {str(person): int(number) for person, number in session.exec(held)}


def declare(
    session: Session, person_id: str, said: Declared, *, seen: int, caller: Caller, now: datetime
) -> None:
    """A person for herself, a supervisor for anybody; DutyMoved when another one did meanwhile."""
    if not permissions.may_declare_absence(caller, person_id):
        raise RightMissing(caller.id, "declare_absence")
    said.check()
    row = of(session, person_id)
    if (row.step if row else 0) != seen:
        raise DutyMoved
    row = row or AgentDuty(person_id=person_id, step=0, changed_by=caller.id, changed_at=now)
    row.step, row.changed_by, row.changed_at = seen + 1, caller.id, now
    row.away_from, row.away_until = said.away_from, said.away_until
    # How many she may hold is the supervisor's word; one's own form keeps what was decided.
    if permissions.may_manage_team(caller):
        row.most_open = said.most_open
    session.add(row)
    _flush(session)


def sharing(session: Session) -> dict[Team, Sharing]:
    kept = {row.team: row.how for row in session.exec(select(TeamSharing))}
    return {team: kept.get(team, Sharing.BY_HAND) for team in Team}


def decide_sharing(session: Session, team: Team, how: Sharing, *, caller: Caller, now: datetime) -> None:
    if not permissions.may_manage_team(caller):
        raise RightMissing(caller.id, "manage_team")
    row = session.get(TeamSharing, team) or TeamSharing(team=team, how=how, changed_by="", changed_at=now)
    row.how, row.changed_by, row.changed_at = how, caller.id, now
    session.add(row)
    _flush(session)


def are_away(rows: Iterable[AgentDuty], now: datetime) -> set[str]:
    return {row.person_id for row in rows if row.is_away(now)}


def _flush(session: Session) -> None:
    try:
        session.flush()
    except IntegrityError as error:
        raise DutyMoved from error
