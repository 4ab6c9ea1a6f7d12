"""Giving tickets by rule: whose turn, who has room, and why nobody when there is nobody."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from sqlmodel import Session, col, select

from ticketing import duty, log, moves, permissions, states
from ticketing.duty_models import AgentDuty, Sharing, TeamSharing
from ticketing.models import Ticket
from ticketing.permissions import Caller
from ticketing.vocabulary import EventType, Side, Team, TicketState

AT_ONCE = 50  # in one transaction of the worker


class Why(StrEnum):
    """Why a ticket waits for somebody, or why one is given none."""

    BY_HAND = "by_hand"  # this team shares by hand
    NOBODY = "nobody"  # no one works for this team
    AWAY = "away"  # all are away
    FULL = "full"  # all those who are there hold as many as they may
    NOTHING_LEFT = "nothing_left"


@dataclass
class Staff:
    """Those who work at the desk, as they are now."""

    members: Sequence[Caller]
    duties: Mapping[str, AgentDuty]
    loads: dict[str, int]
    now: datetime
    turns: dict[Team, str | None] = field(default_factory=dict)  # to whom each team gave last

    def of(self, ticket: Ticket) -> list[Caller]:
        """Those whose own work this ticket is, by name of account; a supervisor takes by hand alone."""
        return sorted(
            (
                one
                for one in self.members
                if permissions.may_work(one, ticket)
                and ticket.reporter_id != one.id
                and permissions.is_shared_with(one, ticket.team)
            ),
            key=lambda one: one.id,
        )

    def is_away(self, person_id: str) -> bool:
        row = self.duties.get(person_id)
        return row is not None and row.is_away(self.now)

    def is_full(self, person_id: str) -> bool:
        row = self.duties.get(person_id)
        most = row.most_open if row else None
        return most is not None and self.loads.get(person_id, 0) >= most


def staff(session: Session, members: Sequence[Caller], now: datetime) -> Staff:
    turns = {row.team: row.last_given for row in session.exec(select(TeamSharing))}
    return Staff(members, duty.every(session), duty.loads(session), now, turns)


def choose(ticket: Ticket, how: Sharing, people: Staff) -> str | Why:
    """Whom this ticket goes to, or why nobody; the same people and loads give the same person."""
    if how is Sharing.BY_HAND:
        return Why.BY_HAND
    able = [one.id for one in people.of(ticket)]
    there = [one for one in able if not people.is_away(one)]
    free = [one for one in there if not people.is_full(one)]
    if not free:
        return Why.NOBODY if not able else Why.FULL if there else Why.AWAY
    if how is Sharing.LEAST_LOADED:
        return min(free, key=lambda one: (people.loads.get(one, 0), one))
    last = people.turns.get(ticket.team) or ""
    return next((one for one in free if one > last), free[0])


def has_to_give(session: Session, members: Sequence[Caller], *, now: datetime) -> bool:
    """A look without a lock, before `share`."""
    ways = duty.sharing(session)
    people = staff(session, members, now)
    return any(not isinstance(choose(one, ways[one.team], people), Why) for one in _waiting(session, ways))


def _waiting(session: Session, ways: Mapping[Team, Sharing]) -> list[Ticket]:
    """Of the teams that share by rule, the most pressing first."""
    teams = [team for team, how in ways.items() if how is not Sharing.BY_HAND]
    if not teams:
        return []
    waiting = select(Ticket).where(
        col(Ticket.team).in_(teams),
        col(Ticket.assignee_id).is_(None),
        col(Ticket.state) == TicketState.NEW,
    )
    found = session.exec(waiting.order_by(col(Ticket.priority), col(Ticket.opened_at)).limit(AT_ONCE))
    return list(found)


def share(session: Session, members: Sequence[Caller], *, now: datetime) -> int:
    """Give what waits, in the teams that share by rule, the most pressing first; how many were given."""
    ways, people, given = duty.sharing(session), staff(session, members, now), 0
    for ticket in _waiting(session, ways):
        chosen = choose(ticket, ways[ticket.team], people)
        if isinstance(chosen, Why):
            continue
        _give(session, ticket, chosen, ways[ticket.team], now)
        people.loads[chosen] = people.loads.get(chosen, 0) + 1
        people.turns[ticket.team] = chosen
        given += 1
    return given


def why_waiting(session: Session, ticket: Ticket, members: Sequence[Caller], now: datetime) -> Why | None:
    """Why an open ticket has nobody; None when somebody holds it, or will within a moment."""
    if ticket.assignee_id is not None or ticket.state not in states.OPEN:
        return None
    chosen = choose(ticket, duty.sharing(session)[ticket.team], staff(session, members, now))
    return chosen if isinstance(chosen, Why) else None


def take_next(session: Session, caller: Caller, *, now: datetime) -> Ticket | Why:
    """The most pressing ticket that nobody holds and that this person may work on, given to her."""
    people = staff(session, [caller], now)
    if people.is_away(caller.id):
        return Why.AWAY
    if people.is_full(caller.id):
        return Why.FULL
    found = session.exec(
        select(Ticket)
        .where(
            permissions.visible(caller),
            col(Ticket.assignee_id).is_(None),
            col(Ticket.reporter_id) != caller.id,
            col(Ticket.state).in_(states.TO_TAKE_UP),
        )
        .order_by(
            col(Ticket.priority),
            col(Ticket.due_at).is_(None),
            col(Ticket.due_at),
            col(Ticket.opened_at),
            col(Ticket.reference),
        )
    )
    for ticket in found.yield_per(20):
        # Another team's ticket is taken by hand: what comes next is one's own work.
        if permissions.may_work(caller, ticket) and permissions.is_shared_with(caller, ticket.team):
            found.close()
            said = {"assignee": caller.id, "how": "next"}
            log.append(session, ticket, log.Fact(EventType.ASSIGNED, Side.DESK, caller.id, now, said))
            moves.move(session, ticket, TicketState.IN_PROGRESS, caller=caller, now=now)
            return ticket
    return Why.NOTHING_LEFT


def _give(session: Session, ticket: Ticket, person_id: str, how: Sharing, now: datetime) -> None:
    said = {"assignee": person_id, "how": how}
    log.append(session, ticket, log.Fact(EventType.ASSIGNED, Side.SYSTEM, None, now, said))
    states.check(ticket.state, TicketState.TRIAGED, Side.SYSTEM, states.Facts(assigned=True))
    moved = {"from": ticket.state, "to": TicketState.TRIAGED}
    log.append(session, ticket, log.Fact(EventType.MOVED, Side.SYSTEM, None, now, moved))
    row = session.get_one(TeamSharing, ticket.team)
    row.last_given = person_id
    session.add(row)
