"""Somebody who is told of a ticket that is not hers: the desk's answers, once each, and nothing else."""

import pytest

from tests.ticketing.conftest import (
    AGENT,
    CENTRE_HEAD,
    CORRECTOR,
    DELEGATE,
    EXAM_OFFICE_ELSEWHERE,
    NOW,
    OTHER_AGENT,
    OTHER_CORRECTOR,
    SUPERVISOR,
    out_tray,
)
from ticketing import handling, log, merging, participants, tickets
from ticketing.errors import ParticipantOutside, RightMissing, TicketNotFound
from ticketing.permissions import may_be_told, may_see
from ticketing.tickets import Words
from ticketing.vocabulary import EventType, Kind, Side, Team


def add(session, ticket, person):
    participants.add(session, ticket, person, caller=AGENT, now=NOW)


def says(session, ticket, body="C’est refait."):
    return tickets.reply(session, ticket, Words(body), caller=AGENT, now=NOW)


def told(session, person=CENTRE_HEAD):
    return [letter.body for letter in out_tray(session) if letter.recipient == person.id]


def test_what_the_desk_answers_from_then_on_reaches_her_and_nothing_else(session, make_ticket):
    ticket = make_ticket()
    says(session, ticket, "Avant.")
    add(session, ticket, CENTRE_HEAD)
    add(session, ticket, CENTRE_HEAD)

    says(session, ticket, "Après.")
    tickets.note(session, ticket, Words("Entre nous."), caller=AGENT, now=NOW)
    tickets.reply(session, ticket, Words("Merci."), caller=CORRECTOR, now=NOW)

    assert told(session) == ["Après."]
    assert sorted(told(session, CORRECTOR)) == ["Après.", "Avant."]
    assert not may_see(CENTRE_HEAD, ticket)
    assert [one.answers[0].body for one in participants.followed(session, CENTRE_HEAD)] == ["Après."]
    assert participants.followed(session, OTHER_CORRECTOR) == []


@pytest.mark.parametrize("person", [CORRECTOR, OTHER_CORRECTOR, EXAM_OFFICE_ELSEWHERE])
def test_neither_its_reporter_nor_somebody_of_elsewhere_is_added(session, make_ticket, person):
    with pytest.raises(ParticipantOutside):
        add(session, make_ticket(), person)


def test_only_who_works_on_it_says_who_is_told(session, make_ticket):
    ticket = make_ticket()
    for caller in (CORRECTOR, OTHER_CORRECTOR):
        with pytest.raises(RightMissing):
            participants.add(session, ticket, CENTRE_HEAD, caller=caller, now=NOW)


def test_nobody_is_told_of_what_one_team_alone_reads(session, make_ticket):
    reserved = make_ticket(kind=Kind.SUBJECT_INCIDENT, defect=None)
    assert not may_be_told(CENTRE_HEAD, reserved)
    assert not may_be_told(SUPERVISOR, reserved)

    ticket = make_ticket()
    add(session, ticket, CENTRE_HEAD)
    message = says(session, ticket)
    handling.hand_over(session, ticket, Team.ALERT_CELL, "Fuite", caller=AGENT, now=NOW)
    participants.tell(session, ticket, message, NOW, set())

    assert len(told(session)) == 1
    assert [one.goes_on for one in participants.followed(session, CENTRE_HEAD)] == [False]


def test_removed_or_gone_by_herself_she_is_told_no_more(session, make_ticket):
    ticket = make_ticket()
    for person in (CENTRE_HEAD, DELEGATE):
        add(session, ticket, person)
    read = ticket.version
    participants.remove(session, ticket, DELEGATE.id, caller=OTHER_AGENT, now=NOW)
    participants.leave(session, ticket.reference, caller=CENTRE_HEAD, now=NOW)

    words = Words("C’est refait.", version=read)  # one reader less is nothing to read again
    tickets.reply(session, ticket, words, caller=AGENT, now=NOW)

    assert told(session) == told(session, DELEGATE) == []
    last = [one for one in log.events_of(session, ticket) if one.type is EventType.PARTICIPANT_REMOVED][-1]
    assert (last.side, last.actor_id) == (Side.SYSTEM, CENTRE_HEAD.id)
    with pytest.raises(TicketNotFound):
        participants.leave(session, ticket.reference, caller=CENTRE_HEAD, now=NOW)


def test_told_of_several_that_are_one_she_is_told_once(session, make_ticket):
    ticket, merged = make_ticket(), make_ticket(DELEGATE)
    for one in (ticket, merged):
        add(session, one, CENTRE_HEAD)
    add(session, ticket, DELEGATE)
    merging.merge(session, merged, ticket, caller=AGENT, now=NOW)

    says(session, ticket)

    assert told(session) == ["C’est refait."]
    (letter,) = [one for one in out_tray(session) if one.recipient == DELEGATE.id]
    assert letter.ticket_id == merged.id  # hers, under her own reference


def test_those_who_are_told_are_what_the_log_says(session, make_ticket):
    ticket = make_ticket()
    for person in (CENTRE_HEAD, DELEGATE):
        add(session, ticket, person)
    participants.remove(session, ticket, DELEGATE.id, caller=AGENT, now=NOW)

    assert participants.KEPT.differences(session, ticket, log.events_of(session, ticket)) == []
    assert participants.of(session, ticket) == [CENTRE_HEAD.id]
    assert log.differences(session, ticket) == []
