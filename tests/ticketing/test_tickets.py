"""Opening, answering, noting, assigning, resolving: what is recorded, what leaves, what is refused."""

from datetime import timedelta

import pytest
from sqlmodel import select

from tests.ticketing.conftest import (
    AGENT,
    CORRECTOR,
    NOW,
    OTHER_AGENT,
    OTHER_CORRECTOR,
    make_draft,
    out_tray,
    resolved,
)  # fmt: skip
from ticketing import log, tickets
from ticketing.errors import (
    KeyReused,
    MoveRefused,
    TicketMoved,
    TicketNotFound,
)  # fmt: skip
from ticketing.models import Message, Ticket
from ticketing.tickets import Words
from ticketing.vocabulary import Defect, Kind, LinkKind, Priority, Side, Team, TicketState, Visibility


def test_a_report_keeps_the_page_the_copy_and_the_lot_as_people_say_them(make_ticket):
    ticket = make_ticket()

    assert ticket.reference == "P-2026-000001"
    assert ticket.subject == "Page 3 floue, copie 0423, lot 17"
    assert {kind: ticket.link(kind).label for kind in (LinkKind.COPY, LinkKind.PAGE, LinkKind.LOT)} == {
        LinkKind.COPY: "0423", LinkKind.PAGE: "3", LinkKind.LOT: "17",
    }  # fmt: skip
    assert (ticket.state, ticket.team, ticket.priority) == (
        TicketState.NEW, Team.HELP_DESK, Priority.NORMAL,
    )  # fmt: skip


def test_the_same_key_gives_the_same_ticket(session):
    first = tickets.open_ticket(session, make_draft(), caller=CORRECTOR, key="k", now=NOW)
    later = NOW + timedelta(seconds=3)

    again = tickets.open_ticket(session, make_draft(), caller=CORRECTOR, key="k", now=later)

    assert again.id == first.id
    assert len(session.exec(select(Ticket)).all()) == 1


def test_the_same_key_for_something_else_is_refused(session):
    tickets.open_ticket(session, make_draft(), caller=CORRECTOR, key="k", now=NOW)

    with pytest.raises(KeyReused):
        tickets.open_ticket(session, make_draft(page="4"), caller=CORRECTOR, key="k", now=NOW)


def test_the_key_of_another_person_opens_a_ticket_of_ones_own(session):
    first = tickets.open_ticket(session, make_draft(), caller=CORRECTOR, key="k", now=NOW)

    other = tickets.open_ticket(session, make_draft(), caller=OTHER_CORRECTOR, key="k", now=NOW)

    assert other.id != first.id
    assert other.reporter_id == OTHER_CORRECTOR.id


def test_a_visible_name_goes_to_the_exam_office_first_of_all_without_the_copy_number(make_ticket):
    ticket = make_ticket(defect=Defect.NAME_VISIBLE, copy_hidden=True)

    assert (ticket.team, ticket.priority) == (Team.EXAM_OFFICE, Priority.TOP)
    assert ticket.subject == "Nom visible, copie masquée, lot 17"


def test_a_second_report_finds_the_open_tickets_of_the_page_and_of_no_other(session, make_ticket):
    ticket = make_ticket()
    make_ticket(page="4")
    make_ticket(copy="0424")

    assert tickets.open_reports(session, "copy-17-0423", 3) == [ticket]
    assert len(tickets.open_reports(session, "copy-17-0423")) == 2
    assert tickets.open_reports(session, "copy-17-0423", 1) == []


def test_a_resolved_report_is_no_longer_an_open_one(session, make_ticket):
    ticket = make_ticket()
    tickets.reply(session, ticket, Words("C’est refait."), caller=AGENT, now=NOW, then=TicketState.RESOLVED)

    assert tickets.open_reports(session, "copy-17-0423", 3) == []


def test_the_desks_reply_waits_for_the_reporter_and_leaves_once(session, make_ticket):
    ticket = make_ticket()

    tickets.reply(session, ticket, Words("La page est demandée.", key="f1"), caller=AGENT, now=NOW)

    assert ticket.state is TicketState.WAITING_REQUESTER
    assert [(row.recipient, row.body) for row in out_tray(session)] == [
        ("correctrice-bts", "La page est demandée.")
    ]


def test_the_same_form_sent_twice_is_one_reply(session, make_ticket):
    ticket = make_ticket()
    words = Words("La page est demandée.", version=ticket.version, key="f1")

    first = tickets.reply(session, ticket, words, caller=AGENT, now=NOW)
    again = tickets.reply(session, ticket, words, caller=AGENT, now=NOW)

    assert again.id == first.id
    assert len(out_tray(session)) == 1


def test_a_form_key_used_for_other_words_is_refused(session, make_ticket):
    ticket = make_ticket()
    tickets.reply(session, ticket, Words("La page est demandée.", key="f1"), caller=AGENT, now=NOW)

    with pytest.raises(KeyReused):
        tickets.reply(session, ticket, Words("Autre chose.", key="f1"), caller=AGENT, now=NOW)


def test_a_reply_written_against_an_older_version_is_refused_and_sends_nothing(session, make_ticket):
    ticket = make_ticket()
    seen = ticket.version
    tickets.reply(session, ticket, Words("Je m’en occupe.", version=seen), caller=AGENT, now=NOW)

    with pytest.raises(TicketMoved) as refusal:
        tickets.reply(session, ticket, Words("Moi aussi.", version=seen), caller=OTHER_AGENT, now=NOW)

    assert (refusal.value.written_against, refusal.value.version) == (seen, ticket.version)
    assert len(out_tray(session)) == 1
    assert "Moi aussi." not in [message.body for message in session.exec(select(Message))]


def test_the_reporter_is_heard_whatever_she_had_on_screen(session, make_ticket):
    ticket = make_ticket()
    seen = ticket.version
    tickets.reply(session, ticket, Words("Quelle page ?"), caller=AGENT, now=NOW)

    tickets.reply(session, ticket, Words("La page 3.", version=seen), caller=CORRECTOR, now=NOW)

    assert ticket.state is TicketState.IN_PROGRESS
    assert ticket.last_word is Side.REPORTER
    assert len(out_tray(session)) == 1  # her own words are not sent to her


def test_a_word_of_the_reporter_does_not_take_the_ticket_from_the_centre(session, make_ticket):
    ticket = make_ticket()
    demanded = TicketState.WAITING_CENTRE
    tickets.reply(session, ticket, Words("Demandée au centre."), caller=AGENT, now=NOW, then=demanded)

    tickets.reply(session, ticket, Words("Le verso aussi."), caller=CORRECTOR, now=NOW)

    assert ticket.state is TicketState.WAITING_CENTRE
    assert ticket.last_word is Side.REPORTER


def test_a_note_leaves_nothing_and_changes_no_state(session, make_ticket):
    ticket = make_ticket()

    note = tickets.note(session, ticket, Words("Troisième page floue du scanner."), caller=AGENT, now=NOW)

    assert note.visibility is Visibility.INTERNAL
    assert ticket.state is TicketState.NEW
    assert out_tray(session) == []


def test_taking_a_ticket_starts_the_work_and_giving_it_does_not(session, make_ticket):
    mine, given = make_ticket(), make_ticket(page="4")

    tickets.assign(session, mine, AGENT.id, caller=AGENT, now=NOW)
    tickets.assign(session, given, OTHER_AGENT.id, caller=AGENT, now=NOW)

    assert (mine.state, mine.assignee_id) == (TicketState.IN_PROGRESS, "agent-a")
    assert (given.state, given.assignee_id) == (TicketState.TRIAGED, "agent-b")


def test_two_agents_do_not_take_the_same_ticket(session, make_ticket):
    ticket = make_ticket()
    seen = ticket.version
    tickets.assign(session, ticket, AGENT.id, caller=AGENT, now=NOW, version=seen)

    with pytest.raises(TicketMoved):
        tickets.assign(session, ticket, OTHER_AGENT.id, caller=OTHER_AGENT, now=NOW, version=seen)


def test_nothing_is_resolved_before_the_reporter_was_told(session, make_ticket):
    ticket = make_ticket()

    with pytest.raises(MoveRefused):
        tickets.resolve(session, ticket, caller=AGENT, now=NOW)

    assert ticket.state is TicketState.NEW


@pytest.mark.parametrize("typed", ["P-2026-000001", "p-2026-1", "P 2026 000001", "le P-2026-000001 svp"])
def test_a_reference_is_found_however_it_is_typed(session, make_ticket, typed):
    ticket = make_ticket()

    assert tickets.get(session, typed, CORRECTOR) == ticket


def test_another_correctors_ticket_is_as_unknown_as_one_that_does_not_exist(session, make_ticket):
    make_ticket()

    with pytest.raises(TicketNotFound) as theirs:
        tickets.get(session, "P-2026-000001", OTHER_CORRECTOR)
    with pytest.raises(TicketNotFound) as nobodys:
        tickets.get(session, "P-2026-000009", OTHER_CORRECTOR)
    assert str(theirs.value).replace("1", "9") == str(nobodys.value)


def test_my_reports_are_mine_and_come_newest_first(session, make_ticket):
    old = make_ticket()
    new = make_ticket(page="4", now=NOW + timedelta(hours=1))
    make_ticket(caller=OTHER_CORRECTOR)

    assert tickets.mine(session, CORRECTOR) == [new, old]


@pytest.mark.parametrize(
    ("fields", "subject"),
    [
        ({"defect": Defect.MISSING_PAGE}, "Page 3 manquante, copie 0423, lot 17"),
        ({"defect": None}, "Défaut de numérisation, page 3, copie 0423, lot 17"),
        ({"defect": Defect.NAME_VISIBLE}, "Nom visible, lot 17"),
        ({"kind": Kind.QUESTION, "defect": None, "text": "Quel  tarif\nau DNB ?"}, "Quel tarif au DNB ?"),
        ({"kind": Kind.HUMAN, "defect": None}, "Parler à quelqu’un"),
        (
            {"kind": Kind.CONNECTIVITY, "defect": None, "application": "SANTORIN"},
            "Problème de connexion, SANTORIN",
        ),
    ],
)  # fmt: skip
def test_the_subject_says_it_in_one_line(make_ticket, fields, subject):
    assert make_ticket(**fields).subject == subject


def test_a_very_long_question_makes_a_subject_that_fits(make_ticket):
    ticket = make_ticket(kind=Kind.QUESTION, defect=None, text="mot " * 1000)

    assert len(ticket.subject) <= 200
    assert ticket.subject.endswith("…")


def test_the_log_alone_gives_every_column_back(session, make_ticket):
    ticket = resolved(session, make_ticket(defect=Defect.NAME_VISIBLE, copy_hidden=True))
    tickets.reopen(session, ticket, caller=CORRECTOR, now=NOW)
    session.commit()
    session.refresh(ticket)

    assert log.differences(session, ticket) == []

    ticket.priority = Priority.LOW  # behind the log's back

    assert log.differences(session, ticket) == ["priority"]


def test_what_the_reporter_was_told_stays_told_when_she_answers(session, make_ticket):
    ticket = make_ticket()
    tickets.reply(session, ticket, Words("C’est demandé."), caller=AGENT, now=NOW)
    tickets.reply(session, ticket, Words("Merci."), caller=CORRECTOR, now=NOW)

    tickets.resolve(session, ticket, caller=AGENT, now=NOW)

    assert ticket.state is TicketState.RESOLVED
