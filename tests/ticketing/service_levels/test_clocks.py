"""What is due on a ticket: a pure function of its events, of one policy and of one calendar."""

from datetime import timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.ticketing.conftest import AGENT, CORRECTOR, NOW
from tests.ticketing.service_levels.hours import FEW, amounts, calendars, make_calendar, moments, paris
from ticketing.models import Event
from ticketing.service_levels import policies, rebuilding
from ticketing.service_levels.calendars import Calendars
from ticketing.service_levels.metrics import Metric
from ticketing.service_levels.open_time import OpenTime
from ticketing.service_levels.versions import Levels
from ticketing.vocabulary import EventType, Side, TicketState

TICKET = UUID(int=7)
WAITS = ["waiting_requester", "waiting_centre", "waiting_third_party"]
HOUR = timedelta(hours=1)
OPENED = {
    "reference": "P-2026-000001", "kind": "scan", "defect": "flou", "trouble": None, "application": None,
    "subject": "Page 3 floue", "priority": 3, "team": "help_desk", "reporter_id": CORRECTOR.id,
    "reporter_role": "corrector", "channel": "web", "academy": "Lille",
}  # fmt: skip


def make_levels(calendar=None, minutes=240, pauses=WAITS, rules=()):
    targets = dict.fromkeys(Metric, minutes)
    said = {
        "rules": [*rules, {"kind": None, "team": None, "priority": None, "minutes": targets}],
        "pauses": {metric: list(pauses) for metric in Metric},
    }
    return Levels(policies.read(said), Calendars(0, (calendar or make_calendar(),)))


def opened(at, **fields):
    return (EventType.OPENED, Side.REPORTER, at, OPENED | fields)


def moved(at, source, target, side=Side.DESK):
    return (EventType.MOVED, side, at, {"from": source, "to": target})


def said(at, side=Side.DESK):
    return (EventType.REPLIED, side, at, {})


def clocks_of(facts, levels):
    events = [
        Event(
            ticket_id=TICKET, number=number, type=kind, side=side, actor_id=AGENT.id, at=at, payload=payload
        )
        for number, (kind, side, at, payload) in enumerate(facts, start=1)
    ]
    return rebuilding.wound(events, levels, TICKET)


def waited(start, until, state=TicketState.WAITING_CENTRE, before=TicketState.IN_PROGRESS):
    return [moved(start, before, state), moved(until, state, TicketState.IN_PROGRESS)]


@FEW
@given(calendars, moments, amounts, st.integers(1, 600))
def test_a_later_opening_is_never_due_sooner(calendar, start, later, minutes):
    levels = make_levels(calendar, minutes)

    first, second = (clocks_of([opened(at)], levels)[Metric.RESOLUTION] for at in (start, start + later))

    assert second.due_at >= first.due_at


@FEW
@given(calendars, moments, st.integers(1, 600), st.integers(1, 600))
def test_a_longer_target_is_due_later(calendar, start, minutes, more):
    short, long = (
        clocks_of([opened(start)], make_levels(calendar, target))[Metric.RESOLUTION]
        for target in (minutes, minutes + more)
    )

    assert long.due_at > short.due_at


@FEW
@given(calendars, moments, amounts, amounts, st.integers(1, 900))
def test_a_pause_of_some_open_time_shifts_by_exactly_that(calendar, start, before, lasting, minutes):
    levels, hours = make_levels(calendar, minutes), OpenTime(calendar)
    pause, resume = start + before, start + before + lasting
    straight = clocks_of([opened(start)], levels)[Metric.RESOLUTION].due_at

    clock = clocks_of([opened(start), *waited(pause, resume)], levels)[Metric.RESOLUTION]

    if straight <= pause:
        assert clock.due_at == straight  # it was too late already
    else:
        assert clock.due_at == hours.after(straight, hours.between(pause, resume))
        assert hours.between(straight, clock.due_at) == hours.between(pause, resume)


@FEW
@given(calendars, moments, st.lists(amounts, min_size=2, max_size=8))
def test_pauses_one_after_the_other_add_up(calendar, start, steps):
    levels, hours = make_levels(calendar, 6000), OpenTime(calendar)
    at, facts, paused = start, [opened(start)], timedelta(0)
    for running, waiting in zip(steps[::2], steps[1::2], strict=False):
        facts += waited(at + running, at + running + waiting)
        paused += hours.between(at + running, at + running + waiting)
        at += running + waiting

    clock = clocks_of(facts, levels)[Metric.RESOLUTION]

    straight = clocks_of([opened(start)], levels)[Metric.RESOLUTION].due_at
    if hours.between(start, at) - paused < timedelta(minutes=6000):
        assert clock.due_at == hours.after(straight, paused)


def test_while_it_waits_nothing_is_due_and_the_rest_is_kept():
    facts = [opened(paris("2026-11-24 09:00")), moved(paris("2026-11-24 10:00"), "new", "waiting_centre")]

    clock = clocks_of(facts, make_levels())[Metric.RESOLUTION]

    assert (clock.due_at, clock.warn_at, clock.check_at) == (None, None, None)
    assert timedelta(microseconds=clock.spent_us) == HOUR


def test_a_state_that_does_not_pause_lets_the_clock_run():
    facts = [opened(paris("2026-11-24 09:00")), moved(paris("2026-11-24 10:00"), "new", "waiting_centre")]

    clock = clocks_of(facts, make_levels(pauses=["waiting_requester"]))[Metric.RESOLUTION]

    assert clock.due_at == paris("2026-11-24 14:30")


def test_three_quarters_come_before_the_end_of_the_same_open_time():
    clock = clocks_of([opened(paris("2026-11-24 09:00"))], make_levels())[Metric.FIRST_REPLY]

    assert clock.warn_at == clock.check_at == paris("2026-11-24 12:00")
    assert clock.due_at == paris("2026-11-24 14:30")


def test_the_first_reply_ends_with_the_first_word_of_the_desk_and_not_with_the_reporters():
    start = paris("2026-11-24 09:00")
    own = clocks_of([opened(start), said(start + HOUR, Side.REPORTER)], make_levels())
    desk = clocks_of([opened(start), said(start + HOUR)], make_levels())

    assert not own[Metric.FIRST_REPLY].met
    assert Metric.NEXT_REPLY not in own
    assert desk[Metric.FIRST_REPLY].met
    assert desk[Metric.FIRST_REPLY].over_at == start + HOUR
    assert desk[Metric.FIRST_REPLY].check_at is None


def test_each_word_of_the_reporter_makes_a_reply_due_and_a_second_one_does_not_move_it():
    start = paris("2026-11-24 09:00")
    facts = [opened(start), said(start + HOUR), said(start + 2 * HOUR, Side.REPORTER)]

    first = clocks_of(facts, make_levels())[Metric.NEXT_REPLY]
    again = clocks_of([*facts, said(start + 3 * HOUR, Side.REPORTER)], make_levels())[Metric.NEXT_REPLY]
    answered = [*facts, said(start + 3 * HOUR), said(start + 5 * HOUR, Side.REPORTER)]
    second = clocks_of(answered, make_levels())[Metric.NEXT_REPLY]

    assert first.due_at == again.due_at == paris("2026-11-24 16:30")
    assert (second.cycle, second.met, second.due_at) == (2, False, paris("2026-11-25 09:00"))


def test_the_resolution_stops_when_settled_and_goes_on_where_it_was_after_a_reopening():
    start = paris("2026-11-24 09:00")
    settled = [opened(start), said(start + HOUR), moved(start + HOUR, "in_progress", "resolved")]
    reopened = [*settled, moved(paris("2026-12-01 09:00"), "resolved", "in_progress", Side.REPORTER)]

    done, again = clocks_of(settled, make_levels()), clocks_of(reopened, make_levels())

    assert done[Metric.RESOLUTION].met
    assert again[Metric.RESOLUTION].due_at == paris("2026-12-01 12:00")
    assert again[Metric.NEXT_REPLY].due_at == paris("2026-12-01 14:30")


def test_a_ticket_settled_without_a_word_owes_no_reply():
    start = paris("2026-11-24 09:00")

    clock = clocks_of([opened(start), moved(start + HOUR, "new", "resolved", Side.SYSTEM)], make_levels())[
        Metric.FIRST_REPLY
    ]

    assert clock.over_at is not None
    assert not clock.met


def test_the_centre_owes_the_pages_asked_of_it_until_the_last_one_is_delivered():
    at = paris("2026-11-24 09:00")

    def asked(number):
        return (EventType.RESCAN_ASKED, Side.SYSTEM, at, {"number": number})

    def came(number, state, hours=1):
        return (EventType.RESCAN_MOVED, Side.SYSTEM, at + hours * HOUR, {"number": number, "state": state})

    facts = [opened(at), asked(1), asked(2), came(1, "requested"), came(2, "requested"), came(1, "delivered")]
    half = clocks_of(facts, make_levels())[Metric.RESCAN_DELIVERY]
    whole = clocks_of([*facts, came(2, "delivered", 2)], make_levels())[Metric.RESCAN_DELIVERY]
    refused = clocks_of([*facts, came(2, "refused", 2)], make_levels())[Metric.RESCAN_DELIVERY]
    again = clocks_of([*facts, came(2, "delivered", 2), came(3, "requested", 4)], make_levels())

    assert (half.over_at, half.pages) == (None, [2])
    assert (whole.met, whole.over_at) == (True, at + 2 * HOUR)
    assert (refused.met, refused.over_at) == (False, at + 2 * HOUR)
    assert again[Metric.RESCAN_DELIVERY].cycle == 2


def test_the_first_rule_that_fits_decides_and_one_that_is_silent_leaves_it_to_the_next():
    urgent = {"kind": None, "team": None, "priority": 1, "minutes": {"first_reply": 30}}
    levels = make_levels(rules=[urgent])
    at = paris("2026-11-24 09:00")

    top, usual = clocks_of([opened(at, priority=1)], levels), clocks_of([opened(at)], levels)

    assert top[Metric.FIRST_REPLY].due_at == at + HOUR / 2
    assert top[Metric.RESOLUTION].due_at == usual[Metric.RESOLUTION].due_at


def test_the_hours_are_those_of_the_academy():
    reunion = make_calendar(key="reunion", zone="Indian/Reunion", holidays="974", academies=("La Réunion",))
    levels = Levels(make_levels().policy, Calendars(0, (make_calendar(), reunion)))
    at = paris("2026-11-24 14:00")  # 17 h there

    clock = clocks_of([opened(at, academy="La Réunion")], levels)[Metric.FIRST_REPLY]

    assert clock.due_at == paris("2026-11-25 09:00")  # noon there, after half an hour the day before


@pytest.mark.parametrize("late", [timedelta(0), timedelta(days=3)])
def test_what_came_too_late_stays_so_through_a_pause(late):
    start, due = paris("2026-11-24 09:00"), paris("2026-11-24 14:30")
    facts = [opened(start), *waited(due + late, due + late + 5 * HOUR)]

    assert clocks_of(facts, make_levels())[Metric.RESOLUTION].due_at == due


def test_a_change_of_priority_moves_what_is_due_from_the_same_beginning(session, make_ticket):
    ticket = make_ticket(now=NOW)

    assert rebuilding.differences(session, ticket) == []
    assert ticket.due_metric == Metric.FIRST_REPLY
    assert ticket.due_at == paris("2026-11-23 17:30")  # Friday at 22 h, seven hours and a half
