"""A page to be scanned again: the ticket follows the centre, in whatever order its events come."""

import random
from dataclasses import replace

import pytest
from sqlmodel import Session, select

from tests.ticketing.conftest import AGENT, CORRECTOR, NOW, OTHER_CORRECTOR, make_draft
from tests.ticketing.rescanning import S, item, row_of
from ticketing import log, rescan_letters, rescan_log, rescans, tickets
from ticketing.errors import RescanNotAwaited, RescanNotFound
from ticketing.models import OutgoingMessage, Ticket
from ticketing.rescan_items import Evidence
from ticketing.tickets import LinkDraft, Words
from ticketing.vocabulary import Defect, EventType, LinkKind, Priority, TicketState


def letters(session):
    return session.exec(select(OutgoingMessage)).all()


def test_what_the_centre_mends_is_asked_once_with_its_zone_and_what_it_does_not_is_not(session, make_report):
    zone = {"left": 0.1, "top": 0.2, "right": 0.5, "bottom": 0.6}
    ticket, turned = make_report("3", "4", zone=zone), make_report("2", defect=Defect.ROTATED)

    rescans.ask(session, ticket, now=NOW)

    rows = rescan_log.load(session, ticket).rows
    assert [(row.page_number, row.page_id, row.zone, row.state) for row in rows.values()] == [
        (3, "page-17-0423-3", zone, S.WAITING),
        (4, "page-17-0423-4", zone, S.WAITING),
    ]
    assert rescan_log.load(session, turned).rows == {}
    assert sorted(letter.subject for letter in letters(session)) == ["ask", "ask", "evidence", "evidence"]
    assert ticket.state is TicketState.NEW


def test_a_page_that_was_never_scanned_has_no_checks_to_ask_for(session, make_ticket):
    copy = "copy-17-0423"
    links = (
        LinkDraft(LinkKind.COPY, copy, "0423"),
        LinkDraft(LinkKind.PAGE, f"{copy}:5", "5", {"copy": copy}),
        LinkDraft(LinkKind.LOT, "lot-17", "17"),
    )
    ticket = make_ticket(links=links, defect=Defect.MISSING_PAGE)

    rescans.ask(session, ticket, now=NOW)

    assert (row_of(session, ticket).page_id, row_of(session, ticket).page_number) == (None, 5)
    assert [letter.subject for letter in letters(session)] == ["ask"]


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        (S.REQUESTED, TicketState.WAITING_CENTRE),
        (S.ACCEPTED, TicketState.WAITING_CENTRE),
        (S.RESCANNED, TicketState.WAITING_CENTRE),
        (S.CHECKED, TicketState.WAITING_CENTRE),
        (S.REFUSED, TicketState.IN_PROGRESS),
        (S.EXPIRED, TicketState.IN_PROGRESS),
        (S.DELIVERED, TicketState.WAITING_REQUESTER),
        (S.CONFIRMED, TicketState.RESOLVED),
    ],
)
def test_the_ticket_goes_where_its_page_is(session, make_report, state, expected):
    ticket = make_report()

    rescans.take(session, item(ticket, state, 4), now=NOW)

    assert ticket.state is expected
    assert log.differences(session, ticket) == rescan_log.differences(session, ticket) == []


@pytest.mark.parametrize(
    ("before", "after"), [(Defect.BLURRED, Priority.HIGH), (Defect.UNREADABLE, Priority.TOP)]
)
def test_what_expired_comes_back_sooner_and_once(session, make_report, before, after):
    ticket = make_report("3", "4", defect=before)

    for page, name in ((3, "item-1"), (4, "item-2")):
        rescans.take(session, item(ticket, S.EXPIRED, 2, name=name, page=page), now=NOW)

    assert ticket.priority is after


# Two pages: the first is delivered, found unreadable and asked again twice; the second comes back at once.
def whole_story(ticket):
    chain = [S.REQUESTED, S.ACCEPTED, S.RESCANNED, S.CHECKED, S.ACCEPTED, S.RESCANNED, S.CHECKED, S.DELIVERED]
    first = [item(ticket, state, step) for step, state in enumerate(chain)]
    second = [item(ticket, state, step, name="item-2", again_of="item-1") for step, state in enumerate(chain)]
    third = [
        item(ticket, state, step, name="item-3", again_of="item-2")
        for step, state in enumerate([*chain, S.CONFIRMED])
    ]
    other = [
        item(ticket, state, step, name="item-4", page=4) for step, state in enumerate([*chain, S.CONFIRMED])
    ]
    return [*first, *second, *third, *other]


@pytest.mark.parametrize("end", [S.CONFIRMED, S.REFUSED, S.EXPIRED, S.DELIVERED])
def test_one_end_in_any_order_however_often_each_event_comes(session, make_report, end):
    chance = random.Random(f"rescan-{end}")
    for _ in range(15):
        ticket = make_report("3", "4")
        story = whole_story(ticket)
        story[24] = replace(story[24], state=end)  # the last word on the first page
        events = [*story, *chance.choices(story, k=20)]
        chance.shuffle(events)

        for event in events:
            rescans.take(session, event, now=NOW)

        kept = rescan_log.load(session, ticket)
        assert ticket.state is {
            S.CONFIRMED: TicketState.RESOLVED,
            S.DELIVERED: TicketState.WAITING_REQUESTER,
        }.get(end, TicketState.IN_PROGRESS)
        assert {(row.item_id, row.state) for row in kept.rows.values()} == {
            ("item-1", S.DELIVERED),
            ("item-2", S.DELIVERED),
            ("item-3", end),
            ("item-4", S.CONFIRMED),
        }
        assert ticket.priority is (Priority.HIGH if end is S.EXPIRED else Priority.NORMAL)
        assert log.differences(session, ticket) == rescan_log.differences(session, ticket) == []
        _close(session, ticket)


def _close(session, ticket):
    """The next round begins with the same items: they are no longer this ticket's."""
    for row in rescan_log.load(session, ticket).rows.values():
        session.delete(row)
    session.flush()


def test_an_answer_is_recorded_once_and_leaves_once(session, make_report):
    ticket = make_report()
    rescans.take(session, item(ticket, S.DELIVERED, 4), now=NOW)
    row = row_of(session, ticket)

    said = [
        rescans.answer(session, row.id, readable=True, caller=CORRECTOR, now=NOW) is not None
        for _ in range(3)
    ]

    assert said == [True, False, False]
    assert [letter.subject for letter in letters(session)].count("answer") == 1
    assert ticket.state is TicketState.WAITING_CENTRE

    rescans.take(session, item(ticket, S.CONFIRMED, 5), now=NOW)
    assert ticket.state is TicketState.RESOLVED
    assert rescan_log.differences(session, ticket) == []


def test_a_page_still_unreadable_is_asked_again_and_delivered_again(session, make_report):
    ticket = make_report()
    rescans.take(session, item(ticket, S.DELIVERED, 4), now=NOW)
    rescans.answer(session, row_of(session, ticket).id, readable=False, caller=CORRECTOR, now=NOW)

    rescans.take(session, item(ticket, name="item-2", again_of="item-1"), now=NOW)
    assert ticket.state is TicketState.WAITING_CENTRE
    rescans.take(session, item(ticket, S.DELIVERED, 4, name="item-2", again_of="item-1"), now=NOW)

    assert ticket.state is TicketState.WAITING_REQUESTER
    assert [one.row.item_id for one in rescan_letters.awaited(session, CORRECTOR)] == ["item-2"]


def test_an_answer_that_the_backend_refuses_is_asked_again(session, make_report):
    ticket = make_report()
    rescans.take(session, item(ticket, S.DELIVERED, 4), now=NOW)
    row = row_of(session, ticket)
    rescans.answer(session, row.id, readable=True, caller=CORRECTOR, now=NOW)

    rescans.withdraw_answer(session, row.id, now=NOW)

    assert ticket.state is TicketState.WAITING_REQUESTER
    assert rescans.answer(session, row.id, readable=True, caller=CORRECTOR, now=NOW) is not None


def test_neither_a_stranger_nor_too_early_nor_too_late(session, make_report):
    ticket = make_report()
    row = row_of(session, ticket)

    with pytest.raises(RescanNotFound):
        rescans.answer(session, row.id, readable=True, caller=OTHER_CORRECTOR, now=NOW)
    with pytest.raises(RescanNotAwaited):
        rescans.answer(session, row.id, readable=True, caller=CORRECTOR, now=NOW)
    rescans.take(session, item(ticket, S.EXPIRED, 4), now=NOW)
    with pytest.raises(RescanNotAwaited):
        rescans.answer(session, row.id, readable=True, caller=CORRECTOR, now=NOW)


def test_what_the_desk_closed_is_not_opened_again_by_a_late_event(session, make_report):
    ticket = make_report()
    rescans.take(session, item(ticket), now=NOW)
    tickets.reply(session, ticket, Words("Rendue."), caller=AGENT, now=NOW, then=TicketState.RESOLVED)

    rescans.take(session, item(ticket, S.DELIVERED, 4), now=NOW)

    assert ticket.state is TicketState.RESOLVED


def test_evidence_is_attached_once(session, make_report):
    ticket = make_report()
    found = Evidence(1, 3, ({"check": "blur", "label": "Netteté", "value": 12.0},), sound=False)

    for _ in range(2):
        rescans.attach(session, row_of(session, ticket).id, found, now=NOW)

    kept = [event for event in log.events_of(session, ticket) if event.type is EventType.EVIDENCE]
    assert [event.payload["findings"][0]["check"] for event in kept] == ["blur"]


def test_what_the_backend_would_not_take_goes_back_to_the_desk(session, make_report):
    ticket = make_report()

    rescans.not_sent(session, row_of(session, ticket).id, "Cette copie n’est plus dans ce lot.", now=NOW)

    assert ticket.state is TicketState.IN_PROGRESS
    assert rescan_log.differences(session, ticket) == []


def test_a_database_read_again_says_the_same(engine, session, make_report):
    ticket = make_report()
    rescans.take(session, item(ticket, S.DELIVERED, 4), now=NOW)
    session.commit()

    with Session(engine) as another:
        again = another.get_one(Ticket, ticket.id)
        assert rescan_log.differences(another, again) == log.differences(another, again) == []
        assert make_draft().defect is again.defect


def test_what_was_measured_of_the_new_page_is_no_evidence_against_the_old_one(session, make_report):
    ticket = make_report()
    rescans.take(session, item(ticket, S.DELIVERED, 4, old_version=1, new_version=2), now=NOW)

    rescans.attach(session, row_of(session, ticket).id, Evidence(2, 3, (), sound=True), now=NOW)

    assert rescans.evidence_of(session, ticket) == []
