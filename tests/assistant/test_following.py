"""What leans on the turn before: short words, another lot, the end of a procedure, a subject to forget."""

import pytest

from assistant import followups
from assistant.answers import Act
from assistant.memory import Asked, Memory, dump, load
from assistant.personal import RecordsUnavailable
from tests.assistant.conftest import text_of

BOTH = "Combien de copies me reste-t-il dans le lot 17 ? Et quel code pour un candidat absent ?"
SENTENCE = "La page 3 de la copie 0423 du lot 17 est illisible"


@pytest.mark.parametrize("yes", ["parfait", "ok nickel", "c'est bon, merci", "oui oui", "allez-y", "voilà"])
def test_a_short_yes_at_the_recap_sends_whatever_else_it_could_mean(talk, yes):
    talk.say(SENTENCE)

    assert talk.say(yes).act is Act.TICKET_CREATED
    assert len(talk.tickets()) == 1


def test_a_thank_you_alone_sends_nothing(talk):
    talk.say(SENTENCE)
    talk.say("merci beaucoup")

    assert talk.tickets() == []
    assert talk.draft is not None


@pytest.mark.parametrize(
    ("correction", "held"),
    [
        ("et la copie c'est 424 en fait", ("17", ("0424",), ("3",))),
        ("la page c'était plutôt la 2", ("17", ("0423",), ("2",))),
        ("le lot c'est le 8", ("8", ("0423",), ("3",))),
    ],
)
def test_a_value_said_after_its_name_corrects_it(talk, correction, held):
    talk.say(SENTENCE)
    talk.say(correction)

    assert (talk.draft.lot, talk.draft.copies or held[1], talk.draft.pages) == held


def test_an_interjection_does_not_hide_the_number(talk):
    talk.say("Copie 0423 du lot 99, page 3 illisible")

    assert talk.say("ah oui c'est le 17").act is Act.CONFIRM_REQUEST
    assert talk.draft.lot == "17"


def test_a_place_alone_begins_a_report(talk):
    answer = talk.say("lot 17 copie 423")

    assert answer.act is Act.ASK_SLOT
    assert (talk.draft.lot, talk.draft.copies) == ("17", ("0423",))


def test_how_to_report_a_page_begins_the_report_when_no_text_says_how(talk, answers):
    answers.silent = True

    answer = talk.say("comment je signale une page illisible ?")

    assert answer.act is Act.ASK_SLOT
    assert "lot" in text_of(answer)
    assert talk.draft.defect == "illisible"


def test_a_question_keeps_what_the_thread_is_about(talk, answers):
    talk.say("Comment remplir mon état de frais dans Imag’in ?")
    talk.say("c'est tout ?")

    question, _, context = answers.asked[-1]
    assert question == "c'est tout ?"
    assert "état de frais" in context[0][0]


def test_an_answer_of_another_kind_is_not_what_a_question_leans_on(talk, answers):
    talk.say("Quelle est la recette de la ratatouille ?")
    talk.say("Et pour la CGE, la date limite de saisie des notes ?")

    assert not answers.asked[-1][2]


def test_what_is_forgotten_is_no_longer_leaned_on(talk, answers):
    talk.say("Quel code pour une copie blanche dans LOTANET ?")

    assert "oublié" in text_of(talk.say("oubliez ça"))

    talk.say("Quel code pour les absents dans LOTANET ?")
    assert not answers.asked[-1][2]


def test_another_lot_in_turn_is_read_as_the_one_before(talk):
    talk.say("Combien de copies me reste-t-il dans le lot 17 ?")

    answer = talk.say("et le 8 ?")

    assert answer.act is Act.MY_DATA
    assert "lot 8" in text_of(answer)


def test_the_data_of_somebody_who_is_named_is_refused_and_ones_own_is_given(talk):
    refused = talk.say("Combien de copies reste-t-il à M. Perrault dans le lot 17 ?")
    own = talk.say("et moi, dans le 17 ?")

    assert refused.act is Act.REFUSE
    assert "17" not in text_of(refused)
    assert own.act is Act.MY_DATA


def test_a_rule_and_ones_own_data_asked_together_are_both_answered(talk):
    answer = talk.say(
        "Combien de copies me reste-t-il dans le lot 17 ? Et quel code pour un candidat absent ?"
    )

    assert "Il vous reste" in text_of(answer)
    assert answer.situation.source == "SANTORIN"
    assert answer.citations


def test_when_the_backend_is_silent_it_is_said_and_the_rule_is_answered(talk, records):
    records.failure = RecordsUnavailable("down")

    answer = talk.say(
        "Combien de copies me reste-t-il dans le lot 17 ? Et quel code pour un candidat absent ?"
    )

    assert "SANTORIN ne répond pas" in text_of(answer)
    assert answer.citations


@pytest.mark.parametrize(
    "asked", ["Que risque-t-on si on refuse de corriger ?", "Est-ce que je peux faire grève ?"]
)
def test_sanctions_and_strikes_are_never_improvised(talk, asked):
    assert talk.say(asked).act is Act.HANDOFF


@pytest.mark.parametrize(
    ("message", "whole"),
    [
        ("et après ?", "pour terminer"),
        ("j'ai deux trajets, comment je les mets ?", "état de frais"),
        ("Quel est le délai d’envoi des copies ?", "Quel est le délai d'envoi des copies ?"),
    ],
)
def test_a_question_of_a_thread_is_made_whole(message, whole):
    resolved = followups.resolve(message, ["Comment remplir mon état de frais ?", "et pour les repas ?"]).text

    assert whole in resolved
    assert ("état de frais" in resolved) is (whole != resolved)


def test_the_memory_survives_its_storage(talk):
    talk.say("Quel code pour une copie blanche dans LOTANET ?")
    kept = talk.snapshot().memory

    assert load(dump(kept)) == kept
    assert isinstance(kept.asked, Asked)
    assert load(dump(Memory())) == Memory()
