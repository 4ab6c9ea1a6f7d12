"""Nothing leaves without a clear yes, in whatever form it is asked."""

import pytest

from assistant import consent
from assistant.answers import Act
from tests.assistant.conftest import text_of

YES = [
    "oui", "Oui.", "ouiii", "oui merci", "oui c’est bon envoyez", "ok pour moi", "vas-y envoie",
    "oui tout est bon", "c’est tout bon envoyez le signalement", "ça marche", "voilà, c’est ça", "parfait",
    "c’est bon, merci", "oui vous pouvez l’envoyer", "allez-y", "je confirme", "je valide", "OK envoyez",
    "Oui, transmettez-le sans mon nom", "ok pour transmettre mais sans dire qui je suis",
    "Masquez la copie et prévenez le bureau des examens", "envoyer dès que possible", "👍", "je veux bien",
    "transmettez ma demande à un agent svp", "rien, envoyer", "oui s’il vous plaît",
    "tout à fait, merci d’avance",    "pas de souci", "c bon",
]  # fmt: skip
NOT_YES = [
    "lot 17 copie 442 page 1 floue", "peut-être", "pas oui", "ouais enfin non", "je confirme pas", "du lycée",
    "de chez moi", "mouais", "merci", "bof", "euh", "oui ?", "pourquoi pas", "oui mais non", "oui et non",
    "je ne confirme pas", "oui je crois", "si vous voulez", "n’envoyez rien", "envoyez rien", "pas d’accord",
    "ok mais attendez", "ça suffit pas", "c’est pas bon", "c’est pas ça", "oui si c’est utile", "oui demain",
    "parfait, mais attends", "rien", "voiture", "on verra", "c’est bon laisse", "ne le masquez pas", "👎",
    "n’envoie pas le signalement", "je valide pas", "anonymement",
]  # fmt: skip
VAGUE = ["peut-être", "pas oui", "ouais enfin non", "je confirme pas", "mouais", "je sais pas trop", "bof"]
SCAN = ["La copie 0423 du lot 17 est illisible page 3"]
NAME = ["Le nom du candidat est visible sur la copie 0423 du lot 17"]
CONNECTION = ["SANTORIN rame", "depuis ce matin", "de chez moi"]
HUMAN = ["Je veux parler à quelqu’un"]
FEEDBACK = ["La correction à l’écran me fait perdre un temps fou, je tiens à le dire."]


@pytest.mark.parametrize("text", YES)
def test_a_whole_utterance_that_reads_as_a_yes_is_one(text):
    assert consent.is_yes(text)


@pytest.mark.parametrize("text", NOT_YES)
def test_what_negates_hedges_asks_or_says_something_else_is_no_yes(text):
    assert not consent.is_yes(text)


@pytest.mark.parametrize(
    "text", ["oui mais pas maintenant", "oui peut-être", "ok mais répondez d’abord", "oui ?"]
)
def test_a_yes_followed_by_a_doubt_does_not_open_a_request(text):
    assert not consent.opens_with_yes(text)


@pytest.mark.parametrize("opening", [SCAN, NAME, CONNECTION], ids=["scan", "name", "connection"])
@pytest.mark.parametrize("said", [*VAGUE, "voiture", "merci", "oui ?", "pourquoi pas"])
def test_a_report_does_not_leave_without_a_clear_yes(talk, records, opening, said):
    for text in opening:
        talk.say(text)

    talk.say(said)

    assert talk.tickets() == []
    assert records.hidden == {}


@pytest.mark.parametrize("said", VAGUE)
def test_a_recap_that_is_not_answered_clearly_is_asked_again_in_words_with_its_buttons(talk, said):
    talk.say(*SCAN)

    answer = talk.say(said)

    assert [action.label for action in answer.actions][-1] == "Annuler"
    assert any(action.label in ("Envoyer", "Rien, envoyer") for action in answer.actions)
    assert talk.draft is not None or answer.act is Act.TICKET_CANCELLED


def test_the_values_of_the_recap_may_be_said_again_with_the_yes(talk):
    talk.say(*SCAN)

    assert talk.say("oui, la page 3 de la copie 423").act is Act.TICKET_CREATED


def test_values_said_again_without_a_yes_send_nothing(talk):
    talk.say(*SCAN)

    answer = talk.say("lot 17 copie 423 page 3 illisible")

    assert answer.act is Act.CONFIRM_REQUEST
    assert talk.tickets() == []


@pytest.mark.parametrize("said", VAGUE)
def test_a_request_is_not_handed_over_on_a_maybe(talk, said):
    talk.say(*HUMAN)

    talk.say(said)

    assert talk.tickets() == []


def test_a_maybe_is_no_word_for_the_agent(talk):
    talk.say(*HUMAN)

    answer = talk.say("peut-être")

    assert "oui clair" in text_of(answer)
    assert talk.draft.words == tuple(HUMAN)


@pytest.mark.parametrize("said", VAGUE)
def test_a_field_report_is_not_shared_on_a_maybe(talk, said):
    talk.say(*FEEDBACK)

    talk.say(said)

    assert talk.decision.report is None


@pytest.mark.parametrize(
    "said", ["je ne veux pas ouvrir un ticket", "comment ouvrir une demande ?", "peut-être"]
)
def test_after_an_abstention_only_a_clear_yes_sends_the_question(talk, answers, said):
    answers.silent = True
    talk.say("Quel code pour une éclipse ?")

    talk.say(said)

    assert talk.tickets() == []
