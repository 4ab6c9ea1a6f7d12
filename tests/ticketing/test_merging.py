"""Two tickets of one trouble: one carries the other on, and each reporter is told once, of her own."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlmodel import Session, select

from tests.ticketing.conftest import (
    AGENT,
    CORRECTOR,
    EXAM_OFFICE,
    NOW,
    OTHER_AGENT,
    OTHER_CORRECTOR,
    make_draft,
    out_tray,
    resolved,
)
from ticketing import log, merging, queues, rescans, tickets, timeline
from ticketing.errors import (
    MergeLoop,
    MoveRefused,
    RightMissing,
    TicketClosed,
    TicketingError,
    TicketMoved,
)  # fmt: skip
from ticketing.models import Event, Ticket
from ticketing.selections import Selection
from ticketing.tickets import Words
from ticketing.views import View
from ticketing.vocabulary import EventType, Side, TicketState

LATER = NOW + timedelta(hours=1)


@pytest.fixture
def pair(make_ticket):
    """A ticket, and the same trouble told by somebody else."""
    return make_ticket(), make_ticket(OTHER_CORRECTOR, text="La même page, par quelqu’un d’autre.")


def merge(session, ticket, into, caller=AGENT, **how):
    return merging.merge(session, ticket, into, caller=caller, now=LATER, **how)


def said(session, ticket, caller):
    return [one.body for one in timeline.history(session, ticket, caller) if one.body]


def test_a_merged_ticket_is_carried_on_and_nobody_is_written_to(session, pair):
    first, second = pair

    assert merge(session, second, first) is first

    assert (second.state, second.canonical_id) == (TicketState.MERGED, first.id)
    assert merging.canonical(session, second) is first
    assert merging.merged_into(session, first) == [second]
    assert out_tray(session) == []
    assert [log.differences(session, one) for one in pair] == [[], []]


def test_what_the_desk_writes_reaches_each_reporter_once_under_her_own_reference(session, pair, make_ticket):
    first, second = pair
    third = make_ticket(OTHER_CORRECTOR, text="Je l’ai déjà dit.")
    merge(session, second, first)
    merge(session, third, second)

    tickets.reply(session, first, Words("C’est demandé."), caller=AGENT, now=LATER)

    letters = {(one.recipient, one.subject.split("]")[0][1:]) for one in out_tray(session)}
    assert letters == {(CORRECTOR.id, first.reference), (OTHER_CORRECTOR.id, second.reference)}
    assert len(out_tray(session)) == 2
    assert said(session, second, OTHER_CORRECTOR)[-1] == "C’est demandé."
    told = timeline.news(session, OTHER_CORRECTOR)
    assert [(one.reference, one.body) for one in told] == [(second.reference, "C’est demandé.")]
    assert timeline.letter(session, OTHER_CORRECTOR, told[0].key).reference == second.reference


def test_a_reporter_sees_neither_the_reference_nor_the_words_of_another(session, pair):
    first, second = pair
    merge(session, second, first)
    tickets.reply(session, second, Words("Et chez moi aussi."), caller=OTHER_CORRECTOR, now=LATER)
    tickets.reply(session, first, Words("C’est demandé."), caller=AGENT, now=LATER)

    hers = repr(timeline.history(session, first, CORRECTOR))
    others = repr(timeline.history(session, second, OTHER_CORRECTOR))

    assert "Et chez moi aussi" not in hers
    assert second.reference not in hers
    assert "à partir du milieu" not in others
    assert first.reference not in others


def test_the_words_of_a_merged_reporter_arrive_where_the_desk_looks_as_hers(session, pair):
    first, second = pair
    resolved(session, first)
    merge(session, second, first)

    tickets.reply(session, second, Words("Toujours illisible."), caller=OTHER_CORRECTOR, now=LATER)

    last = next(one for one in reversed(timeline.history(session, first, AGENT)) if one.body)
    assert (last.body, last.side, last.through) == ("Toujours illisible.", Side.REPORTER, second.reference)
    assert last.actor_id == OTHER_CORRECTOR.id
    assert (first.state, first.last_word) == (TicketState.IN_PROGRESS, Side.REPORTER)
    listed = queues.listed(session, AGENT, Selection(View.TODO), now=LATER).rows
    assert first.reference in {row.reference for row in listed}
    assert second.state is TicketState.MERGED
    assert [log.differences(session, one) for one in pair] == [[], []]


def test_her_words_are_refused_once_what_carries_her_ticket_is_closed(session, pair):
    first, second = pair
    merge(session, second, resolved(session, first))
    tickets.confirm(session, first, caller=CORRECTOR, now=LATER)

    with pytest.raises(TicketClosed):
        tickets.reply(session, second, Words("Et moi ?"), caller=OTHER_CORRECTOR, now=LATER)


@pytest.mark.parametrize("how", ["new", "in_progress", "waiting", "resolved"])
def test_parted_again_a_ticket_is_as_it_was(session, pair, how):
    first, second = pair
    if how == "in_progress":
        tickets.assign(session, second, AGENT.id, caller=AGENT, now=NOW)
    elif how == "waiting":
        tickets.reply(session, second, Words("Quelle page ?"), caller=AGENT, now=NOW)
    elif how == "resolved":
        resolved(session, second)
    of_interest = ("state", "state_since", "resolved_at", "assignee_id", "told", "last_word", "canonical_id")
    before = {name: getattr(second, name) for name in of_interest}

    merge(session, second, first)
    merging.unmerge(session, second, caller=OTHER_AGENT, now=LATER)

    assert {name: getattr(second, name) for name in of_interest} == before
    assert merging.merged_into(session, first) == []
    assert [log.differences(session, one) for one in pair] == [[], []]


def test_parted_again_it_goes_where_its_pages_came_to_meanwhile(session, make_report, make_ticket):
    report, other = make_report(), make_ticket(OTHER_CORRECTOR)
    rescan = rescans.ask(session, report, now=NOW)[0]
    merge(session, report, other)
    rescans.not_sent(session, rescan.id, "Copie inconnue", now=LATER)
    assert report.state is TicketState.MERGED

    merging.unmerge(session, report, caller=AGENT, now=LATER)

    assert report.state is TicketState.IN_PROGRESS


def test_what_was_said_while_merged_stays_on_both(session, pair):
    first, second = pair
    merge(session, second, first)
    tickets.reply(session, first, Words("Pour les deux."), caller=AGENT, now=LATER)
    merging.unmerge(session, second, caller=AGENT, now=LATER)
    tickets.reply(session, first, Words("Pour vous seule."), caller=AGENT, now=LATER)

    assert said(session, second, OTHER_CORRECTOR)[1:] == ["Pour les deux."]
    assert len(out_tray(session)) == 3


def test_a_merge_is_refused_into_itself_into_what_is_closed_and_from_an_older_version(session, pair):
    first, second = pair
    version = second.version
    tickets.note(session, second, Words("Vu."), caller=AGENT, now=NOW)
    with pytest.raises(TicketMoved):
        merge(session, second, first, version=version)
    merge(session, second, first)

    with pytest.raises(MergeLoop):
        merge(session, first, second)
    with pytest.raises(MoveRefused):
        merge(session, second, first)
    merging.unmerge(session, second, caller=AGENT, now=LATER)
    with pytest.raises(MoveRefused):
        merging.unmerge(session, second, caller=AGENT, now=LATER)
    resolved(session, first)
    tickets.confirm(session, first, caller=CORRECTOR, now=NOW)
    with pytest.raises(TicketClosed):
        merge(session, second, first)
    with pytest.raises(MoveRefused):
        merge(session, first, second)


@pytest.mark.parametrize("caller", [CORRECTOR, OTHER_CORRECTOR, EXAM_OFFICE])
def test_only_who_works_on_both_may_merge(session, pair, caller):
    with pytest.raises(RightMissing):
        merge(session, pair[1], pair[0], caller)


def test_a_reply_written_before_a_merge_is_refused_since_it_would_reach_one_more_person(session, pair):
    first, second = pair
    seen = first.version
    merge(session, second, first)

    with pytest.raises(TicketMoved):
        tickets.reply(session, first, Words("Bonjour.", version=seen), caller=AGENT, now=LATER)


def test_two_agents_who_merge_in_opposite_directions_lose_nothing_and_make_no_loop(engine):
    rounds = 25
    with Session(engine) as session, session.begin():
        names = [
            tickets.open_ticket(session, make_draft(), caller=CORRECTOR, key=f"k{number}", now=NOW).reference
            for number in range(2 * rounds)
        ]

    def merge_one(pair):
        try:
            with Session(engine) as session, session.begin():
                one, other = (tickets.get(session, reference, AGENT) for reference in pair)
                merging.merge(session, one, other, caller=AGENT, now=NOW)
        except TicketingError:
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        for number in range(rounds):
            pair = names[2 * number], names[2 * number + 1]
            assert sorted(pool.map(merge_one, [pair, pair[::-1]])) == [False, True]

    with Session(engine) as session:
        every = session.exec(select(Ticket)).all()
        assert [log.differences(session, ticket) for ticket in every] == [[]] * (2 * rounds)
        assert sum(ticket.state is TicketState.MERGED for ticket in every) == rounds
        assert {merging.canonical(session, ticket).state for ticket in every} == {TicketState.NEW}
        kinds = [event.type for event in session.exec(select(Event))]
        assert kinds.count(EventType.OPENED) == 2 * rounds
        assert kinds.count(EventType.MERGED) == kinds.count(EventType.ABSORBED) == rounds
