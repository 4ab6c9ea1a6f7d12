"""The expense claim: one thing at a time, checked with the backend, one ticket for the exam office."""

from datetime import UTC, datetime

import pytest

from assistant import expense_form
from assistant.answers import Act, Route
from assistant.conversation import Message
from assistant.drafts import FormKind, Slot, dump, load
from assistant.errors import ConversationMoved
from assistant.personal import ClaimRecord, MissionRecord, RecordsUnavailable
from tests.assistant.conftest import CORRECTOR, text_of
from ticketing.vocabulary import Kind, LinkKind, Team

START = "Je veux préparer mon état de frais"


def mission(number, kind, day):
    begins = datetime(2026, 6, day, 12, tzinfo=UTC)
    return MissionRecord(f"m-{number}", kind, "bts", "2026", "BTS, CGE", "lycée des Pins", begins, None)


@pytest.fixture
def records(records):
    records.mission_rows[CORRECTOR.id] = [mission(1, "entente", 9), mission(2, "harmonisation", 24)]
    return records


def filled(talk, *words):
    for said in words:
        answer = talk.say(said)
    return answer


@pytest.mark.parametrize(
    ("text", "begins"),
    [
        (START, True),
        ("aidez-moi à remplir mon état de frais", True),
        ("je voudrais déclarer mes frais de déplacement du 9 juin", True),
        ("Comment remplir mon état de frais ?", False),
        ("je dois valider mon état de frais quand ?", False),
        ("où en est mon état de frais", False),
    ],
)
def test_a_claim_is_begun_when_it_is_asked_for_and_not_asked_about(text, begins):
    assert expense_form.begins(text) is begins


def test_each_thing_is_asked_one_at_a_time_then_recapped(talk):
    first = talk.say(START)
    asked = [talk.draft.asked]
    for words in ("celle du 24 juin", "voiture", "120", "2 repas"):
        talk.say(words)
        asked.append(talk.draft.asked)
    recap = talk.say("aucune nuitée")

    assert (first.act, first.route) == (Act.ASK_SLOT, Route.MY_DATA)
    assert [action.label for action in first.actions][-1] == "Annuler"
    assert asked == [Slot.MISSION, Slot.TRANSPORT, Slot.DISTANCE, Slot.MEALS, Slot.NIGHTS]
    assert recap.act is Act.CONFIRM_REQUEST
    assert [line.value for line in recap.recap] == [
        "harmonisation, BTS, CGE, mercredi 24 juin 2026", "voiture, 120 kilomètres", "2", "0",
    ]  # fmt: skip


def test_what_the_first_sentence_says_is_not_asked_again(talk):
    answer = talk.say(
        "Je veux déclarer mes frais de mission : entente du 9 juin, train, 1 repas, sans nuitée"
    )

    assert answer.act is Act.CONFIRM_REQUEST


def test_a_yes_makes_one_ticket_for_the_exam_office_with_the_mission(talk):
    filled(talk, START, "l’entente", "train", "aucun repas", "0")
    answer = talk.say("oui", key="same")
    ticket = talk.tickets()[0]

    assert answer.act is Act.TICKET_CREATED
    assert ticket.reference in text_of(answer)
    assert (ticket.kind, ticket.team, ticket.academy) == (
        Kind.EXPENSE, Team.FINANCE, CORRECTOR.academy,
    )  # fmt: skip
    assert ticket.link(LinkKind.MISSION).ref == "m-1"
    assert talk.draft is None


def test_a_second_click_makes_no_second_ticket(talk):
    """Both clicks are decided before either is kept: a retry with its key, then another window."""
    filled(talk, START, "l’entente", "train", "aucun repas", "0")
    read, clicks = talk.snapshot(), (Message("oui", "a"), Message("oui", "a"), Message("oui", "b"))
    decided = [talk.house.decide(read, click, CORRECTOR, talk.now) for click in clicks]

    first, again = (talk.settle(read, clicks[rank], decided[rank]) for rank in (0, 1))
    with pytest.raises(ConversationMoved):
        talk.settle(read, clicks[2], decided[2])

    assert first.ticket_reference == again.ticket_reference
    assert len(talk.tickets()) == 1


@pytest.mark.parametrize("said", ["-3 repas", "-3", "−2 repas"])
def test_less_than_none_is_asked_again(talk, said):
    filled(talk, START, "l’entente", "train")
    talk.say(said)

    assert talk.draft.meals is None
    assert talk.draft.asked is Slot.MEALS


def test_a_question_in_the_middle_is_answered_and_the_form_comes_back(talk, answers):
    filled(talk, START, "l’entente")
    answer = talk.say("Quel code pour un candidat absent ?")

    assert len(answers.asked) == 1
    assert "Revenons à votre état de frais" in text_of(answer)
    assert talk.draft.asked is Slot.TRANSPORT


def test_a_value_is_corrected_at_the_recap_by_its_button_or_in_words(talk):
    filled(talk, START, "l’entente", "train", "2 repas", "0")
    talk.say("modifier les repas")
    asked = talk.draft.asked
    talk.say("3")
    talk.say("non, en voiture")

    assert asked is Slot.MEALS
    assert (talk.draft.meals, talk.draft.transport, talk.draft.asked) == (3, "voiture", Slot.DISTANCE)


@pytest.mark.parametrize("words", ["annuler", "laisse tomber"])
def test_it_is_cancelled_at_any_point(talk, words):
    filled(talk, START, "l’entente", "train")

    assert talk.say(words).act is Act.TICKET_CANCELLED
    assert talk.draft is None
    assert talk.tickets() == []


def test_a_mission_that_is_not_hers_is_asked_again(talk):
    filled(talk, START)
    answer = talk.say("celle du 12 mai")

    assert answer.act is Act.ASK_SLOT
    assert talk.draft.asked is Slot.MISSION


def test_a_claim_that_the_office_already_holds_is_said_so(talk, records):
    records.claim_rows[CORRECTOR.id] = [ClaimRecord("c", "entente", "Validé", None, "m-1")]
    filled(talk, START)
    answer = talk.say("l’entente")

    assert "déjà" in text_of(answer)
    assert talk.draft.mission is None


def test_a_number_beyond_belief_is_asked_again(talk):
    filled(talk, START, "l’entente", "voiture")
    answer = talk.say("99999")

    assert "trop grand" in text_of(answer)
    assert talk.draft.asked is Slot.DISTANCE


def test_a_silent_backend_keeps_the_draft(talk, records):
    filled(talk, START, "l’entente", "train")
    records.failure = RecordsUnavailable()
    answer = talk.say("2 repas")
    records.failure = None
    talk.say("réessayer")

    assert "ne répond pas" in text_of(answer)
    assert (talk.draft.meals, talk.draft.asked) == (2, Slot.NIGHTS)


def test_nobody_without_a_mission_declares_anything(talk, records):
    records.mission_rows[CORRECTOR.id] = []

    assert "aucune mission" in text_of(talk.say(START))
    assert talk.draft is None


def test_a_mission_whose_claim_is_settled_is_not_offered(talk, records):
    records.claim_rows[CORRECTOR.id] = [ClaimRecord("c", "entente", "Validé", None, "m-1")]
    one_left = talk.say(START)
    talk.say("annuler")
    records.claim_rows[CORRECTOR.id].append(ClaimRecord("d", "harmonisation", "Validé", None, "m-2"))

    assert one_left.act is Act.ASK_SLOT
    assert "trajet" in text_of(one_left)
    assert "rien à déclarer" in text_of(talk.say(START))


def test_the_draft_survives_in_the_row_of_the_conversation(talk):
    filled(talk, START, "l’entente", "voiture", "120 km")

    assert load(dump(talk.draft)) == talk.draft
    assert talk.draft.kind is FormKind.EXPENSE


def test_a_mission_is_not_claimed_twice(talk):
    filled(talk, START, "l’entente", "train", "aucun repas", "0", "oui")

    answer = filled(talk, START, "l’entente")

    assert answer.act is Act.DUPLICATE_NOTICE
    assert talk.tickets()[0].reference in text_of(answer)
    assert talk.draft is None
    assert len(talk.tickets()) == 1


@pytest.mark.parametrize("said", ["6 cv", "120 km en voiture, 6CV", "six chevaux fiscaux"])
def test_the_power_of_a_car_is_understood_and_is_no_distance(talk, said):
    filled(talk, START, "l’entente", "voiture")

    talk.say(said)

    assert talk.draft.power == 6
    assert talk.draft.distance in (None, 120)
    recap = filled(talk, "120 km", "0 repas", "0 nuitée")
    assert recap.recap[1].value == "voiture, 120 kilomètres, 6 CV"
