"""Tickets given by rule: whose turn, who has room, nobody; and the next one for me."""

from datetime import timedelta

import pytest
from sqlmodel import Session, select

from tests.ticketing.conftest import (
    AGENT,
    ALERT_CELL,
    CORRECTOR,
    EXAM_OFFICE,
    EXAM_OFFICE_ELSEWHERE,
    INSPECTOR,
    NOW,
    OTHER_AGENT,
    SUPERVISOR,
)  # fmt: skip
from ticketing import duty, log, sharing, tickets
from ticketing.duty import Declared
from ticketing.duty_models import Sharing
from ticketing.errors import RightMissing
from ticketing.models import Event, Ticket
from ticketing.sharing import Why
from ticketing.steering_errors import DutyImpossible, DutyMoved
from ticketing.vocabulary import Defect, EventType, Kind, Team, TicketState

MEMBERS = [AGENT, OTHER_AGENT, SUPERVISOR, EXAM_OFFICE, EXAM_OFFICE_ELSEWHERE, INSPECTOR, ALERT_CELL]
LATER = NOW + timedelta(hours=2)


@pytest.fixture
def shares(session):
    def decide(how, team=Team.HELP_DESK):
        duty.decide_sharing(session, team, how, caller=SUPERVISOR, now=NOW)

    return decide


def declare(session, person, seen=0, caller=SUPERVISOR, **said):
    duty.declare(session, person.id, Declared(**said), seen=seen, caller=caller, now=NOW)


def share(session, now=NOW):
    return sharing.share(session, MEMBERS, now=now)


def held(session):
    return list(session.exec(select(Ticket.assignee_id).order_by(Ticket.reference)))


def test_by_hand_nothing_is_given(session, make_ticket):
    ticket = make_ticket()

    assert share(session) == 0
    assert sharing.why_waiting(session, ticket, MEMBERS, NOW) is Why.BY_HAND


def test_the_least_loaded_is_given_the_next_one_and_the_ticket_says_so(session, make_ticket, shares):
    shares(Sharing.LEAST_LOADED)
    tickets.assign(session, make_ticket(), AGENT.id, caller=AGENT, now=NOW)
    made = [make_ticket() for _ in range(3)]

    assert sharing.has_to_give(session, MEMBERS, now=NOW)
    assert share(session) == 3
    assert held(session) == ["agent-a", "agent-b", "agent-a", "agent-b"]
    assert not sharing.has_to_give(session, MEMBERS, now=NOW)
    assert {ticket.state for ticket in made} == {TicketState.TRIAGED}
    event = session.exec(
        select(Event).where(Event.ticket_id == made[0].id, Event.type == EventType.ASSIGNED)
    ).one()
    assert (event.actor_id, event.payload) == (None, {"assignee": "agent-b", "how": "least_loaded"})
    assert log.differences(session, made[0]) == []
    assert share(session) == 0


def test_each_has_her_turn_from_one_round_to_the_next(session, make_ticket, shares):
    shares(Sharing.ROUND_ROBIN)
    for _ in range(3):
        make_ticket()
        share(session)

    assert held(session) == ["agent-a", "agent-b", "agent-a"]


def test_the_most_pressing_is_given_first(session, make_ticket, shares):
    shares(Sharing.ROUND_ROBIN)
    make_ticket(defect=Defect.ROTATED)
    make_ticket(defect=Defect.MISSING_PAGE)
    share(session)

    assert held(session) == ["agent-b", "agent-a"]


def test_who_is_away_or_full_is_given_nothing_and_the_queue_says_why(session, make_ticket, shares):
    shares(Sharing.LEAST_LOADED)
    declare(session, AGENT, away_from=NOW, away_until=LATER)
    declare(session, OTHER_AGENT, most_open=1)
    first, second = make_ticket(), make_ticket()

    assert share(session) == 1
    assert first.assignee_id == OTHER_AGENT.id
    assert sharing.why_waiting(session, second, MEMBERS, NOW) is Why.FULL
    declare(session, OTHER_AGENT, seen=1, away_from=NOW)
    assert sharing.why_waiting(session, second, MEMBERS, NOW) is Why.AWAY
    assert sharing.why_waiting(session, second, [], NOW) is Why.NOBODY
    assert sharing.why_waiting(session, first, MEMBERS, NOW) is None
    assert share(session, now=LATER) == 1
    assert second.assignee_id == AGENT.id


def test_a_team_of_an_academy_gives_to_its_own_and_a_supervisor_is_given_nothing(
    session, make_ticket, shares
):
    for team in Team:
        shares(Sharing.LEAST_LOADED, team)
    make_ticket(defect=Defect.NAME_VISIBLE)
    make_ticket(defect=Defect.NAME_VISIBLE, academy="Lille")
    make_ticket(kind=Kind.MARKING, defect=None)
    make_ticket(kind=Kind.SUBJECT_INCIDENT, defect=None)
    alone = make_ticket(kind=Kind.MARKING, defect=None, academy="Lille")
    share(session)

    assert held(session) == ["dec", "dec-lille", "inspecteur", "cellule-alerte", None]
    assert sharing.why_waiting(session, alone, MEMBERS, NOW) is Why.NOBODY


def test_nobody_is_given_her_own_report(session, make_ticket, shares):
    shares(Sharing.LEAST_LOADED)
    make_ticket(caller=AGENT)
    share(session)

    assert held(session) == ["agent-b"]


def test_the_next_one_is_the_most_pressing_of_ones_own_work(session, make_ticket):
    make_ticket(defect=Defect.ROTATED)
    make_ticket(defect=Defect.NAME_VISIBLE)
    urgent = make_ticket(defect=Defect.MISSING_PAGE)
    make_ticket(defect=Defect.MISSING_PAGE, caller=AGENT)

    taken = sharing.take_next(session, AGENT, now=NOW)

    assert taken.id == urgent.id
    assert (taken.assignee_id, taken.state) == (AGENT.id, TicketState.IN_PROGRESS)
    assert sharing.take_next(session, EXAM_OFFICE, now=NOW).defect is Defect.NAME_VISIBLE
    assert sharing.take_next(session, INSPECTOR, now=NOW) is Why.NOTHING_LEFT


def test_the_next_one_respects_the_limit_and_the_absence(session, make_ticket):
    make_ticket()
    make_ticket()
    declare(session, AGENT, most_open=1)
    assert sharing.take_next(session, AGENT, now=NOW)

    assert sharing.take_next(session, AGENT, now=NOW) is Why.FULL
    declare(session, AGENT, seen=1, away_from=NOW)
    assert sharing.take_next(session, AGENT, now=NOW) is Why.AWAY


def test_each_declares_her_own_absence_and_the_supervisor_everybodys(session):
    declare(session, AGENT, caller=AGENT, away_from=NOW, most_open=3)

    assert duty.of(session, AGENT.id).most_open is None  # the supervisor's word
    declare(session, AGENT, seen=1, most_open=3)
    declare(session, AGENT, seen=2, caller=AGENT, away_from=NOW)
    assert duty.of(session, AGENT.id).most_open == 3
    for caller in (OTHER_AGENT, CORRECTOR):
        with pytest.raises(RightMissing):
            declare(session, AGENT, seen=3, caller=caller)
    with pytest.raises(RightMissing):
        declare(session, CORRECTOR, caller=CORRECTOR)
    with pytest.raises(RightMissing):
        duty.decide_sharing(session, Team.HELP_DESK, Sharing.BY_HAND, caller=AGENT, now=NOW)
    with pytest.raises(DutyMoved):
        declare(session, AGENT, seen=1)


@pytest.mark.parametrize(
    "said",
    [
        {"away_until": LATER}, {"away_from": LATER, "away_until": NOW}, {"most_open": 0}, {"most_open": 501},
    ],
)  # fmt: skip
def test_an_absence_that_cannot_be_is_refused(session, said):
    with pytest.raises(DutyImpossible):
        declare(session, AGENT, **said)


def test_two_who_take_the_next_one_at_once_take_two(engine, session, make_ticket):
    make_ticket()
    make_ticket()
    session.commit()

    for who in (AGENT, OTHER_AGENT):
        with Session(engine) as own, own.begin():
            sharing.take_next(own, who, now=NOW)

    assert sorted(held(session)) == ["agent-a", "agent-b"]
