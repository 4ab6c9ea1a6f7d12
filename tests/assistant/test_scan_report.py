"""Flagging a scan, from one sentence to a ticket."""

import pytest

from assistant.answers import Act
from assistant.conversation import PageContext
from assistant.dialogue import Message
from assistant.drafts import Slot
from assistant.personal import RecordsUnavailable
from tests.assistant.conftest import CORRECTOR, NOW, OTHER_CORRECTOR, Talk, text_of
from tests.fakes import make_copy, make_lot
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


@pytest.mark.parametrize("reply", ["17", "le 17", "c'est le 17", "lot 17", "le lot 17 svp", "lot n° 17"])
def test_a_bare_number_answers_the_slot_that_was_asked(talk, reply):
    talk.say("La copie 0423 est floue page 3")

    talk.say(reply)

    assert (talk.draft.lot, talk.draft.asked) == ("17", Slot.CONFIRM)


def test_the_number_comes_back_as_printed(talk):
    answer = talk.say("copie 423 du lot 017 floue page 03")

    said = {line.slot: line.value for line in answer.recap}
    assert (said["lot"], said["copie"], said["page"]) == ("17", "0423", "3")


def test_the_page_before_the_caller_fills_what_the_sentence_leaves_out(talk):
    context = PageContext(lot="17", copy="0423", page="3")

    answer = talk.say("Signaler cette page : elle est floue", context=context)

    assert answer.act is Act.CONFIRM_REQUEST
    assert (talk.draft.lot, talk.draft.copies, talk.draft.pages) == ("17", ("0423",), ("3",))


def test_a_sentence_that_names_another_copy_wins_over_the_page_before_the_caller(talk):
    talk.say("la copie 0424 est floue page 2", context=PageContext(lot="17", copy="0423", page="3"))

    assert (talk.draft.lot, talk.draft.copies, talk.draft.pages) == ("17", ("0424",), ("2",))


@pytest.mark.parametrize(
    ("correction", "copies", "pages", "defect"),
    [
        ("non, page 4", ("0423",), ("4",), "illisible"),
        ("pardon, copie 424", ("0424",), ("3",), "illisible"),
        ("page 2 au lieu de 3", ("0423",), ("2",), "illisible"),
        ("remplacez page 3 par page 1", ("0423",), ("1",), "illisible"),
        ("ce n’est pas la copie 423 c’est la 424", ("0424",), ("3",), "illisible"),
        ("ajoutez aussi la page 2", ("0423",), ("2", "3"), "illisible"),
        ("c’est plutôt coupé", ("0423",), ("3",), "page_coupee"),
        ("oui mais page 4", ("0423",), ("4",), "illisible"),
    ],
)
def test_a_correction_changes_one_value_and_is_recapped_again(talk, correction, copies, pages, defect):
    talk.say(SENTENCE)

    answer = talk.say(correction)

    assert answer.act is Act.CONFIRM_REQUEST
    assert (talk.draft.copies, talk.draft.pages, talk.draft.defect) == (copies, pages, defect)
    assert talk.tickets() == []


def test_a_no_asks_what_to_correct_and_keeps_the_form(talk):
    talk.say(SENTENCE)

    answer = talk.say("non")

    assert "Que faut-il corriger" in text_of(answer)
    assert answer.recap
    assert talk.say("page 2").act is Act.CONFIRM_REQUEST


def test_the_button_modifier_of_the_recap_asks_that_slot_again(talk):
    recap = talk.say(SENTENCE)

    for line in recap.recap:
        assert talk.say(line.say).act is Act.ASK_SLOT, line.slot
        talk.say({"lot": "17", "copie": "0423", "page": "3", "defaut": "illisible"}[line.slot])

    assert talk.draft.asked is Slot.CONFIRM


def test_a_question_in_the_middle_is_answered_and_the_form_comes_back(talk):
    talk.say("La copie 0423 du lot 17 est coupée")

    digression = talk.say("Au fait, quel code saisir pour un candidat absent ?")
    recap = talk.say("ok, donc c’est la page 2")

    assert digression.act is Act.ANSWER
    assert "saisi AB" in text_of(digression)
    assert "Quelle page est concernée" in text_of(digression)
    assert recap.act is Act.CONFIRM_REQUEST
    assert talk.draft.pages == ("2",)


@pytest.mark.parametrize(
    "words", ["annuler", "laisse tomber, je lisais mal", "stop", "finalement non", "non, annulez tout"]
)
@pytest.mark.parametrize("said", [["J’ai une copie floue"], [SENTENCE]])
def test_a_report_is_cancelled_at_any_point(talk, said, words):
    for text in said:
        talk.say(text)

    answer = talk.say(words)

    assert answer.act is Act.TICKET_CANCELLED
    assert talk.draft is None
    assert talk.tickets() == []


def test_a_lot_that_is_not_hers_has_its_own_answer_and_the_rest_is_kept(talk):
    answer = talk.say("Copie 0423 du lot 18, page 1 floue")
    recap = talk.say("pardon, je voulais dire le lot 17")

    assert answer.act is Act.LOT_NOT_ASSIGNED
    assert "18" in text_of(answer)
    assert recap.act is Act.CONFIRM_REQUEST
    assert (talk.draft.lot, talk.draft.copies, talk.draft.pages) == ("17", ("0423",), ("1",))


def test_a_lot_that_exists_and_one_that_does_not_are_refused_in_the_same_words(make_talk):
    foreign = text_of(make_talk().say("Copie 0900 du lot 18, page 1 floue"))
    unknown = text_of(make_talk().say("Copie 0900 du lot 77, page 1 floue"))

    assert foreign.replace("18", "N") == unknown.replace("77", "N")


def test_an_unknown_copy_has_its_own_answer(talk):
    answer = talk.say("Copie 0999 du lot 17, page 1 floue")
    recap = talk.say("423")

    assert answer.act is Act.ASK_SLOT
    assert "0999 ne se trouve pas dans le lot 17" in text_of(answer)
    assert recap.act is Act.CONFIRM_REQUEST


def test_a_page_beyond_the_last_has_its_own_answer(talk):
    answer = talk.say("Copie 0423 du lot 17, page 9 floue")
    recap = talk.say("4")

    assert answer.act is Act.ASK_SLOT
    assert "a 4 pages" in text_of(answer)
    assert recap.act is Act.CONFIRM_REQUEST


def test_a_page_that_was_never_scanned_may_have_a_number_beyond_the_last(talk):
    answer = talk.say("Copie 0423 du lot 17 : il manque la page 5")

    assert answer.act is Act.CONFIRM_REQUEST


def test_the_last_page_is_counted_by_the_backend(talk):
    talk.say("Copie 0423 du lot 17, dernière page coupée")

    assert talk.draft.pages == ("4",)


def test_a_second_report_of_the_same_page_is_told_with_its_reference_and_state(talk):
    talk.say(SENTENCE)
    first = talk.say("oui")

    again = talk.say("copie 0423 lot 17 page 3 toute noire")

    assert again.act is Act.DUPLICATE_NOTICE
    assert first.ticket_reference in text_of(again)
    assert "déjà signalée" in text_of(again)
    assert "ouvert" in text_of(again)
    assert len(talk.tickets()) == 1
    assert talk.draft is None


def test_another_page_of_the_same_copy_is_another_report(talk):
    talk.say(SENTENCE)
    talk.say("oui")

    assert talk.say("copie 0423 lot 17 page 4 noire").act is Act.CONFIRM_REQUEST


def test_of_several_pages_those_already_reported_are_left_out(talk):
    talk.say(SENTENCE)
    talk.say("oui")

    answer = talk.say("copie 0423 lot 17 pages 2 et 3 floues")

    assert "La page 3 est déjà signalée" in text_of(answer)
    assert talk.draft.pages == ("2",)


def test_a_colleague_s_report_is_told_without_its_reference(engine, make_talk, records):
    # A lot that changed hands: both may have reported the same page.
    first = make_talk()
    first.say(SENTENCE)
    reference = first.say("oui").ticket_reference
    records.holders["lot-17"] = OTHER_CORRECTOR.id

    answer = make_talk(OTHER_CORRECTOR).say(SENTENCE)

    assert answer.act is Act.DUPLICATE_NOTICE
    assert reference not in text_of(answer)
    assert answer.ticket_reference is None


def test_two_devices_confirming_the_same_page_make_one_ticket(make_talk):
    phone, desk = make_talk(), make_talk()
    phone.say(SENTENCE)
    desk.say(SENTENCE)

    said = [phone.say("oui").act, desk.say("oui").act]

    assert said == [Act.TICKET_CREATED, Act.DUPLICATE_NOTICE]
    assert len(phone.tickets()) == 1


def test_a_double_click_on_yes_makes_one_ticket(talk):
    talk.say(SENTENCE)

    first = talk.say("oui", key="yes")
    second = talk.say("oui", key="yes")

    assert first == second
    assert len(talk.tickets()) == 1


def test_a_silent_backend_is_said_and_the_draft_is_kept(talk, records):
    records.failure = RecordsUnavailable()
    answer = talk.say(SENTENCE)
    records.failure = None
    recap = talk.say("réessayer")

    assert "ne répond pas" in text_of(answer)
    assert "gardée" in text_of(answer)
    assert "Je veux parler à quelqu’un" in [action.say for action in answer.actions]
    assert recap.act is Act.CONFIRM_REQUEST
    assert talk.tickets() == []


def test_a_backend_that_falls_silent_at_the_yes_opens_nothing_and_keeps_the_key(talk, records):
    talk.say(SENTENCE)
    key = talk.draft.key
    records.failure = RecordsUnavailable()
    answer = talk.say("oui")
    records.failure = None
    talk.say("réessayer")
    kept = talk.draft.key

    done = talk.say("oui")

    assert "ne répond pas" in text_of(answer)
    assert kept == key
    assert done.act is Act.TICKET_CREATED
    assert len(talk.tickets()) == 1


def test_a_lot_withdrawn_between_recap_and_yes_opens_nothing(talk, records):
    talk.say(SENTENCE)
    records.holders["lot-17"] = OTHER_CORRECTOR.id

    answer = talk.say("oui")

    assert answer.act is Act.LOT_NOT_ASSIGNED
    assert talk.tickets() == []


def test_a_visible_name_is_confirmed_once_hides_the_copy_and_goes_to_the_exam_office(talk, records):
    recap = talk.say("On lit le nom du candidat, Jean Exemple, sur la copie 0431 du lot 17")
    answer = talk.say("oui")

    (ticket,) = talk.tickets()
    assert recap.act is Act.CONFIRM_REQUEST
    assert recap.actions[0].label == "Masquer et prévenir"
    assert "lot-17-0431" in records.hidden.values()
    assert (ticket.defect, ticket.team) == (Defect.NAME_VISIBLE, Team.EXAM_OFFICE)
    assert "La copie est masquée" in text_of(answer)
    assert "Exemple" not in ticket.subject


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


def test_a_draft_comes_back_on_another_device(talk, engine, house):
    talk.say("La copie 0423 du lot 17 est floue")
    other = Talk(engine, house)
    other.id = talk.id

    assert other.say("page 3", key="from elsewhere").act is Act.CONFIRM_REQUEST


def test_a_report_asks_for_a_person_and_takes_what_it_held(talk):
    talk.say("La copie 0423 du lot 17 est floue")
    talk.say("Je veux parler à quelqu’un")
    talk.say("oui")

    (ticket,) = talk.tickets()
    assert ticket.kind is Kind.HUMAN


def test_ids_never_come_from_the_text(talk, records):
    records.copies.append(make_copy(make_lot("9"), "0423"))

    answer = talk.say("La copie 0423 du lot 9 est floue page 3")

    assert answer.act is Act.LOT_NOT_ASSIGNED
