"""Who is told of a page to scan again, and who says whether it can be read."""

import pytest

from tests.ticketing.conftest import AGENT, CORRECTOR, NOW, OTHER_CORRECTOR
from tests.ticketing.rescanning import S, item, row_of
from ticketing import rescan_letters, rescan_log, rescans
from ticketing.errors import RescanNotAwaited
from ticketing.vocabulary import TicketState


def test_the_new_holder_of_the_lot_answers_and_the_former_one_no_longer_does(session, make_report):
    ticket = make_report()
    rescans.reassign(session, "lot-17", holder=OTHER_CORRECTOR.id, former=CORRECTOR.id, now=NOW)
    rescans.take(session, item(ticket, S.DELIVERED, 4), now=NOW)
    row = row_of(session, ticket)

    assert rescan_letters.awaited(session, CORRECTOR) == []
    assert [one.reference for one in rescan_letters.awaited(session, OTHER_CORRECTOR)] == [None]
    with pytest.raises(RescanNotAwaited):
        rescans.answer(session, row.id, readable=True, caller=CORRECTOR, now=NOW)
    assert rescans.answer(session, row.id, readable=True, caller=OTHER_CORRECTOR, now=NOW)
    assert rescan_log.differences(session, ticket) == []


def test_two_reports_of_one_page_follow_one_item(session, make_report):
    first, second = make_report(), make_report(caller=OTHER_CORRECTOR)
    both = (first.reference, second.reference)

    for step, state in enumerate((S.REQUESTED, S.ACCEPTED, S.DELIVERED)):
        rescans.take(session, item(first, state, step, references=both), now=NOW)

    assert {first.state, second.state} == {TicketState.WAITING_REQUESTER}
    rescans.take(session, item(first, S.CONFIRMED, 3, references=both), now=NOW)
    assert {first.state, second.state} == {TicketState.RESOLVED}


def test_somebody_who_reports_a_page_already_reported_is_told_with_the_others(session, make_report):
    ticket = make_report()

    assert rescans.follow(session, ticket, caller=OTHER_CORRECTOR, conversation_id="c2", now=NOW)
    kept = rescan_log.load(session, ticket)
    for person in rescan_letters.readers(kept):
        for _ in range(2):
            rescan_letters.tell(session, kept, person, what="1-x", body="Mot.", now=NOW)

    told = rescan_letters.news(session, OTHER_CORRECTOR, conversation_id="c2")
    assert [(one.reference, one.body) for one in told] == [("", "Mot.")]
    assert [one.reference for one in rescan_letters.news(session, CORRECTOR)] == [ticket.reference]
    assert rescan_letters.letter(session, AGENT, told[0].key) is None
