"""Tickets that stand together: one cause told once to each, a split, and what is decided by hand."""

import pytest

from tests.ticketing.conftest import (
    AGENT,
    CORRECTOR,
    EXAM_OFFICE,
    NOW,
    OTHER_CORRECTOR,
    SUPERVISOR,
    out_tray,
    resolved,
)
from ticketing import handling, log, merging, rebuilding, relations, tickets, ties, timeline
from ticketing.errors import AlreadyTied, MergeLoop, ReasonMissing, RightMissing, TicketClosed, TicketNotFound
from ticketing.tickets import Words
from ticketing.vocabulary import Priority, Relation, Team, TicketState

BY_AGENT = {"caller": AGENT, "now": NOW}


@pytest.fixture
def family(session, make_ticket):
    """One cause, and two tickets of it by two people."""
    parent, one, other = make_ticket(), make_ticket(OTHER_CORRECTOR), make_ticket(OTHER_CORRECTOR)
    for child in (one, other):
        relations.tie(session, child, Relation.CHILD_OF, parent, **BY_AGENT)
    return parent, one, other


def all_is_explained(session, *every):
    return list(rebuilding.examine(session, [one.id for one in every])) == []


def test_one_answer_to_a_cause_is_read_on_each_ticket_and_leaves_once_to_each_person(session, family):
    parent, one, _ = family
    words = Words("C’est rétabli.", to_children=True)
    tickets.reply(session, parent, words, then=TicketState.RESOLVED, **BY_AGENT)

    assert {ticket.state for ticket in family} == {TicketState.RESOLVED}
    assert sorted(letter.recipient for letter in out_tray(session)) == [OTHER_CORRECTOR.id, CORRECTOR.id]
    told = repr(timeline.history(session, one, OTHER_CORRECTOR))
    assert "C’est rétabli." in told
    assert parent.reference not in told
    assert all_is_explained(session, *family)


def test_an_answer_to_one_ticket_stays_there_unless_it_is_asked_otherwise(session, family):
    parent, one, _ = family
    tickets.reply(session, parent, Words("Pour vous."), **BY_AGENT)

    assert one.state is TicketState.NEW
    assert len(out_tray(session)) == 1


def test_a_child_that_its_reporter_reopens_leaves_what_its_parent_settled(session, family):
    parent, one, other = family
    tickets.reply(session, parent, Words("Réglé.", to_children=True), then=TicketState.RESOLVED, **BY_AGENT)
    tickets.reply(session, one, Words("Pas chez moi."), caller=OTHER_CORRECTOR, now=NOW)

    assert one.state is TicketState.IN_PROGRESS
    assert ties.parent_of(session, one) is None
    assert (parent.state, other.state) == (TicketState.RESOLVED, TicketState.RESOLVED)
    assert ties.children_of(session, parent) == [other]
    assert all_is_explained(session, *family)


def test_a_tie_is_seen_from_both_sides_and_undone_from_either(session, make_ticket):
    cause, effect = make_ticket(), make_ticket()
    relations.tie(session, effect, Relation.CAUSED_BY, cause, **BY_AGENT)
    assert [(one.kind, one.other, one.is_source) for one in ties.around(session, cause)] == [
        (Relation.CAUSED_BY, effect, False)
    ]
    with pytest.raises(AlreadyTied):
        relations.tie(session, effect, Relation.CAUSED_BY, cause, **BY_AGENT)

    for _ in range(2):
        relations.untie(session, cause, Relation.CAUSED_BY, effect, **BY_AGENT)

    assert ties.around(session, cause) == ties.around(session, effect) == []
    assert all_is_explained(session, cause, effect)


def test_a_ticket_is_not_its_own_cause_nor_its_own_grandparent(session, family, make_ticket):
    parent, one, _ = family
    with pytest.raises(MergeLoop):
        relations.tie(session, one, Relation.RELATED, one, **BY_AGENT)
    with pytest.raises(MergeLoop):
        relations.tie(session, parent, Relation.CHILD_OF, one, **BY_AGENT)
    with pytest.raises(AlreadyTied):
        relations.tie(session, one, Relation.CHILD_OF, make_ticket(), **BY_AGENT)
    closed = resolved(session, make_ticket())
    tickets.confirm(session, closed, caller=CORRECTOR, now=NOW)
    with pytest.raises(TicketClosed):
        relations.tie(session, one, Relation.RELATED, closed, **BY_AGENT)
    with pytest.raises(RightMissing):
        relations.tie(session, one, Relation.RELATED, parent, caller=EXAM_OFFICE, now=NOW)


def test_a_message_becomes_a_ticket_of_the_same_reporter_once(session, make_ticket):
    ticket = make_ticket()
    said = tickets.reply(session, ticket, Words("Et mon état de frais ?"), caller=CORRECTOR, now=NOW)

    made = relations.split(session, ticket, said.id, **BY_AGENT)

    assert relations.split(session, ticket, said.id, **BY_AGENT) is made
    assert (made.reporter_id, made.subject) == (CORRECTOR.id, "Et mon état de frais ?")
    assert {link.ref for link in made.links} == {link.ref for link in ticket.links}
    assert [(one.kind, one.other) for one in ties.around(session, made)] == [(Relation.SPLIT_FROM, ticket)]
    told = tickets.reply(session, ticket, Words("Bonjour."), **BY_AGENT)
    with pytest.raises(TicketNotFound):
        relations.split(session, ticket, told.id, **BY_AGENT)
    assert all_is_explained(session, ticket, made)


def test_what_is_decided_by_hand_says_why_and_is_not_told_to_the_reporter(session, make_ticket):
    ticket = make_ticket()
    tickets.assign(session, ticket, AGENT.id, **BY_AGENT)
    handling.prioritise(session, ticket, Priority.TOP, "  Échéance demain ", **BY_AGENT)
    handling.tag(session, ticket, " Scanner  2 ", **BY_AGENT)
    handling.hand_over(session, ticket, Team.EXAM_OFFICE, "Anonymat", **BY_AGENT)

    assert (ticket.priority, ticket.team, ticket.assignee_id) == (Priority.TOP, Team.EXAM_OFFICE, None)
    assert handling.tags_of(session, ticket) == ["scanner 2"]
    assert "Échéance demain" in repr(timeline.history(session, ticket, SUPERVISOR))
    assert "Échéance" not in repr(timeline.history(session, ticket, CORRECTOR))
    handling.untag(session, ticket, "scanner 2", **BY_AGENT)
    assert handling.tags_of(session, ticket) == []
    assert log.differences(session, ticket) == []
    assert all_is_explained(session, ticket)


def test_without_a_reason_or_a_right_nothing_is_decided(session, make_ticket):
    ticket = make_ticket()
    before = ticket.version
    with pytest.raises(ReasonMissing):
        handling.prioritise(session, ticket, Priority.TOP, " ", **BY_AGENT)
    with pytest.raises(ReasonMissing):
        handling.tag(session, ticket, " ", **BY_AGENT)
    with pytest.raises(RightMissing):
        handling.hand_over(session, ticket, Team.FINANCE, "Pour voir", caller=CORRECTOR, now=NOW)
    handling.prioritise(session, ticket, ticket.priority, "", **BY_AGENT)

    assert ticket.version == before


def test_a_merged_ticket_is_not_decided_on_by_itself(session, make_ticket):
    one, other = make_ticket(), make_ticket()
    merging.merge(session, one, other, **BY_AGENT)

    with pytest.raises(TicketClosed):
        handling.prioritise(session, one, Priority.LOW, "Fusionnée", **BY_AGENT)
