"""A question back, a contradiction shown, another frame's text named: each when it is honest."""

from dataclasses import replace
from uuid import UUID

from assistant import confidence
from assistant.answering import Answerer
from assistant.answers import Act, Status
from assistant.composition import plain
from knowledge.applicability import Frame, Standing, Verdict
from knowledge.scope import Scope
from knowledge.search import SetAside, Trace
from tests.assistant.hits import FixedIndex, make_hit

ALWAYS = confidence.load().at(0.0)
NEVER = confidence.load().at(1.0)
QUESTION = "Jusqu’à quand valider l’état de frais ?"


def text_of(name, sentence, *, academies=(), sessions=("2027",), exams=("bts",), score=1.0):
    frame = Frame(frozenset(academies), frozenset(sessions), frozenset(exams))
    hit = make_hit(sentence, document=name, heading="3. État de frais", score=score)
    return replace(hit, standing=Standing(UUID(int=1), name, frame=frame))


LILLE = text_of("lille.txt", "L’état de frais est validé jusqu’au 2 juillet 2027.", academies=["Lille"])
NICE = text_of("nice.txt", "L’état de frais est validé jusqu’au 9 juillet 2027.", academies=["Nice"])
BOTH = Scope(session="2027", exam="bts")


def ask(question, *hits, scope=BOTH, model=ALWAYS):
    return Answerer(FixedIndex(*hits), model).answer(question, scope)


def test_the_academie_is_asked_when_it_decides():
    answer = ask(QUESTION, LILLE, NICE)

    assert (answer.act, answer.status) == (Act.CLARIFY, Status.CLARIFICATION)
    assert "De quelle académie s’agit-il ?" in plain(answer)
    assert [action.say for action in answer.actions] == ["Académie de Lille", "Académie de Nice"]
    assert "juillet" not in plain(answer)


def test_nothing_is_asked_when_the_question_or_the_profile_names_it():
    for question, scope in (("À Lille, j" + QUESTION[1:], BOTH), (QUESTION, replace(BOTH, academy="Lille"))):
        assert ask(question, LILLE, scope=scope).act is Act.ANSWER


def test_nothing_is_asked_when_the_texts_say_the_same():
    same = replace(NICE, units=(replace(NICE.units[0], text=LILLE.units[0].text),))

    assert ask(QUESTION, LILLE, same).act is Act.ANSWER


def test_both_ways_of_the_bac_are_asked_apart_unless_one_is_said():
    ways = text_of("bac.txt", "Philosophie (général) : 19 juin 2027", exams=["bac_general", "bac_techno"])
    techno = replace(ways.units[0], text="Philosophie (technologique) : 20 juin 2027", start=500, ordinal=1)
    both = replace(ways, units=(ways.units[0], techno))
    scope = Scope(session="2027", academy="Lille")

    asked = ask("Quelle date pour l’entente de philosophie ?", both, scope=scope)
    assert asked.act is Act.CLARIFY
    assert len(asked.actions) == 2
    said = "Quelle date pour l’entente de philosophie, voie technologique ?"
    assert ask(said, both, scope=scope).act is Act.ANSWER


def test_two_academies_named_are_a_comparison():
    assert (
        ask("À Lille et à Nice, jusqu’à quand valider l’état de frais ?", LILLE, NICE).act is not Act.CLARIFY
    )


def test_the_session_is_asked_when_a_text_is_issued_anew():
    before = text_of("2026.txt", "L’état de frais est validé jusqu’au 3 juillet 2026.", sessions=["2026"])
    after = text_of("2027.txt", "L’état de frais est validé jusqu’au 2 juillet 2027.")

    answer = ask(QUESTION, after, before, scope=Scope(academy="Lille", exam="bts"))

    assert [action.say for action in answer.actions] == ["Session 2026", "Session 2027"]


def test_two_texts_of_one_frame_that_disagree_are_both_shown():
    other = text_of("faq.txt", "L’état de frais est à valider avant le 9 juillet 2027.", academies=["Lille"])

    answer = ask(QUESTION, LILLE, other, scope=replace(BOTH, academy="Lille"))

    assert (answer.act, answer.status) == (Act.ABSTAIN, Status.CONFLICTING_TEXTS)
    assert {citation.document for citation in answer.citations} == {"lille.txt", "faq.txt"}
    assert all(date in plain(answer) for date in ("2 juillet 2027", "9 juillet 2027"))


def test_two_acts_of_one_text_are_no_contradiction():
    one = text_of("lille.txt", "L’état de frais est validé jusqu’au 2 juillet 2027.", academies=["Lille"])
    two = text_of("note.txt", "Les copies sont rendues le 9 juillet 2027 au rectorat.", academies=["Lille"])

    assert ask(QUESTION, one, two, scope=replace(BOTH, academy="Lille")).act is Act.ANSWER


def test_an_answer_says_for_whom_it_holds():
    answer = ask(QUESTION, LILLE, scope=replace(BOTH, academy="Lille"))

    assert answer.applies == "Vaut pour l’académie de Lille, le BTS, session 2027."
    assert answer.applies in plain(answer)


def test_a_text_that_names_nobody_says_nothing_of_whom_it_is_for():
    everybody = text_of("memento.txt", LILLE.units[0].text, sessions=(), exams=())

    assert ask(QUESTION, everybody).applies is None


class WithAside(FixedIndex):
    """What it finds, and what it sets aside for another académie."""

    def __init__(self, kept, aside):
        super().__init__(*kept)
        self.aside = aside

    def search_with_trace(self, question, scope, limit=8):
        aside = tuple(SetAside(hit, Verdict.OTHER_ACADEMY, None) for hit in self.aside)
        return Trace(tuple(self.hits), aside)


def test_the_text_of_another_academie_is_named_and_its_value_is_not():
    kept = text_of("nice-2.txt", "Les copies sont rendues au rectorat.", academies=["Nice"])
    index = WithAside([kept], [LILLE])

    answer = Answerer(index, NEVER).answer(QUESTION, replace(BOTH, academy="Nice"))

    assert answer.status is Status.OTHER_SCOPE
    assert "l’académie de Lille" in plain(answer)
    assert "2 juillet" not in plain(answer)
