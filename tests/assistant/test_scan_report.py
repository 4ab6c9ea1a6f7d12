"""Flagging a scan, from one sentence to a ticket."""

from sqlmodel import Session, select

from assistant.answers import Act
from assistant.dialogue import Message
from assistant.drafts import Slot
from tests.assistant.conftest import CORRECTOR, NOW, text_of
from ticketing.models import Message as TicketMessage
from ticketing.vocabulary import Defect, Kind, LinkKind, Team

SENTENCE = "La copie 0423 du lot 17 est illisible page 3"


def linked(ticket):
    return {(link.kind, link.ref, link.label) for link in ticket.links}


def test_one_sentence_and_a_yes_make_a_ticket_tied_to_copy_page_and_lot(talk):
    recap = talk.say(SENTENCE)
    answer = talk.say("oui")

    (ticket,) = talk.tickets()
    assert recap.act is Act.CONFIRM_REQUEST
    assert {line.slot: line.value for line in recap.recap} == {
        "lot": "17", "copie": "0423", "page": "3", "defaut": "page illisible",
    }  # fmt: skip
    assert [action.say for action in recap.actions] == ["oui", "annuler"]
    assert answer.act is Act.TICKET_CREATED
    assert answer.ticket_reference == ticket.reference
    assert f"Votre signalement {ticket.reference} est enregistré." in text_of(answer)
    assert (ticket.kind, ticket.defect) == (Kind.SCAN, Defect.UNREADABLE)
    assert {
        (LinkKind.COPY, "lot-17-0423", "0423"),
        (LinkKind.PAGE, "lot-17-0423-3", "3"),
        (LinkKind.LOT, "lot-17", "17"),
    } <= linked(ticket)
    assert ticket.conversation_id == str(talk.id)
    assert talk.draft is None


def test_nothing_is_created_before_the_yes(talk):
    talk.say(SENTENCE)

    assert talk.tickets() == []


def test_what_is_missing_is_asked_one_slot_at_a_time(talk):
    asked = []
    for words in ("J’ai une copie floue", "lot 17", "la 0423", "page 3"):
        talk.say(words)
        asked.append(talk.draft.asked)

    assert asked == [Slot.LOT, Slot.COPY, Slot.PAGE, Slot.CONFIRM]
    assert (talk.draft.lot, talk.draft.copies, talk.draft.pages) == ("17", ("0423",), ("3",))
    assert talk.draft.defect == "flou"


def test_a_visible_name_is_confirmed_once_hides_the_copy_and_goes_to_the_exam_office(talk, records, engine):
    recap = talk.say("On lit le nom du candidat, Jean Exemple, sur la copie 0431 du lot 17")
    answer = talk.say("oui")

    (ticket,) = talk.tickets()
    with Session(engine) as session:
        told = session.exec(select(TicketMessage)).all()
    assert recap.act is Act.CONFIRM_REQUEST
    assert recap.actions[0].label == "Masquer et prévenir"
    assert "lot-17-0431" in records.hidden.values()
    assert (ticket.defect, ticket.team) == (Defect.NAME_VISIBLE, Team.EXAM_OFFICE)
    assert "La copie est masquée" in text_of(answer)
    assert "Exemple" not in ticket.subject
    assert told == []


def test_a_copy_is_not_hidden_before_the_yes(talk, records):
    talk.say("Un nom est visible sur la copie 0431 du lot 17")
    talk.say("annuler")

    assert records.hidden == {}


def test_a_copy_hidden_by_an_unanswered_attempt_still_makes_its_ticket(talk, records):
    talk.say("Un nom est visible sur la copie 0431 du lot 17")
    # The first yes hides the copy, then its turn is lost before it is written.
    talk.house.decide(talk.snapshot(), Message("oui", "lost"), CORRECTOR, NOW)

    answer = talk.say("oui")

    assert answer.act is Act.TICKET_CREATED
    assert len(set(records.hidden)) == 1


def test_several_copies_make_one_grouped_report(talk):
    talk.say("les copies 423 et 424 du lot 17 sont floues page 2")
    talk.say("oui")

    (ticket,) = talk.tickets()
    copies = [link.label for link in ticket.links if link.kind is LinkKind.COPY]
    assert copies == ["0423", "0424"]
    assert sum(link.kind is LinkKind.PAGE for link in ticket.links) == 2
