import pytest

from assistant.answers import Route
from assistant.intents import Intent, IntentGuess
from assistant.understanding import Understanding, says_nothing
from assistant.words import fold
from tests.assistant.fakes import FixedReader


@pytest.mark.parametrize(
    ("text", "route"),
    [
        # The trap: asking how to report reports nothing.
        ("Quand une page est floue, par quel canal faut-il le signaler ?", Route.PROCEDURE),
        ("Que faire si le nom du candidat apparaît ?", Route.PROCEDURE),
        ("La copie 12 du lot 8 est floue page 2", Route.REPORT_SCAN),
        ("slt la 0612/31 p2 c’est tout noir", Route.REPORT_SCAN),
        ("lotanet affiche une page blanche", Route.REPORT_CONNECTIVITY),
        ("ça rame", Route.REPORT_CONNECTIVITY),
        ("Combien de copies me reste-t-il dans le lot 17 ?", Route.MY_DATA),
        ("Quelle est la date limite pour valider mon état de frais ?", Route.PROCEDURE),
        ("Où en est P-2026-000012 ?", Route.MY_DATA),
        ("Je veux parler à quelqu’un", Route.HUMAN),
        ("Comment faire une pâte à crêpes ?", Route.OUT_OF_SCOPE),
        ("bande d’incapables", Route.ABUSE),
        ("puis-je faire grève pendant les corrections ?", Route.REFERRAL),
        ("La correction à l’écran m’épuise, dites-le au syndicat", Route.FEEDBACK),
        ("Bonjour", Route.SMALLTALK),
    ],
)
def test_each_message_takes_its_route(understanding, text, route):
    assert understanding.read(text).route is route


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("Quand une page est floue, par quel moyen le signaler ?", Intent.PROCEDURE),
        ("Que faire si une page est illisible ?", Intent.PROCEDURE),
        ("Une page floue, à qui dois-je la signaler ?", Intent.PROCEDURE),
        ("La copie 12 est floue page 2, que dois-je faire ?", Intent.REPORT_SCAN),
        ("J’ai une page floue", Intent.REPORT_SCAN),
    ],
)
def test_asking_how_to_report_reports_nothing_whatever_the_reader_says(text, intent):
    assert Understanding(FixedReader(Intent.REPORT_SCAN)).read(text).intent is intent


def test_a_question_of_the_kitchen_is_out_of_scope_even_when_the_reader_hesitates():
    understanding = Understanding(FixedReader(Intent.PROCEDURE, 0.6))

    assert understanding.read("Comment cuire un gigot ?").intent is Intent.OUT_OF_SCOPE
    assert understanding.read("Comment cuire un gigot de copies ?").intent is Intent.PROCEDURE


def test_the_same_few_words_are_a_follow_up_after_a_question():
    understanding = Understanding(FixedReader(Intent.PROCEDURE, 0.6))

    assert understanding.read("et le lundi ?").intent is Intent.OUT_OF_SCOPE
    assert understanding.read("et le lundi ?", [("Quel délai ?", "Deux jours.")]).intent is Intent.PROCEDURE


def test_a_hunch_turns_nobody_away():
    understanding = Understanding(FixedReader(Intent.REFERRAL, 0.5))

    assert understanding.read("Comment noter un candidat absent ?").intent is Intent.PROCEDURE


def test_what_one_may_do_with_ones_own_things_is_a_rule_while_the_reader_hesitates():
    text = "Puis-je utiliser mon ordinateur personnel pendant le Grand oral ?"

    for confidence, intent in ((0.45, Intent.PROCEDURE), (0.97, Intent.MISSIONS)):
        assert Understanding(FixedReader(Intent.MISSIONS, confidence)).read(text).intent is intent


def test_a_lot_in_general_is_a_rule_and_mine_is_not():
    understanding = Understanding(FixedReader(Intent.LOT_PROGRESS, 0.6))

    assert understanding.read("Combien de copies dans un lot ?").intent is Intent.PROCEDURE
    assert understanding.read("Combien de copies dans mon lot ?").intent is Intent.LOT_PROGRESS


def test_where_is_it_after_a_report_asks_about_the_ticket(understanding):
    read = understanding.read("ok, et où ça en est ?", [("…", "…")], Intent.REPORT_SCAN)

    assert read.intent is Intent.TICKET_STATUS


def test_slots_are_those_of_a_report(understanding):
    read = understanding.read("Les pages 2 et 3 de la copie 0058 du lot 22 sont floues")

    assert read.slots() == {
        "lot": "22", "copie": "0058", "page": ["2", "3"], "defaut": "flou", "application": None,
    }  # fmt: skip


def test_a_message_without_letters_asks_nothing(understanding):
    assert understanding.read("12").route is Route.SMALLTALK
    assert understanding.read("???").confidence == 0


@pytest.mark.parametrize("text", ["a" * 4000, "aaaa", "hhhhhhh", "qsdfghjklm", "a" * 100_000, "ahahahahah"])
def test_what_says_nothing_opens_nothing(understanding, text):
    assert understanding.read(text).intent is Intent.CORRECT


@pytest.mark.parametrize("text", ["STMG", "HGGSP", "oui", "ok", "non", "annuler", "BTS", "17", "ça rame"])
def test_a_short_message_is_not_taken_for_noise(text):
    assert not says_nothing(fold(text))


def test_a_report_is_as_likely_as_both_kinds_of_report():
    guess = IntentGuess(Intent.REPORT_SCAN, 0.6, ((Intent.PROCEDURE, 0.3), (Intent.REPORT_CONNECTIVITY, 0.1)))
    assert guess.share(Intent.REPORT_CONNECTIVITY) == pytest.approx(0.7)
    assert guess.share(Intent.PROCEDURE) == pytest.approx(0.3)
