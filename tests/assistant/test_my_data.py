"""What is told of the caller: lots, missions, claims, and where her tickets stand."""

from datetime import UTC, datetime

import pytest
from sqlmodel import Session

from assistant.answers import Act
from assistant.personal import ClaimRecord, MarkSheetRecord, MissionRecord, RecordsUnavailable
from tests.assistant.conftest import CORRECTOR, NOW, OTHER_CORRECTOR, text_of
from ticketing import tickets
from ticketing.permissions import Caller, Role
from ticketing.vocabulary import TicketState

QUESTION = "Quel code saisir pour un candidat absent ?"


def test_lots_are_told_with_the_time_of_reading(talk):
    answer = talk.say("Quels lots me sont attribués ?")

    assert (answer.act, answer.intent) == (Act.MY_DATA, "lots")
    assert answer.situation.read_at == NOW
    assert answer.situation.source == "SANTORIN"
    assert "17 et 8" in text_of(answer)
    assert "mercredi 9 juin 2027" in " ".join(answer.situation.lines)


def test_progress_counts_what_is_left_in_the_lot_named(talk):
    answer = talk.say("Combien de copies me reste-t-il dans le lot 17 ?")

    assert answer.intent == "lot_progress"
    assert "33 copies" in text_of(answer)


def test_the_lot_spoken_of_is_remembered(talk):
    talk.say("Combien de copies me reste-t-il dans le lot 17 ?")

    answer = talk.say("et il est verrouillé ?")

    assert "lot 17" in text_of(answer)


def test_a_mark_sheet_is_told_beside_the_lot(talk, records):
    records.sheets["lot-17"] = MarkSheetRecord("17", 40, 8, False)

    answer = talk.say("Mon lot 17 est-il verrouillé ?")

    assert "en correction" in text_of(answer)
    assert any("LOTANET" in line and "8 à saisir" in line for line in answer.situation.lines)


def test_another_s_lot_is_not_told(talk):
    answer = talk.say("Combien de copies me reste-t-il dans le lot 18 ?")

    assert answer.act is Act.LOT_NOT_ASSIGNED
    assert answer.situation is None


def test_missions_to_come_are_told_in_order(talk, records):
    def mission(day, centre):
        starts = datetime(2027, 5, day, 8, 0, tzinfo=UTC)
        return MissionRecord(
            f"m{day}", "entente", "bts", "2027", "BTS, culture générale", centre, starts, None
        )

    records.mission_rows[CORRECTOR.id] = [mission(28, "lycée des Vignes"), mission(24, "lycée des Calanques")]

    answer = talk.say("Quelle est ma prochaine mission ?")

    assert answer.intent == "missions"
    assert "lundi 24 mai 2027 à 10 h, lycée des Calanques" in text_of(answer).replace("\u00a0", " ")
    assert answer.situation.source == "IMAG’IN"


def test_a_claim_is_told_in_the_words_of_its_tool(talk, records):
    records.claim_rows[CORRECTOR.id] = [ClaimRecord("c", "Correction, lot 9", "Non validé", "104,00 €")]

    answer = talk.say("Où en est mon état de frais ?")

    assert "Non validé" in text_of(answer)
    assert "104,00" in answer.situation.lines[0]


def test_a_day_that_is_named_chooses_the_mission(talk, records):
    def mission(day, centre):
        begins = datetime(2026, 11, day, 8, tzinfo=UTC)
        return MissionRecord(f"m{day}", "correction", "BTS", "2027", "bts-cge", centre, begins, None)

    records.mission_rows[CORRECTOR.id] = [mission(18, "lycée des Pins"), mission(24, "lycée des Calanques")]

    # NOW is Friday the 20th.
    assert "lycée des Calanques" in text_of(talk.say("Où est ma mission de mardi prochain ?"))
    assert "lycée des Pins" in text_of(talk.say("Où était ma mission du 18 novembre ?"))
    nothing = text_of(talk.say("Ai-je une mission lundi prochain ?"))
    assert nothing.startswith("Vous n’avez pas de mission le lundi 23 novembre 2026. Votre prochaine mission")


@pytest.mark.parametrize(
    "words", ["Quels sont mes lots ?", "Quelle est ma prochaine mission ?", "Où en est mon état de frais ?"]
)
def test_a_silent_backend_is_said(talk, records, words):
    records.failure = RecordsUnavailable()

    answer = talk.say(words)

    assert "ne répond pas" in text_of(answer)
    assert answer.situation is None


def open_reports(talk, *pages):
    for page in pages:
        talk.say(f"La copie 0423 du lot 17 est floue page {page}")
        talk.say("oui")


def test_a_ticket_s_state_is_told_after_its_opening(talk):
    open_reports(talk, 3)

    answer = talk.say("ok, et où ça en est ?")

    assert (answer.act, answer.intent) == (Act.TICKET_STATUS, "ticket_status")
    assert "ouvert" in text_of(answer)
    assert answer.ticket_reference == talk.tickets()[0].reference


def test_all_her_tickets_are_listed(talk):
    open_reports(talk, 3, 4)

    answer = talk.say("mes signalements")

    assert answer.intent == "tickets"
    assert len(answer.situation.lines) == 2


def test_a_resolved_ticket_is_told_resolved(talk, engine):
    open_reports(talk, 3)
    agent = Caller("agent-a", frozenset({Role.AGENT}))
    with Session(engine) as session, session.begin():
        ticket = tickets.mine(session, CORRECTOR)[0]
        tickets.assign(session, ticket, "agent-a", caller=agent, now=NOW)
        tickets.reply(
            session, ticket, tickets.Words("C’est refait."), caller=agent, now=NOW, then=TicketState.RESOLVED
        )

    assert "résolu" in text_of(talk.say("Où en est mon signalement ?"))


def test_another_s_ticket_is_unknown(talk, make_talk):
    open_reports(talk, 3)
    reference = talk.tickets()[0].reference

    answer = make_talk(OTHER_CORRECTOR).say(f"Où en est {reference} ?")

    assert "Aucune demande" in text_of(answer)
    assert answer.situation is None


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("Où est ma convocation du 3 mai ?", "lundi 3 mai 2027"),
        ("J’ai une mission le 4 mai ?", "mardi 4 mai 2027"),
        ("Ma mission du 9 mai, c’est où ?", "mardi 4 mai 2027"),  # it goes on until the 12th
        ("Ai-je une mission le 7 avril ?", "Vous n’avez pas de mission le mercredi 7 avril 2027"),
    ],
)
def test_a_day_without_a_year_is_the_one_on_which_she_has_something(talk, records, words, told):
    def mission(kind, first, last):
        begins, ends = (datetime(2027, 5, day, 8, tzinfo=UTC) for day in (first, last))
        return MissionRecord(kind, kind, "BTS", "2027", "bts-cge", "lycée des Pins", begins, ends)

    # NOW is in November 2026: May 2026 is as near as May 2027.
    records.mission_rows[CORRECTOR.id] = [mission("entente", 3, 3), mission("correction", 4, 12)]

    assert told in text_of(talk.say(words)).replace("\u00a0", " ")
