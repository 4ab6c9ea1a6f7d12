"""What a question leans on: its subject is rebuilt from memory, or it stands alone and nothing is added."""

import pytest

from assistant import following, followups
from assistant.answers import Act, Answer, Citation, Route, Sentence, Status
from assistant.intents import Intent
from assistant.personal import MissionRecord
from tests.assistant.conftest import CORRECTOR, NOW, text_of
from tests.assistant.library import MARCH, MEETING, Library
from tests.fakes import FakeRecords
from tests.knowledge import texts

HARMONISATION = "Quel jour a lieu la réunion d’harmonisation ?"


@pytest.fixture
def library(tmp_path, engine, understanding):
    made = Library(tmp_path, engine, understanding, FakeRecords())
    made.publish(MARCH, correction=texts.CORRECTION)
    return made


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ([MEETING, "à quelle heure ?"], "14 h"),
        ([MEETING, "où ça ?"], "Beffrois"),
        ([MEETING, "à quelle heure ?", "où ça ?"], "Beffrois"),
        ([MEETING, "merci", "et où ?"], "Beffrois"),
        ([MEETING, "et les copies blanches ?"], "CB"),
        ([MEETING, "et les copies blanches ?", "et pour les absents ?"], "AB"),
        ([MEETING, "Que veut dire CB ?"], "CB"),
    ],
)
def test_a_question_that_leans_is_rebuilt_whole(library, said, told):
    answer = library.ask(*said).answer

    assert answer.act is Act.ANSWER
    assert told in answer.sentences[0].text.replace("\u00a0", " ")


@pytest.mark.parametrize(
    "alone",
    [
        "c’est quoi le code de site pour LOTANET ?",
        "merci, quelle est la date limite de saisie des notes ?",
        "Que mettre pour les candidats absents ?",
        "Faut-il la signature du chef de centre sur le bordereau ?",
        "Et qui verrouille les lots dans LOTANET ?",
    ],
)
def test_nothing_is_added_to_a_question_that_has_its_own_subject(alone):
    assert "harmonisation" not in followups.resolve(alone, [HARMONISATION]).text


@pytest.mark.parametrize(
    "leaning", ["à quelle heure ?", "où ça ?", "et en visio ?", "comment je la prépare ?"]
)
def test_what_names_nothing_takes_the_subject_of_the_talk(leaning):
    assert "harmonisation" in followups.resolve(leaning, [HARMONISATION]).text


def says(text):
    quote = Citation("a.txt", "A", "", 1, 0, len(text), text)
    return Answer(Act.ANSWER, Route.PROCEDURE, Status.ANSWERED, (Sentence(text, (), 0),), citations=(quote,))


def test_an_answer_about_the_subject_before_gives_way_to_the_one_that_names_what_was_asked():
    asked = []

    def ask(question, *, context):
        asked.append(bool(context))
        return says("La réunion est le 3 juin." if context else "Un frais de parking se déclare.")

    told = following.answer(ask, "et pour un parking ?", [(HARMONISATION, "")])

    assert "parking" in told.sentences[0].text
    assert asked == [True, False]


def test_the_hour_and_the_place_of_a_mission_are_read_again(talk, records):
    records.mission_rows[CORRECTOR.id] = [
        MissionRecord(
            id="m1",
            kind="correction",
            exam="BTS",
            session="2027",
            paper="CGE",
            centre="Lycée des Calanques",
            starts_at=NOW.replace(month=12),
            ends_at=None,
        )
    ]
    talk.say("Quelle est ma prochaine mission ?")

    answer = talk.say("où ça ?")

    assert (answer.act, talk.decision.intent) == (Act.MY_DATA, Intent.MISSIONS)
    assert "Calanques" in text_of(answer)


def test_the_hour_of_a_lot_is_read_again(talk):
    talk.say("Combien de copies me reste-t-il dans le lot 17 ?")

    answer = talk.say("et jusqu’à quelle heure ?")

    assert answer.act is Act.MY_DATA
    assert "18" in answer.situation.lines[0]
    assert len(answer.situation.lines) == 1


def test_both_a_rule_and_a_report_of_hers_are_told(talk):
    talk.say("copie 0423 du lot 17, page 3 floue")
    talk.say("oui")

    answer = talk.say("Où en est mon signalement et quel code pour un candidat absent ?")

    assert answer.situation.source == "Permanence"
    assert answer.citations


def test_where_a_lot_stands_is_told_though_no_text_says_the_rule(talk, answers):
    answers.silent = True

    answer = talk.say("ou en est mon lot 17, et qui prévenir si je suis en retard ?")

    assert answer.situation.source == "SANTORIN"
    assert "Aucun texte" in text_of(answer)


@pytest.mark.parametrize("said", ["t’es un robot ?", "vous êtes une vraie personne ?"])
def test_what_is_asked_of_the_assistant_itself_is_answered_within_a_form(talk, said):
    talk.say("copie 0423 du lot 17 floue")

    answer = talk.say(said)

    assert "assistant automatique" in text_of(answer)
    assert "Quelle page" in text_of(answer)


@pytest.mark.parametrize("said", ["qui prévenir si je suis malade ?", "je suis malade, qui dois-je prévenir"])
def test_whom_to_tell_when_one_is_ill_leads_to_the_absence(talk, answers, said):
    answers.silent = True

    answer = talk.say(said)

    assert "chef d’établissement" in text_of(answer)
    absence = next(action for action in answer.actions if "absence" in action.label)
    assert "bureau des examens" in text_of(talk.say(absence.say))


def test_a_text_that_says_whom_to_tell_is_quoted_with_the_way_to_tell_it(talk, answers):
    answer = talk.say("qui prévenir si je suis absent ?")

    assert answer.act is Act.ANSWER
    assert any("absence" in action.label for action in answer.actions)


@pytest.mark.parametrize("said", ["merci c’est bon", "ok merci", "c’est bon merci beaucoup bonne soirée"])
def test_thanks_are_thanks_whatever_yes_they_hold(talk, said):
    assert talk.say(said).act is Act.ACK


@pytest.mark.parametrize("said", ["j’en ai marre", "je suis fatiguée ce soir", "c’est long"])
def test_a_remark_opens_no_form_and_reads_no_data(talk, said):
    answer = talk.say(said)

    assert answer.act in (Act.CLARIFY, Act.ACK, Act.DEESCALATE, Act.HANDOFF)
    assert talk.draft is None
