"""A step that the centre has not taken: its reminder is written in the ticket once, which comes a step up."""

from tests.ticketing.conftest import NOW
from tests.ticketing.rescanning import S, item
from ticketing import log, rescan_recalls, rescans
from ticketing.vocabulary import EventType, Priority


def recalls(session, ticket):
    return [event.payload for event in log.events_of(session, ticket) if event.type is EventType.RESCAN_LATE]


def test_a_reminder_is_written_once_a_step_and_raises_the_priority_once(session, make_report):
    ticket = make_report()
    for step, state in ((0, S.REQUESTED), (1, S.ACCEPTED)):
        rescans.take(session, item(ticket, state, step), now=NOW)
        for _ in range(2):
            rescan_recalls.recall(session, item(ticket, state, step), now=NOW)

    assert [(one["state"], one["step"], one.get("priority")) for one in recalls(session, ticket)] == [
        ("requested", 0, Priority.HIGH),
        ("accepted", 1, None),
    ]
    assert ticket.priority is Priority.HIGH
    assert log.differences(session, ticket) == []


def test_a_reminder_of_a_step_taken_since_changes_nothing(session, make_report):
    ticket = make_report()
    rescans.take(session, item(ticket, S.DELIVERED, 4), now=NOW)

    assert rescan_recalls.recall(session, item(ticket, S.REQUESTED, 0), now=NOW) == []
    assert rescan_recalls.recall(session, item(ticket, S.DELIVERED, 4), now=NOW) == []
    assert recalls(session, ticket) == []
