"""A reporter finds her reports, takes back her own closing, and opens one that follows an old one."""

from datetime import timedelta

import pytest

from tests.ticketing.conftest import AGENT, NOW
from ticketing import log, own_reports, tickets
from ticketing.errors import KeyReused, MessageEmpty, MoveRefused, RightMissing
from ticketing.permissions import Caller, Role
from ticketing.states import REOPENING
from ticketing.tickets import Words
from ticketing.vocabulary import Defect, LinkKind, TicketState

LATER = NOW + REOPENING


@pytest.fixture
def reporter(session, make_ticket):
    return Caller(make_ticket().reporter_id, frozenset({Role.CORRECTOR}))


@pytest.fixture
def closed(session, make_ticket, reporter):
    ticket = make_ticket()
    how = {"caller": AGENT, "now": NOW, "then": TicketState.RESOLVED}
    tickets.reply(session, ticket, Words("C’est fait, la reliure est défaite."), **how)
    tickets.confirm(session, ticket, caller=reporter, now=NOW + timedelta(days=1))
    session.commit()
    return ticket


def test_a_closing_is_taken_back_and_the_days_left_are_the_same(session, closed, reporter):
    own_reports.take_back(session, closed, caller=reporter, now=NOW + timedelta(days=2))

    assert closed.state is TicketState.RESOLVED
    assert closed.resolved_at == NOW
    assert log.differences(session, closed) == []
    tickets.reply(session, closed, Words("Encore."), caller=reporter, now=NOW + timedelta(days=3))
    assert closed.state is TicketState.IN_PROGRESS


def test_too_late_or_by_another_a_closing_stays(session, closed, reporter):
    assert not own_reports.may_take_back(closed, LATER)
    with pytest.raises(MoveRefused):
        own_reports.take_back(session, closed, caller=reporter, now=LATER)
    with pytest.raises(RightMissing):
        own_reports.take_back(session, closed, caller=AGENT, now=NOW)


def test_later_the_same_trouble_is_a_new_request_tied_to_the_old_one_and_asked_once(
    session, closed, reporter
):
    words = Words("La page 3 est de nouveau floue.", key="k")
    made = [own_reports.follow(session, closed, words, caller=reporter, now=LATER) for _ in range(2)]

    new = made[0]
    assert made[1].id == new.id != closed.id
    assert (new.kind, new.defect, new.academy) == (closed.kind, closed.defect, closed.academy)
    assert new.link(LinkKind.TICKET).label == closed.reference
    assert new.link(LinkKind.COPY).ref == closed.link(LinkKind.COPY).ref
    assert closed.state is TicketState.CLOSED
    with pytest.raises(KeyReused):
        own_reports.follow(session, closed, Words("Autre.", key="k"), caller=reporter, now=LATER)


def test_a_report_that_may_still_be_taken_up_is_followed_by_none(session, closed, reporter):
    with pytest.raises(MoveRefused):
        own_reports.follow(session, closed, Words("Encore."), caller=reporter, now=NOW + timedelta(days=3))
    with pytest.raises(RightMissing):
        own_reports.follow(session, closed, Words("Encore."), caller=AGENT, now=LATER)
    with pytest.raises(MessageEmpty):
        own_reports.follow(session, closed, Words(" \n "), caller=reporter, now=LATER)


def test_a_visible_name_is_flagged_on_its_page_so_that_the_copy_is_hidden(session, closed):
    closed.defect = Defect.NAME_VISIBLE

    assert not own_reports.may_follow(closed, LATER)


@pytest.mark.parametrize(
    "sought", ["RELIURE defaite", "reliure", "0423", "p {reference}", "{reference}", "lot 17"]
)
def test_a_report_is_found_by_its_reference_its_place_or_its_words(session, closed, reporter, sought):
    number = closed.reference.removeprefix("P-").replace("-", " ")
    text = sought.format(reference=number if sought.startswith("p ") else closed.reference)

    assert closed in own_reports.find(session, reporter, text)


def test_nothing_of_others_and_no_note_is_found(session, closed, reporter):
    open_one = own_reports.find(session, reporter, "")[0]
    tickets.note(session, open_one, Words("Entre nous, un zébu."), caller=AGENT, now=NOW)
    other = Caller("correcteur-philo", frozenset({Role.CORRECTOR}))

    assert own_reports.find(session, reporter, "zébu") == []
    assert own_reports.find(session, other, closed.reference) == []
    assert own_reports.find(session, other, "reliure") == []
    assert own_reports.find(session, reporter, "%_") == []
