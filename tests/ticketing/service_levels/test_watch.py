"""The clocks kept with a ticket: in step with its log, told once, made for the tickets that had none."""

from datetime import timedelta

import pytest
from sqlmodel import delete, select

from tests.ticketing.conftest import AGENT, CORRECTOR, SUPERVISOR, resolved
from tests.ticketing.service_levels.hours import paris
from ticketing import log, tickets
from ticketing.errors import RightMissing, TicketMoved
from ticketing.models import Event
from ticketing.service_level_models import Clock, LevelsKind
from ticketing.service_levels import calendars, defaults, policies, rebuilding, versions, watch
from ticketing.service_levels.metrics import Metric
from ticketing.service_levels.versions import Change
from ticketing.steering_errors import CalendarNeverOpens, LevelsFault, LevelsMoved, LevelsRefused
from ticketing.tickets import Words
from ticketing.vocabulary import EventType, TicketState

START = paris("2026-11-24 09:00")
HOUR = timedelta(hours=1)
DUE = paris("2026-11-25 09:00")  # seven hours and a half: a day of the desk, from 8 h 30


def told(session):
    query = select(Event).where(Event.type.in_([EventType.WARNED, EventType.BREACHED])).order_by(Event.seq)
    return [(event.type, event.payload["metric"]) for event in session.exec(query)]


@pytest.fixture
def ticket(make_ticket):
    return make_ticket(now=START)


def test_a_ticket_says_what_is_due_first_and_it_is_what_its_log_adds_up_to(session, ticket):
    assert (ticket.due_at, ticket.due_metric) == (DUE, Metric.FIRST_REPLY)

    tickets.reply(
        session, ticket, Words("Je regarde."), caller=AGENT, now=START + HOUR, then=TicketState.WAITING_CENTRE
    )
    tickets.reply(session, ticket, Words("Merci."), caller=CORRECTOR, now=START + 2 * HOUR)
    next_one = ticket.due_metric
    tickets.reply(
        session,
        ticket,
        Words("Demandé."),
        caller=AGENT,
        now=START + 3 * HOUR,
        then=TicketState.WAITING_CENTRE,
    )
    paused = (ticket.due_at, ticket.due_metric)
    resolved(session, ticket, START + 4 * HOUR)
    tickets.reopen(session, ticket, caller=CORRECTOR, now=START + 5 * HOUR)

    assert next_one == Metric.NEXT_REPLY
    assert paused == (None, None)
    assert ticket.due_metric == Metric.NEXT_REPLY
    assert rebuilding.differences(session, ticket) == log.differences(session, ticket) == []


def test_three_quarters_then_too_late_are_written_once_each(session, ticket):
    warned_at = paris("2026-11-24 16:07")

    early = watch.tell(session, now=warned_at - HOUR)
    for _ in range(3):
        watch.tell(session, now=warned_at + timedelta(minutes=1))
    first = told(session)
    for _ in range(3):
        watch.tell(session, now=DUE)

    assert early == 0
    assert first == [(EventType.WARNED, Metric.FIRST_REPLY)]
    assert told(session) == [*first, (EventType.BREACHED, Metric.FIRST_REPLY)]
    assert rebuilding.differences(session, ticket) == []


def test_what_was_answered_too_late_before_anybody_looked_is_told_too_late(session, ticket):
    tickets.reply(session, ticket, Words("Enfin."), caller=AGENT, now=DUE + HOUR)

    watch.tell(session, now=DUE + 2 * HOUR)
    watch.tell(session, now=DUE + 3 * HOUR)

    assert told(session) == [(EventType.BREACHED, Metric.FIRST_REPLY)]


def test_what_was_answered_in_time_is_never_told(session, ticket):
    resolved(session, ticket, START + HOUR)

    assert watch.tell(session, now=START + timedelta(days=60)) == 0


def test_a_warning_refuses_no_answer_that_was_being_written(session, ticket):
    version = ticket.version
    watch.tell(session, now=DUE)

    tickets.reply(session, ticket, Words("C’est fait.", version=version), caller=AGENT, now=DUE)

    with pytest.raises(TicketMoved):
        tickets.reply(session, ticket, Words("Encore.", version=version), caller=AGENT, now=DUE)


def test_tickets_older_than_the_clocks_get_theirs_from_their_log(session, ticket, make_ticket):
    make_ticket(now=START, page="4")
    before = rebuilding.clocks.load(session, ticket.id)[Metric.RESOLUTION].model_dump()
    session.exec(delete(Clock))
    session.expire_all()
    ticket.due_at = None
    tickets.note(session, ticket, Words("Vu."), caller=AGENT, now=START)

    made = rebuilding.catch_up(session), rebuilding.catch_up(session)

    assert made == (2, 0)
    assert ticket.due_at == DUE
    assert rebuilding.clocks.load(session, ticket.id)[Metric.RESOLUTION].model_dump() == before


def policy_of(minutes):
    return policies.content(versions.policies.read(defaults.POLICY)) | {
        "rules": [{"kind": None, "team": None, "priority": None, "minutes": dict.fromkeys(Metric, minutes)}]
    }


def test_a_new_version_is_for_the_tickets_to_come(session, ticket, make_ticket):
    change = Change(LevelsKind.POLICY, 0, policy_of(60), note="Une heure")

    version = versions.add(session, change, caller=SUPERVISOR, now=START)
    later = make_ticket(now=START, page="4")
    tickets.assign(session, ticket, AGENT.id, caller=AGENT, now=START + HOUR)

    assert version.number == 1
    assert (later.policy_version, later.due_at) == (1, START + HOUR)
    assert (ticket.policy_version, ticket.due_at) == (0, DUE)
    assert rebuilding.differences(session, ticket) == rebuilding.differences(session, later) == []


def test_two_supervisors_do_not_overwrite_one_another(session):
    versions.add(session, Change(LevelsKind.POLICY, 0, policy_of(60)), caller=SUPERVISOR, now=START)

    with pytest.raises(LevelsMoved):
        versions.add(session, Change(LevelsKind.POLICY, 0, policy_of(90)), caller=SUPERVISOR, now=START)


def test_only_a_supervisor_decides(session):
    with pytest.raises(RightMissing):
        versions.add(session, Change(LevelsKind.POLICY, 0, policy_of(60)), caller=AGENT, now=START)


def place(**fields):
    return [defaults.CALENDARS[0] | fields]


def season(first, last):
    return {"name": "Session", "first": first, "last": last, "week": [""] * 7}


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        ([], LevelsFault.NO_CALENDAR),
        (place(week=["9:00-8:00"] + [""] * 6), LevelsFault.SLOT),
        (place(week=["9:00-25:00"] + [""] * 6), LevelsFault.SLOT),
        (place(week=["9:70-10:00"] + [""] * 6), LevelsFault.SLOT),
        (place(week=["toute la journée"] + [""] * 6), LevelsFault.SLOT),
        (place(week=["8:00-12:00, 11:00-13:00"] + [""] * 6), LevelsFault.SLOTS_OVERLAP),
        (place(week=["8:00-12:00"]), LevelsFault.SLOT),
        (place(zone="Europe/Lutece"), LevelsFault.ZONE),
        (place(holidays="99"), LevelsFault.HOLIDAYS),
        (place() * 2, LevelsFault.TWICE),
        (place(academies=["Lille", "Lille"]), LevelsFault.TWICE),
        (place(seasons=[season("2027-06-02", "2027-06-01")]), LevelsFault.SEASON),
        (place(seasons=[season("juin", "2027-06-01")]), LevelsFault.DATE),
    ],
)  # fmt: skip
def test_a_calendar_that_says_nothing_clear_is_refused_with_what_is_wrong(content, fault):
    with pytest.raises(LevelsRefused) as refused:
        calendars.read(content)

    assert refused.value.fault is fault


def test_a_calendar_without_an_opening_is_refused_before_anybody_is_promised_anything(session):
    change = Change(LevelsKind.CALENDARS, 0, place(week=[""] * 7))

    with pytest.raises(CalendarNeverOpens):
        versions.add(session, change, caller=SUPERVISOR, now=START)


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"rules": []}, LevelsFault.NOT_FOR_ALL),
        ({"rules": [{"kind": "scan", "minutes": dict.fromkeys(Metric, 60)}]}, LevelsFault.NOT_FOR_ALL),
        ({"rules": [{"minutes": {"first_reply": 60}}]}, LevelsFault.NOT_FOR_ALL),
        ({"rules": [{"minutes": dict.fromkeys(Metric, 0)}]}, LevelsFault.TARGET),
        ({"rules": [{"minutes": dict.fromkeys(Metric, 10**7)}]}, LevelsFault.TARGET),
        ({"pauses": {"first_reply": ["in_progress"]}}, LevelsFault.PAUSE),
    ],
)
def test_a_policy_that_would_leave_a_ticket_without_a_date_is_refused(change, fault):
    with pytest.raises(LevelsRefused) as refused:
        policies.read(defaults.POLICY | change)

    assert refused.value.fault is fault


def test_what_is_shipped_is_read_and_written_alike():
    shipped = policies.read(defaults.POLICY)
    places = calendars.read(defaults.CALENDARS)

    assert policies.read(policies.content(shipped)) == shipped
    assert calendars.read([calendars.content(one) for one in places.all]) == places
    assert [one.key for one in places.all if not one.academies] == ["metropole"]
