"""Pages and defects belong to the copy they are said with."""

import pytest

from assistant.answers import Act
from assistant.parts import read_parts
from assistant.words import fold
from tests.assistant.conftest import text_of
from ticketing.vocabulary import LinkKind

FLOU, TACHE = "flou", "taches"


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (
            "copie 433 p 2 et copie 434 p 3 du lot 17 floues",
            [("433", ("2",), FLOU), ("434", ("3",), FLOU)],
        ),
        (
            "copie 445 pages 1 et 2 floues, et copie 446 illisible p4",
            [("445", ("1", "2"), FLOU), ("446", ("4",), "illisible")],
        ),
        (
            "page 2 de la copie 433 et page 3 de la copie 434 floues",
            [("433", ("2",), FLOU), ("434", ("3",), FLOU)],
        ),
        ("copie 433 page 2 floue et copie 434 page 3", [("433", ("2",), FLOU), ("434", ("3",), FLOU)]),
        ("copie 441 page 1 floue et page 3 tachée", [("441", ("1",), FLOU), ("441", ("3",), TACHE)]),
        (
            "page 2 copie 433 illisible, page 3 copie 434 coupée",
            [("433", ("2",), "illisible"), ("434", ("3",), "page_coupee")],
        ),
    ],
)
def test_a_page_and_a_defect_go_with_their_copy(text, parts):
    assert [(part.copy, part.pages, part.defect) for part in read_parts(fold(text))] == parts


@pytest.mark.parametrize(
    "text",
    [
        "copies 433 et 434 pages 2 et 3 floues",
        "copie 423 page 1 et page 2 floues",
        "copie 423 page 2, copie 424 page 2 floues",
        "la page 2 est avant la page 1 copie 423",
        "copie 423, la page 3 manque, on passe de la page 2 à la page 4",
        "copie 423 page 2 floue",
    ],
)
def test_what_is_said_of_all_is_one_report(text):
    assert read_parts(fold(text)) == ()


def _pages(ticket):
    return [(link.details["copy"], link.label) for link in ticket.links if link.kind is LinkKind.PAGE]


def test_two_copies_with_a_page_each_make_two_reports_one_after_the_other(talk):
    first = talk.say("copie 423 p 2 floue et copie 424 p 3 du lot 17 tachée")
    second = talk.say("oui")
    last = talk.say("oui")

    assert "ensuite" in text_of(first)
    assert "copie 424, page 3" in text_of(first)
    assert "enregistré" in text_of(second)
    assert "0424" in text_of(second)
    assert second.recap
    assert last.act is Act.TICKET_CREATED
    assert [(_pages(ticket), ticket.defect) for ticket in talk.tickets()] == [
        ([("lot-17-0423", "2")], FLOU),
        ([("lot-17-0424", "3")], TACHE),
    ]
    assert talk.draft is None


def test_another_page_with_another_defect_does_not_change_the_first(talk):
    talk.say("copie 423 du lot 17 page 1 floue")
    talk.say("et en plus la page 3 est tachée")
    talk.say("oui")
    talk.say("oui")

    assert [(_pages(ticket), ticket.defect) for ticket in talk.tickets()] == [
        ([("lot-17-0423", "1")], FLOU),
        ([("lot-17-0423", "3")], TACHE),
    ]


def test_a_correction_is_of_the_report_that_is_shown(talk):
    talk.say("copie 423 p 2 floue et copie 424 p 3 du lot 17 tachée")
    talk.say("non, page 1")
    talk.say("oui")
    talk.say("oui")

    assert [_pages(ticket) for ticket in talk.tickets()] == [[("lot-17-0423", "1")], [("lot-17-0424", "3")]]
