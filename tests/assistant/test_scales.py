"""A scale of points exists only for those who hold a mission on its paper, from its date on."""

from dataclasses import replace
from datetime import date

import pytest

from assistant import confidence
from assistant.answering import Answerer
from assistant.composition import plain
from knowledge.library import memory_index
from knowledge.scope import Scope
from tests.knowledge import texts

QUESTIONS = (
    "Combien de points vaut l’exercice 1 ?",
    "Quel est le barème de mathématiques du DNB, session 2031 ?",
    "Points de l’exercice 2 du diplôme national du brevet",
)
HOLDER = Scope(session="2031", exam="dnb", today=date(2031, 6, 30), papers=frozenset({"dnb-mathematiques"}))
CLOSED = {
    "nobody": Scope(),
    "a corrector of another paper": replace(HOLDER, papers=frozenset({"dnb-francais"})),
    "no mission": replace(HOLDER, papers=frozenset()),
    "before its date": replace(HOLDER, today=date(2031, 3, 8)),
    "a day that is not known": replace(HOLDER, today=None),
    "what was known later": replace(HOLDER, papers=frozenset(), as_known_on=date(2031, 7, 1)),
}


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    folder = tmp_path_factory.mktemp("textes")
    for name in ("CORRECTION", "NICE", "NATIONAL", "SCALE"):
        (folder / f"{name.lower()}.md").write_text(getattr(texts, name), encoding="utf-8")
    return memory_index(folder, None)


def answer(index, question, scope):
    model = confidence.load().at(0.0)
    return Answerer(index, model).answer(question, scope)


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize("scope", CLOSED.values(), ids=CLOSED.keys())
def test_to_anybody_else_it_is_neither_answered_named_nor_counted(index, question, scope):
    said, trace = answer(index, question, scope), index.search_with_trace(question, scope)

    assert not any("scale" in one.document for one in (*said.citations, *said.seen))
    assert "18 points" not in plain(said)
    assert "arème de l’épreuve" not in plain(said)
    assert "scale.md" not in {hit.document for hit in (*trace.kept, *(one.hit for one in trace.set_aside))}


def test_who_corrects_its_paper_is_answered_from_its_table(index):
    said = answer(index, QUESTIONS[0], HOLDER)

    assert said.citations[0].document == "scale.md"
    assert "18 points" in plain(said)
