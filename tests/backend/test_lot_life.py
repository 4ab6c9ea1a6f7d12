"""The life of a lot: every move from every state, by everyone; and what each guard keeps from happening."""

from datetime import timedelta
from itertools import product

import pytest
from sqlmodel import Session, col, delete, select

from backend import database
from backend.demo.seed import copy_id, lot_id, page_id
from backend.marking import lifecycle
from backend.marking.lifecycle import Move
from backend.marking.models import CopySchool
from backend.models import Assignment, Copy, Lot, LotState, OutgoingEvent
from tests.backend.conftest import NOW
from tests.backend.marking import COPY, Corrector
from tests.backend.rescanning import ask

S = LotState
BY = {"corrector": "correctrice-bts", "office": "dec", "other": "agent-a"}
OFFICE, CORRECTOR = frozenset({"office"}), frozenset({"corrector"})
# Written a second time, by hand: a step added to the product without thought does not pass.
ALLOWED = {
    ("assign", S.BUILT): (OFFICE, S.VERIFICATION),
    ("assign", S.DISTRIBUTED): (OFFICE, S.VERIFICATION),
    ("assign", S.VERIFICATION): (OFFICE, S.VERIFICATION),
    ("assign", S.MARKING): (OFFICE, S.VERIFICATION),
    ("finish", S.VERIFICATION): (CORRECTOR, S.FINISHED),
    ("finish", S.MARKING): (CORRECTOR, S.FINISHED),
    ("reopen", S.FINISHED): (CORRECTOR | OFFICE, S.MARKING),
    ("reopen", S.LOCKED): (OFFICE, S.MARKING),
    ("lock", S.FINISHED): (CORRECTOR, S.LOCKED),
    ("harmonise", S.LOCKED): (OFFICE, S.HARMONISED),
}
MOVES = ("assign", "finish", "reopen", "lock", "harmonise")
STANDS = {
    S.BUILT: "lot_not_distributed",
    S.DISTRIBUTED: "lot_not_open_yet",
    S.VERIFICATION: "lot_still_open",
    S.MARKING: "lot_still_open",
    S.FINISHED: "lot_finished",
    S.LOCKED: "lot_locked",
    S.HARMONISED: "lot_harmonised",
}
LOT = lot_id(9)  # forty copies, all marked


@pytest.fixture
def put_in(engine):
    """Put the lot in a state, held by the first corrector, as if by hand."""

    def put(state, lot=LOT):
        window = {S.DISTRIBUTED: timedelta(days=1), S.VERIFICATION: timedelta(hours=-1)}
        with database.writing(engine) as session:
            found = session.get_one(Lot, lot)
            found.state = state
            lifecycle.open_window(found, opens_at=NOW + window.get(state, timedelta(days=-3)))
            session.exec(delete(Assignment).where(col(Assignment.lot_id) == lot))
            session.exec(delete(CopySchool))
            session.add(Assignment(lot_id=lot, person_id="correctrice-bts"))

    return put


def move(caller, name, lot=LOT, **given):
    if name == "assign":
        given = {"person_id": "correcteur-bts-2", **given}
    return Corrector(caller).post(f"lots/{lot}/{name}", **given)


def state_of(as_person, lot=LOT):
    return as_person("dec").get(f"/v1/lots/{lot}").json()["state"]


@pytest.mark.parametrize("name", MOVES)
def test_every_move_from_every_state_by_everyone(as_person, put_in, name):
    callers = {who: as_person(person) for who, person in BY.items()}
    ever = frozenset(who for (kind, _), (whose, _) in ALLOWED.items() if kind == name for who in whose)
    for state, who in product(S, BY):
        put_in(state)
        whose, end = ALLOWED.get((name, state), (frozenset(), state))

        answer = move(callers[who], name)

        if who in whose:
            assert (answer.status_code, answer.json()["state"]) == (200, end), (name, state, who)
        else:
            status, error = (409, STANDS[state]) if who in ever else (403, answer.json()["error"])
            assert (answer.status_code, answer.json()["error"]) == (status, error), (name, state, who)
            assert error in {STANDS[state], "exam_office_only", "not_the_corrector"}
            assert "circulaire" in answer.json()["message"]
            assert state_of(as_person) == state


def test_the_table_of_the_product_is_the_one_of_this_page():
    steps = {(step.move.value, step.start) for step in lifecycle.STEPS if step.who != lifecycle.CLOCK}

    assert steps == set(ALLOWED)
    assert len(lifecycle.TABLE) == len(lifecycle.STEPS)
    assert {step.end for step in lifecycle.STEPS} == set(S) - {S.BUILT}


@pytest.mark.parametrize(
    ("state", "hours", "shown"),
    [
        (S.DISTRIBUTED, -1, S.DISTRIBUTED),
        (S.DISTRIBUTED, 0, S.VERIFICATION),
        (S.DISTRIBUTED, 48, S.VERIFICATION),
        (S.DISTRIBUTED, 48.1, S.MARKING),
        (S.VERIFICATION, 47, S.VERIFICATION),
        (S.VERIFICATION, 49, S.MARKING),
        (S.FINISHED, 49, S.FINISHED),
        (S.BUILT, 49, S.BUILT),
    ],
)
def test_forty_eight_hours_end_by_themselves(session, state, hours, shown):
    lot = session.get_one(Lot, LOT)
    lot.state = state
    lifecycle.open_window(lot, opens_at=NOW)

    assert lifecycle.state_on(lot, NOW + timedelta(hours=hours)) is shown
    session.rollback()


def test_a_lot_from_its_last_marks_to_the_board(as_person, session):
    corrector, copy = Corrector(as_person("correctrice-bts")), copy_id(9, 101)
    office = Corrector(as_person("dec"))

    def go(who, name):
        return who.post(f"lots/{LOT}/{name}").json()

    assert go(corrector, "reopen")["state"] == "marking"
    corrector.mark(copy)
    assert [item["what"] for item in go(corrector, "finish")["missing"]] == ["mark", "appreciation"]
    corrector.post(f"copies/{copy}/set-aside", reason="missing_page")
    outlook = corrector.caller.get(f"/v1/lots/{LOT}/missing").json()
    assert (outlook["may_finish"], outlook["may_lock"]) == (True, False)
    assert go(corrector, "finish")["state"] == "finished"
    assert go(corrector, "lock")["error"] == "copies_set_aside"
    go(corrector, "reopen")
    corrector.post(f"copies/{copy}/resume")
    corrector.mark_all(copy)
    go(corrector, "finish")
    assert corrector.caller.get(f"/v1/lots/{LOT}/missing").json()["may_lock"] is True
    assert go(corrector, "lock")["state"] == "locked"
    assert corrector.caller.get("/v1/me/lots/9/mark-sheet").json()["locked"] is True
    assert go(corrector, "reopen")["error"] == "lot_locked"
    assert go(office, "harmonise")["state"] == "harmonised"
    assert go(office, "reopen")["error"] == "lot_harmonised"
    assert corrector.mark(copy, code="AB").json()["error"] == "lot_harmonised"


def test_the_exam_office_reopens_a_locked_lot_and_its_sheet(as_person, put_in):
    put_in(S.LOCKED)

    assert move(as_person("dec"), "reopen").json()["state"] == "marking"
    assert as_person("correctrice-bts").get("/v1/me/lots/9/mark-sheet").json()["locked"] is False


def test_a_lot_is_never_given_where_its_candidates_learn(as_person):
    answer = move(as_person("dec"), "assign", lot_id(41))

    assert (answer.status_code, answer.json()["error"]) == (409, "own_school")
    assert "circulaire" in answer.json()["message"]
    assert state_of(as_person, lot_id(41)) == "built"


@pytest.mark.parametrize(
    ("person", "error"),
    [
        ("correcteur-philo", "mission_needed"),
        ("interrogatrice-stl", "mission_needed"),
        ("agent-a", "corrector_unknown"),
        ("personne", "corrector_unknown"),
    ],
)
def test_a_lot_is_given_to_whoever_was_convoked_to_mark_that_paper(as_person, person, error):
    answer = move(as_person("dec"), "assign", lot_id(41), person_id=person)

    assert answer.json()["error"] == error


def test_the_window_opens_on_the_day_that_the_exam_office_chose(as_person, engine):
    tomorrow = NOW + timedelta(days=1)
    person = {"person_id": "correctrice-bts", "opens_at": tomorrow.isoformat()}

    assert move(as_person("dec"), "assign", lot_id(41), **person).json()["state"] == "distributed"

    corrector = Corrector(as_person("correctrice-bts"))
    assert corrector.mark(copy_id(41, 801), code="AB").json()["error"] == "lot_not_open_yet"
    with Session(engine) as session:
        lot = session.get_one(Lot, lot_id(41))
        assert (lot.verification_from, lot.verification_until) == (tomorrow, tomorrow + timedelta(hours=48))


def test_a_lot_taken_over_in_mid_course_keeps_marks_and_annotations(as_person, session):
    first, second = (Corrector(as_person(person)) for person in ("correctrice-bts", "correcteur-bts-2"))
    first.mark_all()
    first.annotate()
    before = first.work()

    for _ in range(2):  # given twice to the same person: the second changes nothing
        answer = move(as_person("dec"), "assign", lot_id(17))

    assert answer.json()["state"] == "verification"
    assert first.caller.get(f"/v1/copies/{COPY}/work").status_code == 404
    assert first.caller.get("/v1/me/lots/17").status_code == 404
    assert second.work() == before
    assert second.mark(code="AB").status_code == 200
    held = session.exec(select(Assignment).where(Assignment.lot_id == lot_id(17))).all()
    assert {(row.person_id, row.is_current) for row in held} == {
        ("correctrice-bts", False),
        ("correcteur-bts-2", True),
    }
    (event,) = session.exec(select(OutgoingEvent)).all()
    assert (event.kind, event.at.hour, event.at.minute) == ("lot.reassigned", 0, 0)
    assert event.data == {
        "lot_id": str(lot_id(17)),
        "lot_number": "17",
        "from_person": "correctrice-bts",
        "to_person": "correcteur-bts-2",
    }


def test_a_hidden_copy_keeps_nobody_waiting_and_is_told_once(as_person, session):
    corrector, copy = Corrector(as_person("correctrice-bts")), copy_id(17, 431)
    for key in ("a", "b"):
        corrector.post(f"copies/{copy}/hide", key=key, reason="nom visible")
        as_person("dec").post(
            f"/v1/copies/{copy}/hide", json={"reason": "x"}, headers={"Idempotency-Key": key}
        )

    left = corrector.caller.get(f"/v1/lots/{lot_id(17)}/missing").json()["missing"]

    assert "0431" not in {item["copy_number"] for item in left}
    (event,) = session.exec(select(OutgoingEvent)).all()
    assert (event.kind, event.data["copy_number"], event.data["lot_number"]) == ("copy.hidden", "0431", "17")
    assert Corrector(as_person("dec")).work(copy)["hidden"] is True


def test_a_page_being_scanned_again_keeps_a_lot_from_being_locked_and_not_from_being_finished(as_person):
    corrector, copy = Corrector(as_person("correctrice-bts")), copy_id(9, 101)
    corrector.post(f"lots/{LOT}/reopen")
    page = str(page_id(9, 101, 1))
    ask(corrector.caller, copy_id=str(copy), page_id=page, page_number=1)

    assert corrector.post(f"lots/{LOT}/finish").json()["state"] == "finished"
    outlook = corrector.caller.get(f"/v1/lots/{LOT}/missing").json()

    assert [(item["copy_number"], item["what"]) for item in outlook["missing"]] == [("0101", "rescan")]
    assert outlook["may_lock"] is False
    assert corrector.post(f"lots/{LOT}/lock").json()["error"] == "copies_set_aside"


def lot_of(*copies, **changes):
    return {"session": "2027", "paper": "bts-cge", "centre": "GAR13", "copies": copies, **changes}


def test_the_exam_office_builds_a_lot_from_copies_that_nobody_holds(as_person, session):
    given = lot_of(*(str(copy_id(41, number)) for number in (801, 802, 803)))

    built = Corrector(as_person("dec")).post("lots", **given)

    assert (built.status_code, built.json()["state"], built.json()["lot_number"]) == (201, "built", "42")
    lot = as_person("dec").get(f"/v1/lots/{built.json()['lot_id']}").json()
    assert (lot["copies"], lot["centre_id"]) == (3, "GAR13")
    assert as_person("dec").get(f"/v1/lots/{lot_id(41)}").json()["copies"] == 39
    assert session.get_one(Copy, copy_id(41, 801)).number == 801


@pytest.mark.parametrize(
    ("given", "error"),
    [
        (lot_of(str(COPY)), "copies_not_free"),
        (lot_of(str(copy_id(41, 801)), str(copy_id(41, 801))), "copies_not_free"),
        (lot_of(str(copy_id(33, 2201))), "copies_not_free"),
        (lot_of(str(copy_id(41, 801)), session="1999"), "lot_unbuildable"),
        (lot_of(str(copy_id(41, 801)), centre="XXX00"), "lot_unbuildable"),
        (lot_of(str(copy_id(41, 801)), paper="ece-stl-pratique"), "lot_unbuildable"),
    ],
)
def test_a_lot_of_copies_that_are_not_free_is_not_built(as_person, given, error):
    assert Corrector(as_person("dec")).post("lots", **given).json()["error"] == error
    assert Corrector(as_person("correctrice-bts")).post("lots", **given).status_code == 403


def test_a_move_sent_twice_with_one_key_is_made_once(as_person):
    corrector = Corrector(as_person("correctrice-bts"))

    answers = [corrector.post(f"lots/{LOT}/lock", key="k") for _ in range(2)]

    assert [answer.json()["state"] for answer in answers] == ["locked", "locked"]
    assert corrector.caller.post(f"/v1/lots/{LOT}/reopen").json()["error"] == "idempotency_key_missing"


def test_every_move_has_its_own_name():
    assert len(Move) == len({move.value for move in Move}) == 7
