"""Several copies, several lots, several reports in one breath: none is lost on the way."""

import pytest

from assistant import drafts
from assistant.answers import Act
from assistant.by_lot import read_lots_apart
from assistant.drafts import Slot
from assistant.personal import RecordsUnavailable
from assistant.words import fold
from tests.assistant.conftest import CORRECTOR, text_of
from tests.fakes import FakeRecords, make_copy, make_lot
from ticketing.vocabulary import LinkKind

TWO = "la page 2 de la copie 12 est floue et la page 4 de la copie 13 est coupée, lot 17"


@pytest.fixture
def records():
    lots = [make_lot("17", exam="BTS"), make_lot("23", exam="BTS"), make_lot("8", exam="DNB")]
    copies = [make_copy(lot, f"{number:04}", pages=8) for lot in lots for number in (12, 13, 14, 15, 19)]
    only_there = make_copy(lots[1], "0777", pages=8)
    return FakeRecords(copies=[*copies, only_there], holders={lot.id: CORRECTOR.id for lot in lots})


@pytest.mark.parametrize(
    ("said", "copies"),
    [
        ("les copies 12, 15 et 19 du lot 17 sont floues page 2", ("0012", "0015", "0019")),
        ("copies 12 15 19 lot 17 page 2 floue", ("0012", "0015", "0019")),
        ("lot 17 : 12, 15 et 19, page 2 floue", ("0012", "0015", "0019")),
        ("0012 à 0015 du lot 17, page 2 toute noire", ("0012", "0013", "0014", "0015")),
    ],
)
def test_several_copies_of_a_sentence_make_one_grouped_report(talk, said, copies):
    talk.say(said)
    assert talk.draft.copies == copies

    talk.say("oui")

    (ticket,) = talk.tickets()
    assert {link.label for link in ticket.links if link.kind is LinkKind.COPY} == set(copies)
    assert f"copies {', '.join(copies[:-1])} et {copies[-1]}" in ticket.subject


def test_one_copy_is_taken_out_or_put_in_and_the_others_stay(talk):
    talk.say("copies 12, 15 et 19 du lot 17, page 1 noire")

    talk.say("non, pas la 19")
    assert talk.draft.copies == ("0012", "0015")

    talk.say("ajoutez la copie 13")
    assert talk.draft.copies == ("0012", "0013", "0015")


def test_what_is_said_of_several_copies_agrees_in_number(talk):
    recap = talk.say("un nom est visible sur les copies 12 et 13 du lot 17")

    assert "sur les copies 0012 et 0013" in text_of(recap)
    assert "Je masque les copies" in text_of(recap)
    assert "Les copies sont masquées" in text_of(talk.say("oui"))


def test_a_lot_that_is_corrected_keeps_a_copy_that_the_first_did_not_hold(talk):
    answer = talk.say("lot 17 copie 777 page 3 floue")
    assert "ne se trouve pas dans le lot 17" in text_of(answer)

    recap = talk.say("non, le lot 23")

    assert recap.act is Act.CONFIRM_REQUEST
    assert (talk.draft.lot, talk.draft.copies, talk.draft.pages) == ("23", ("0777",), ("3",))


def test_a_copy_found_nowhere_is_replaced_or_left_out_and_the_others_stay(talk):
    talk.say("copies 12 et 888 du lot 17 illisibles page 1")
    talk.say("non c'est la 13")
    assert talk.draft.copies == ("0012", "0013")

    talk.say("tout annuler")
    answer = talk.say("copies 12 et 888 du lot 17 illisibles page 1")
    without = next(action for action in answer.actions if action.say and "sans" in action.say)
    assert talk.say(without.say).act is Act.CONFIRM_REQUEST
    assert talk.draft.copies == ("0012",)


@pytest.mark.parametrize(
    ("words", "asked"),
    [("je me suis trompée de lot", Slot.LOT), ("mauvaise page", Slot.PAGE),
     ("erreur sur la copie", Slot.COPY), ("ce n’est pas le bon lot", Slot.LOT)],
)  # fmt: skip
def test_a_mistake_without_its_value_asks_that_value_and_keeps_the_rest(talk, words, asked):
    talk.say("copie 12 lot 17 page 3 floue")

    answer = talk.say(words)

    assert (answer.act, talk.draft.asked) == (Act.ASK_SLOT, asked)
    held = (talk.draft.lot, talk.draft.copies, talk.draft.pages)
    assert sum(bool(value) for value in held) == 2
    talk.say({Slot.LOT: "le 23", Slot.COPY: "13", Slot.PAGE: "5"}[asked])
    assert talk.draft.asked is Slot.CONFIRM


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("copie 12 du lot 17 floue page 2 et copie 13 du lot 23 illisible page 4",
         [("17", "12", ("2",), "flou", ()), ("23", "13", ("4",), "illisible", ())]),
        ("la 12 du lot 17 et les 13 et 14 du lot 23 sont floues",
         [("17", "12", (), "flou", ()), ("23", "13", (), "flou", ("14",))]),
        ("lot 17 copie 12 et lot 23 copie 13 : pages floues",
         [("17", "12", (), "flou", ()), ("23", "13", (), "flou", ())]),
        ("la page 2 de la copie 12 du lot 17 et la page 4 de la copie 13 du lot 23 sont coupées",
         [("17", "12", ("2",), "page_coupee", ()), ("23", "13", ("4",), "page_coupee", ())]),
        ("copies 12 et 13 du lot 17 floues", []),
        ("lots 17 et 23, copie 12 floue", []),
    ],
)  # fmt: skip
def test_each_lot_of_a_sentence_has_its_own_copies(said, expected):
    parts = read_lots_apart(fold(said))

    assert [(one.lot, one.copy, one.pages, one.defect, one.beside) for one in parts] == expected


def test_two_lots_of_a_sentence_make_two_reports(talk):
    first = talk.say("copie 12 du lot 17 floue page 2 et copie 13 du lot 23 illisible page 4")
    assert "copie 13 du lot 23, page 4" in text_of(first)

    talk.say("oui")
    talk.say("oui")

    assert [ticket.subject for ticket in talk.tickets()] == [
        "Page 2 floue, copie 0012, lot 17", "Page 4 illisible, copie 0013, lot 23",
    ]  # fmt: skip


def test_which_of_two_lots_is_asked_when_the_sentence_does_not_tell(talk):
    answer = talk.say("lots 17 et 23, copie 12 floue page 1")

    assert talk.draft.asked is Slot.LOT
    assert [action.label for action in answer.actions][:2] == ["Lot 17 (BTS)", "Lot 23 (BTS)"]


def test_the_first_of_several_reports_is_cancelled_and_the_next_one_comes(talk):
    talk.say(TWO)

    answer = talk.say("annuler")

    assert "C’est annulé pour la copie 0012, page 2" in text_of(answer)
    assert "Il reste la copie 13 du lot 17, page 4" in text_of(answer)
    assert answer.act is Act.CONFIRM_REQUEST
    talk.say("oui")
    assert [ticket.subject for ticket in talk.tickets()] == ["Page 4 coupée, copie 0013, lot 17"]


def test_all_of_several_reports_are_cancelled_in_one_word(talk):
    talk.say(TWO)

    answer = talk.say("tout annuler")

    assert answer.act is Act.TICKET_CANCELLED
    assert talk.draft is None


def test_a_silent_backend_loses_none_of_several_reports(talk, records):
    talk.say(TWO)
    records.failure = RecordsUnavailable()
    talk.say("oui")

    second = talk.say("oui")
    assert "la copie 13" in text_of(second)
    assert talk.draft.copies == ("13",)

    records.failure = None
    talk.say("réessayer")
    talk.say("oui")
    assert [ticket.subject for ticket in talk.tickets()] == ["Page 4 coupée, copie 0013, lot 17"]


def test_the_first_of_several_reports_is_known_already_and_the_next_one_comes(talk):
    talk.say("copie 12 lot 17 page 2 floue")
    talk.say("oui")

    answer = talk.say(TWO)

    assert "déjà signalée" in text_of(answer)
    assert (answer.act, talk.draft.copies) == (Act.CONFIRM_REQUEST, ("0013",))


def test_at_most_five_lots_are_offered_then_another_one_is_written(talk, records):
    more = [make_lot(str(number), exam="BTS") for number in range(30, 36)]
    records.copies += [make_copy(lot, "0001") for lot in more]
    records.holders |= {lot.id: CORRECTOR.id for lot in more}

    asked = talk.say("la copie 12 est floue")
    labels = [action.label for action in asked.actions]
    assert labels[5:] == ["Un autre lot", "Annuler"]

    again = talk.say("un autre lot")
    assert "numéro du lot" in text_of(again)
    talk.say("17")
    assert talk.draft.lot == "17"


def test_a_draft_kept_by_an_older_version_is_still_read():
    held = drafts.dump(drafts.Draft(drafts.FormKind.SCAN, waiting=(drafts.Part("13", ("4",), "flou"),)))
    del held["not_found"], held["not_there"]
    held["waiting"] = [{"copy": "13", "pages": ["4"], "defect": "flou"}]

    assert drafts.load(held).waiting == (drafts.Part("13", ("4",), "flou"),)
