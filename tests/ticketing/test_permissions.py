"""Who sees which ticket: the SQL filter and the rule at hand say the same, for everybody."""

import pytest
from sqlmodel import select

from tests.ticketing.conftest import (
    AGENT,
    ALERT_CELL,
    CORRECTOR,
    CURATOR,
    DELEGATE,
    EVERYBODY,
    EXAM_OFFICE,
    EXAM_OFFICE_ELSEWHERE,
    INSPECTOR,
    NOW,
    OTHER_CORRECTOR,
    SUPERVISOR,
)  # fmt: skip
from ticketing import permissions, queues, search, tickets
from ticketing.models import Ticket
from ticketing.permissions import Caller, Role
from ticketing.selections import Selection
from ticketing.views import View
from ticketing.vocabulary import Defect, Kind


@pytest.fixture
def some_tickets(make_ticket):
    return [
        make_ticket(),
        make_ticket(defect=Defect.NAME_VISIBLE),
        make_ticket(defect=Defect.NAME_VISIBLE, academy="Lille"),
        make_ticket(caller=OTHER_CORRECTOR, academy=None),
        make_ticket(caller=DELEGATE),
        make_ticket(caller=EXAM_OFFICE, defect=Defect.OTHER_COPY),
        make_ticket(kind=Kind.EXPENSE, defect=None),
        make_ticket(kind=Kind.MARKING, defect=None),
        make_ticket(kind=Kind.MARKING, defect=None, academy="Lille"),
        make_ticket(kind=Kind.ABSENCE, defect=None),
        make_ticket(kind=Kind.SUBJECT_INCIDENT, defect=None),
        make_ticket(kind=Kind.SUBJECT_INCIDENT, defect=None, caller=SUPERVISOR, academy="Lille"),
    ]


def seen(session, caller):
    return set(session.exec(select(Ticket.reference).where(permissions.visible(caller))))


@pytest.mark.parametrize("caller", EVERYBODY, ids=lambda caller: caller.id)
def test_the_filter_and_the_rule_at_hand_agree(session, some_tickets, caller):
    at_hand = {ticket.reference for ticket in some_tickets if permissions.may_see(caller, ticket)}

    assert seen(session, caller) == at_hand


@pytest.mark.parametrize(
    ("caller", "numbers"),
    [
        (AGENT, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]),
        (SUPERVISOR, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12]),  # the last is her own report
        (EXAM_OFFICE, [2, 6, 7, 10]),
        (EXAM_OFFICE_ELSEWHERE, [3]),
        (INSPECTOR, [8]),
        (ALERT_CELL, [11, 12]),
        (CORRECTOR, [1, 2, 3, 7, 8, 9, 10, 11]),
        (OTHER_CORRECTOR, [4]),
        (CURATOR, []),
        (DELEGATE, [5]),
        (Caller("x", frozenset({Role.EXAM_OFFICE}), academy=None), []),
        (Caller("x", frozenset()), []),
    ],
    ids=lambda value: getattr(value, "id", None),
)  # fmt: skip
def test_each_sees_what_is_theirs(session, some_tickets, caller, numbers):
    assert seen(session, caller) == {f"P-2026-{number:06d}" for number in numbers}


@pytest.mark.parametrize("caller", EVERYBODY, ids=lambda caller: caller.id)
def test_the_desk_is_for_those_who_work_there(caller):
    works_there = caller.roles & {
        Role.AGENT, Role.SUPERVISOR, Role.EXAM_OFFICE, Role.INSPECTOR, Role.ALERT_CELL,
    }  # fmt: skip

    assert permissions.reads_desk(caller) == bool(works_there)


def test_notes_are_never_for_the_reporter(make_ticket):
    theirs, own = make_ticket(), make_ticket(caller=AGENT)

    assert permissions.may_read_notes(AGENT, theirs)
    assert not permissions.may_read_notes(AGENT, own)
    assert not permissions.may_read_notes(CORRECTOR, theirs)


def test_a_supervisor_does_not_even_count_what_is_for_the_alert_cell(session, some_tickets):
    everything = Selection(View.OPEN)

    assert queues.counts(session, SUPERVISOR, [everything], now=NOW) == {everything: 11}
    assert search.search(session, SUPERVISOR, "P-2026-000011", now=NOW).hits == []
    assert "P-2026-000012" in {
        one.reference for one in queues.listed(session, SUPERVISOR, everything, now=NOW).rows
    }
    assert queues.counts(session, ALERT_CELL, [everything], now=NOW) == {everything: 2}


def test_the_one_who_reported_an_incident_of_a_subject_does_not_work_on_it(session, some_tickets):
    own = tickets.get(session, "P-2026-000012", SUPERVISOR)

    assert not permissions.may_work(SUPERVISOR, own)
    assert permissions.may_work(ALERT_CELL, own)
