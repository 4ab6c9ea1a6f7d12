"""What each reader is told of a ticket's history."""

from datetime import timedelta

from tests.ticketing.conftest import AGENT, CORRECTOR, NOW, OTHER_CORRECTOR
from tests.ticketing.rescanning import S, item
from ticketing import progress, rescans, tickets, timeline
from ticketing.progress import Step
from ticketing.tickets import Words
from ticketing.vocabulary import Defect, EventType, Kind, Side, TicketState

LATER = NOW + timedelta(hours=1)


def test_the_desk_reads_all_of_it_in_order(session, make_ticket):
    ticket = make_ticket()
    tickets.assign(session, ticket, AGENT.id, caller=AGENT, now=NOW)
    tickets.note(session, ticket, Words("Vérifier la vitre."), caller=AGENT, now=NOW)
    tickets.reply(session, ticket, Words("C’est demandé."), caller=AGENT, now=LATER)

    told = timeline.history(session, ticket, AGENT)

    assert [(entry.type, entry.body) for entry in told] == [
        (EventType.OPENED, "Illisible à partir du milieu."),
        (EventType.ROUTED, None),
        (EventType.ASSIGNED, None),
        (EventType.MOVED, None),
        (EventType.NOTED, "Vérifier la vitre."),
        (EventType.REPLIED, "C’est demandé."),
        (EventType.MOVED, None),
    ]
    assert told[4].internal
    assert told[5].actor_id == "agent-a"


def test_the_reporter_reads_no_note_and_no_name_of_an_agent(session, make_ticket):
    ticket = make_ticket()
    tickets.assign(session, ticket, AGENT.id, caller=AGENT, now=NOW)
    tickets.note(session, ticket, Words("Vérifier la vitre."), caller=AGENT, now=NOW)
    tickets.reply(session, ticket, Words("C’est demandé."), caller=AGENT, now=LATER)

    told = timeline.history(session, ticket, CORRECTOR)

    assert "Vérifier la vitre." not in [entry.body for entry in told]
    assert "agent-a" not in repr(told)
    assert "C’est demandé." in [entry.body for entry in told]


def test_news_are_the_desks_words_to_this_reporter_since_a_moment(session, make_ticket):
    ticket, other = make_ticket(), make_ticket(caller=OTHER_CORRECTOR)
    tickets.reply(session, ticket, Words("Ancien."), caller=AGENT, now=NOW)
    tickets.reply(session, ticket, Words("Merci."), caller=CORRECTOR, now=LATER)
    tickets.note(session, ticket, Words("Entre nous."), caller=AGENT, now=LATER)
    tickets.reply(session, ticket, Words("Nouveau."), caller=AGENT, now=LATER)
    tickets.reply(session, other, Words("Pour un autre."), caller=AGENT, now=LATER)

    assert [(one.reference, one.body) for one in timeline.news(session, CORRECTOR, since=NOW)] == [
        ("P-2026-000001", "Nouveau.")
    ]


def test_a_conversation_has_the_news_of_its_own_tickets_only(session, make_ticket):
    ticket, other = make_ticket(conversation_id="c1"), make_ticket(conversation_id="c2")
    for one, words in ((ticket, "Pour la première."), (other, "Pour la seconde.")):
        tickets.reply(session, one, Words(words), caller=AGENT, now=NOW)

    told = timeline.news(session, CORRECTOR, conversation_id="c1")

    assert [one.body for one in told] == ["Pour la première."]
    assert timeline.news(session, OTHER_CORRECTOR, conversation_id="c1") == []


def line(session, ticket):
    """The four steps: "now" for the current one, "over" for one passed over, else whether it was reached."""
    told = timeline.history(session, ticket, CORRECTOR)
    return [(stage.step, where(stage)) for stage in progress.stages(ticket, told)]


def where(stage):
    if stage.is_now:
        return "now"
    return "over" if stage.is_passed_over else stage.reached_at is not None


def test_a_scan_goes_from_received_to_the_centre_and_back(session, make_ticket):
    ticket = make_ticket()
    assert line(session, ticket) == [
        (Step.RECEIVED, "now"),
        (Step.ASKED_OF_CENTRE, False),
        (Step.RESCANNED, False),
        (Step.RETURNED, False),
    ]

    demanded = TicketState.WAITING_CENTRE
    tickets.reply(session, ticket, Words("Demandée."), caller=AGENT, now=NOW, then=demanded)
    assert line(session, ticket)[:2] == [(Step.RECEIVED, True), (Step.ASKED_OF_CENTRE, "now")]

    tickets.reply(session, ticket, Words("Rendue."), caller=AGENT, now=LATER, then=TicketState.RESOLVED)
    assert line(session, ticket) == [
        (Step.RECEIVED, True), (Step.ASKED_OF_CENTRE, True), (Step.RESCANNED, "over"), (Step.RETURNED, True),
    ]  # fmt: skip


def test_a_reopened_ticket_is_no_longer_returned(session, make_ticket):
    ticket = make_ticket()
    tickets.reply(session, ticket, Words("Rendue."), caller=AGENT, now=NOW, then=TicketState.RESOLVED)

    tickets.reopen(session, ticket, caller=CORRECTOR, now=LATER)

    assert line(session, ticket)[-1] == (Step.RETURNED, False)


def test_a_visible_name_is_at_the_exam_office_from_the_first_second(session, make_ticket):
    ticket = make_ticket(defect=Defect.NAME_VISIBLE)

    assert line(session, ticket)[1] == (Step.SENT_TO_EXAM_OFFICE, "now")


def test_a_question_is_taken_up_answered_and_settled(session, make_ticket):
    ticket = make_ticket(kind=Kind.QUESTION, defect=None)
    tickets.reply(session, ticket, Words("Voici."), caller=AGENT, now=NOW)

    assert line(session, ticket) == [
        (Step.RECEIVED, True), (Step.TAKEN_UP, True), (Step.ANSWERED, "now"), (Step.SETTLED, False),
    ]  # fmt: skip


def test_the_history_says_which_side_spoke(session, make_ticket):
    ticket = make_ticket(copy_hidden=True)

    assert [entry.side for entry in timeline.history(session, ticket, CORRECTOR)] == [
        Side.REPORTER, Side.SYSTEM,
    ]  # fmt: skip


def test_a_page_that_the_check_sent_back_counts_from_the_one_that_was_taken(session, make_report):
    ticket = make_report()
    states = (S.REQUESTED, S.ACCEPTED, S.RESCANNED, S.CHECKED, S.ACCEPTED)
    for step, state in enumerate(states):
        rescans.take(session, item(ticket, state, step), now=NOW)
    assert line(session, ticket)[2] == (Step.RESCANNED, False)

    for step, state in enumerate((S.RESCANNED, S.CHECKED, S.DELIVERED), start=len(states)):
        rescans.take(session, item(ticket, state, step), now=LATER)

    told = progress.stages(ticket, timeline.history(session, ticket, CORRECTOR))
    assert (told[2].step, told[2].reached_at) == (Step.RESCANNED, LATER)
