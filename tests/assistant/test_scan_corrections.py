"""A report that is filled, corrected, left for a question, taken up elsewhere or cancelled."""

import pytest

from assistant.answers import Act
from assistant.conversation import PageContext
from assistant.drafts import Slot
from tests.assistant.conftest import Talk, text_of
from ticketing.vocabulary import Kind

SENTENCE = "La copie 0423 du lot 17 est illisible page 3"


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


def test_another_report_leaves_the_open_one_says_so_and_takes_its_own_words(talk):
    talk.say("les pages de la copie 0423 du lot 17 sont dans le désordre")
    talk.say("non")

    answer = talk.say("Il manque une page à la copie 0424 du lot 17")

    assert "copie 0423 n’est pas envoyé" in text_of(answer)
    assert talk.draft.copies == ("0424",)
    assert talk.draft.words == ("Il manque une page à la copie 0424 du lot 17",)

    talk.say("où en sont mes signalements ?")
    talk.say("copie 423 lot 17 page 3 floue")

    assert (talk.draft.copies, talk.draft.pages, talk.draft.defect) == (("0423",), ("3",), "flou")
    assert talk.draft.words == ("copie 423 lot 17 page 3 floue",)


def test_what_corrects_a_report_goes_with_its_words(talk):
    talk.say(SENTENCE)

    talk.say("non, page 4")

    assert talk.draft.words == (SENTENCE, "non, page 4")


@pytest.mark.parametrize(
    ("said", "help_"),
    [("les pages de la copie 0423 du lot 17 sont dans le désordre", "en ordre"),
     ("la page 3 de la copie 0423 du lot 17 est à l’envers", "à l’endroit")],
)  # fmt: skip
def test_what_one_mends_alone_is_told_before_anything_is_sent(talk, said, help_):
    answer = talk.say(said)

    assert "« Réorganiser »" in text_of(answer).replace("\u00a0", " ")
    assert help_ in text_of(answer)
    assert answer.act is Act.CONFIRM_REQUEST
