"""How far a lot is marked is known to its corrector and to the exam office, and to nobody else."""

import pytest

from backend.demo.seed import copy_id, lot_id

LOT = f"/v1/lots/{lot_id(17)}"
MARKED, WAITING, SET_ASIDE = (copy_id(17, number) for number in (408, 426, 430))
KNOW = ("correctrice-bts", "dec")
DO_NOT_KNOW = ("agent-a", "superviseure", "chef-centre", "numerisation")


@pytest.mark.parametrize("person", KNOW)
def test_who_answers_for_a_lot_knows_how_far_it_is(as_person, person):
    assert as_person(person).get(LOT).json()["marked"] == 15
    assert as_person(person).get(f"/v1/copies/{MARKED}").json()["state"] == "marked"
    assert as_person(person).get(f"/v1/copies/{WAITING}/work").json()["state"] == "to_mark"


@pytest.mark.parametrize("person", DO_NOT_KNOW)
def test_to_all_others_a_marked_copy_and_one_that_waits_look_alike(as_person, person):
    lot = as_person(person).get(LOT).json()
    told = [
        as_person(person).get(f"/v1/copies/{copy}").json()["state"] for copy in (MARKED, WAITING, SET_ASIDE)
    ]
    at_work = [as_person(person).get(f"/v1/copies/{copy}/work").json()["state"] for copy in (MARKED, WAITING)]

    assert (lot["copies"], lot["marked"], lot["set_aside"]) == (48, None, 1)
    assert told == [None, None, "set_aside"]
    assert at_work == [None, None]
    assert as_person(person).get(f"{LOT}/missing").status_code == 403


@pytest.mark.parametrize(("person", "says"), [("dec", True), ("chef-centre", False), ("agent-a", False)])
def test_the_pages_say_no_more_than_the_api(browser, person, says):
    for path in ("/lots", "/lots/17", "/lots/17?view=pages", "/lots/17/copies/0408"):
        page = browser(person).get(path).text
        assert ("15 sur 48" in page or "Corrigée</span>" in page) is says, path
