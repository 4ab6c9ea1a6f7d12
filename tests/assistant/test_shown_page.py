"""« C’est flou », said before a page: the form opens with all that is known of it."""

import pytest

from assistant.answers import Act
from assistant.conversation import PageContext
from assistant.drafts import FormKind

HERE = PageContext(lot="17", copy="0423", page="3")


@pytest.mark.parametrize(
    ("said", "defect"),
    [("c’est flou", "flou"), ("illisible", "illisible"), ("on voit rien", "illisible"),
     ("bonjour, c’est tout noir", "page_noire"), ("elle est à l’envers", "orientation"),
     ("je n’arrive pas à lire", "illisible")],
)  # fmt: skip
def test_a_defect_said_before_a_page_opens_its_report(talk, said, defect):
    answer = talk.say(said, context=HERE)

    assert answer.act is Act.CONFIRM_REQUEST
    held = talk.draft
    assert (held.lot, held.copies, held.pages, held.defect) == ("17", ("0423",), ("3",), defect)


def test_what_is_known_of_the_place_is_not_asked_again(talk):
    answer = talk.say("c’est flou", context=PageContext(lot="17", copy="0423"))

    assert "Quelle page" in answer.sentences[-1].text
    assert talk.draft.copies == ("0423",)


def test_a_defect_said_first_and_before_nothing_asks_where(talk):
    talk.say("c’est flou")

    assert talk.draft.defect == "flou"


def test_what_is_said_after_an_answer_is_not_taken_for_a_page(talk):
    talk.say("Quel code saisir pour un candidat absent ?")

    talk.say("c’est flou")

    assert talk.draft is None


@pytest.mark.parametrize(
    "said", ["la page est floue, que faire ?", "copie blanche : quel code ?", "quel est le barème ?"]
)
def test_a_question_before_a_page_is_a_question(talk, said):
    answer = talk.say(said, context=HERE)

    assert answer.act is not Act.CONFIRM_REQUEST


def test_a_slow_application_before_a_page_is_no_page(talk):
    talk.say("santorin est très lent, la page reste blanche", context=HERE)

    assert talk.draft.kind is FormKind.CONNECTION
