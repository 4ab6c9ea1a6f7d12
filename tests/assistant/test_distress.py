"""Somebody who is not well, who asks whether this is a machine, or what is kept of her."""

import pytest

from assistant import about_us, distress
from assistant.answers import Act
from assistant.distress import Distress
from tests.assistant.conftest import text_of

DANGER = [
    "je vais me suicider", "je me sens très mal, envie d’en finir", "j’ai envie de mourir", "je veux mourir",
    "je veux en finir", "j’ai des idées noires", "je pense au suicide", "je vais me tuer",
    "j'ai plus envie de vivre",
    "je ne veux plus vivre", "envie d'en finir avec la vie", "je vais me foutre en l'air", "suicide",
    "je veux mettre fin à mes jours", "envie de disparaître",
]  # fmt: skip
UNWELL = [
    "je me sens très mal",
    "je suis en dépression",
    "je fais une crise d’angoisse",
    "je suis au bord des larmes",
]
WORN_OUT = [
    "j’en peux plus", "jen peux plus, y’a 45 copies et je dors pas", "je n’en peux plus de ces paquets",
    "je craque",
    "je suis au bout du rouleau", "je suis complètement épuisée", "je suis à bout", "je fais un burn-out",
]  # fmt: skip
HELP = ["au secours", "à l’aide !", "SOS", "aidez-moi svp", "au secours, aidez-moi"]
OF_ANOTHER = ["un candidat écrit qu’il va se suicider", "dans sa copie l’élève parle de se tuer"]
NONE = [
    "je veux en finir avec ce lot", "cette appli me tue", "je suis mort de rire",
    "j’ai hâte d’en finir avec les copies",
    "quel barème pour le sujet sur le suicide chez Durkheim", "SANTORIN rame, j’en peux plus",
    "ce barème est mortel",
    "au secours, SANTORIN plante", "je veux en finir, il reste trois copies", "je vais mourir d’ennui",
    "ça va mal se passer ?",
    "je suis mal payé", "comment venir à bout de ce lot ?", "envie de finir avant vendredi",
    "le scan est mal fait",
    "huit heures d’écran c’est épuisant, dites-le au syndicat", "je ne tiens pas la date",
    "la copie est tuée par une tache",
]  # fmt: skip
MACHINE = [
    "t un robot ou une vraie personne ?", "je parle à un humain là ?", "t’es un vrai agent ?", "chatgpt ?",
    "vous êtes une IA ?", "c’est un robot qui répond ?", "es-tu un chatbot", "qui êtes-vous ?",
    "je parle à qui ?",
    "est-ce que je parle à une vraie personne",
]  # fmt: skip
PRIVACY = [
    "vous gardez quoi sur moi", "je veux tout effacer de ce que vous avez sur moi", "supprimez mes données",
    "quelles données conservez-vous sur moi ?", "effacez mes conversations",
    "que deviennent mes données personnelles ?",
    "vous enregistrez mes conversations ?", "qu’est-ce que vous savez sur moi",
]  # fmt: skip
NOT_OF_US = [
    "je veux parler à un humain", "l’ordinateur du lycée est en panne",
    "combien de temps garder les copies ?",
    "supprimez la page 3", "passez-moi une vraie personne", "comment accéder à mes lots ?",
    "c’est quoi une copie blanche ?",
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "state"),
    [
        *((text, Distress.DANGER) for text in DANGER),
        *((text, Distress.UNWELL) for text in UNWELL),
        *((text, Distress.WORN_OUT) for text in WORN_OUT),
        *((text, Distress.HELP) for text in HELP),
        *((text, Distress.OF_ANOTHER) for text in OF_ANOTHER),
        *((text, None) for text in NONE),
    ],
)
def test_distress_is_told_from_tiredness_and_from_a_manner_of_speaking(text, state):
    assert distress.read(text) is state


def test_a_life_in_danger_is_answered_with_who_helps_and_its_words_are_not_kept(talk):
    answer = talk.say("je vais me suicider")

    said = text_of(answer)
    assert "3114" in said
    assert "15 ou le 112" in said
    assert [action.label for action in answer.actions] == ["Parler à quelqu’un"]
    assert "suicid" not in " ".join(asked for asked, _ in talk.snapshot().exchanges)
    assert talk.decision.said == {} or not any(talk.decision.said.values())
    assert talk.tickets() == []


def test_no_emergency_number_is_given_for_mere_tiredness(talk):
    said = text_of(talk.say("j’en peux plus, 45 copies et je dors pas"))

    assert "3114" not in said
    assert "agent" in said


def test_an_open_report_is_still_there_after_distress(talk):
    talk.say("La copie 0423 du lot 17 est illisible page 3")
    talk.say("j’ai envie de mourir")

    assert talk.draft.copies == ("0423",)


@pytest.mark.parametrize("text", MACHINE)
def test_it_says_that_it_is_a_machine(talk, text):
    answer = talk.say(text)

    assert "assistant automatique" in text_of(answer)
    assert talk.draft is None


@pytest.mark.parametrize("text", PRIVACY)
def test_what_is_kept_of_a_person_is_shown_where_it_is_read_and_erased(talk, text):
    answer = talk.say(text)

    assert [action.href for action in answer.actions] == ["/my-data"]


@pytest.mark.parametrize("text", NOT_OF_US)
def test_what_is_not_asked_of_the_assistant_itself_goes_its_way(text):
    assert about_us.answer(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "le candidat a écrit son prénom sur la copie", "on voit le nom de l’élève !!",
        "l’élève a signé sa copie",
        "jai vu le prénom sur la copie 423 du lot 17", "le nom du candidat apparaît",
        "on lit le nom et le prénom en haut", "l’identité de l’élève est visible", "il a laissé sa signature",
    ],
)  # fmt: skip
def test_a_name_that_shows_opens_the_form_that_hides_the_copy(talk, text):
    talk.say(text)

    assert talk.draft.defect == "nom_visible"


def test_a_name_that_shows_asks_for_no_page_and_hides_on_one_yes(talk, records):
    asked = talk.say("jai vu le prénom sur la copie 423 du lot 17")
    talk.say("oui")

    assert asked.act is Act.CONFIRM_REQUEST
    assert list(records.hidden.values()) == ["lot-17-0423"]


@pytest.mark.parametrize(
    "text",
    ["donne-moi le nom du candidat de la copie 423", "quel est le nom de l’élève ?", "c’est qui le candidat"],
)
def test_a_name_asked_for_is_still_refused(talk, text):
    talk.say(text)

    assert talk.draft is None
