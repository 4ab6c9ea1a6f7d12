"""Marks, code, appreciation: who reads them, who writes them, and what a late window is told."""

from uuid import uuid4

import pytest
from sqlmodel import Session

from backend import database
from backend.demo.seed import copy_id, lot_id
from backend.marking.models import ExamCode, Mark
from backend.models import Copy
from tests.backend.marking import COPY, Corrector, leaves


@pytest.fixture
def corrector(as_person):
    return Corrector(as_person("correctrice-bts"))


def test_the_scheme_comes_with_its_sub_totals(corrector):
    scheme = corrector.work()["scheme"]

    synthesis, essay = scheme["questions"]
    assert (synthesis["maximum_half_points"], essay["maximum_half_points"]) == (80, 40)
    assert sum(part["maximum_half_points"] for part in synthesis["parts"]) == 80
    assert scheme["maximum_half_points"] == 120
    assert scheme["takes_half_points"] is True


def test_the_demonstration_marks_add_up(as_person):
    for lot, copy, person in [(17, 408, "correctrice-bts"), (31, 2001, "correctrice-maths")]:
        work = Corrector(as_person(person)).work(copy_id(lot, copy))

        assert work["state"] == "marked"
        assert (
            work["total_half_points"] == sum(work["marks"].values()) <= work["scheme"]["maximum_half_points"]
        )
        assert set(work["marks"]) == {question for question, _ in leaves(work["scheme"])}


@pytest.mark.parametrize(
    ("person", "reads"),
    [("correctrice-bts", True), ("dec", True), ("agent-a", False), ("chef-centre", False)],
)
def test_scheme_and_marks_are_for_missions_on_the_paper_and_the_exam_office(as_person, person, reads):
    work = Corrector(as_person(person)).work(copy_id(17, 408))

    assert (work["scheme"] is not None) is reads
    assert bool(work["marks"]) is bool(work["codes"]) is bool(work["appreciation"]) is reads
    assert work["held"] is (person == "correctrice-bts")
    assert len(work["pages"]) == 4


def test_a_total_is_computed_once_every_question_is_marked(corrector):
    (first, _), *others = leaves(corrector.work()["scheme"])

    partial = corrector.mark(marks={first: 11}).json()
    whole = corrector.mark(marks={first: 11, **{question: 3 for question, _ in others}}).json()

    assert (partial["state"], partial["total_half_points"]) == ("to_mark", None)
    assert (whole["state"], whole["total_half_points"]) == ("marked", 20)
    assert corrector.work()["marks"][first] == 11


def test_marks_sent_are_all_the_marks(corrector):
    corrector.mark_all()
    (first, _), *_ = leaves(corrector.work()["scheme"])

    answer = corrector.mark(marks={first: 4, str(uuid4()): None})

    assert answer.json()["state"] == "to_mark"
    assert corrector.work()["marks"] == {first: 4}
    assert corrector.work()["appreciation"] == ""


def test_a_late_window_is_refused_and_told_what_is_kept(corrector):
    early = corrector.work()["version"]
    kept = corrector.mark_all(share=0.5).json()

    late = corrector.mark(version=early, code="CB")

    assert (late.status_code, late.json()["error"]) == (409, "copy_moved")
    assert late.json()["kept"]["version"] == kept["version"] == corrector.work()["version"]
    assert late.json()["kept"]["marks"] == corrector.work()["marks"] != {}
    assert late.json()["kept"]["total_half_points"] == kept["total_half_points"]
    assert corrector.work()["code"] is None


def test_marks_sent_again_after_a_lost_answer_change_nothing(corrector):
    early = corrector.work()["version"]

    answers = [corrector.mark(version=early, code="AB", appreciation="Absent.") for _ in range(3)]

    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.text for answer in answers}) == 1


def test_an_absent_candidate_has_a_code_and_no_total(corrector, session):
    answer = corrector.mark(code="AB").json()

    assert (answer["state"], answer["total_half_points"]) == ("marked", None)
    row = session.get(Mark, COPY)
    assert (row.code, row.half_points) == ("AB", None)


def test_taking_everything_back_leaves_no_mark(corrector, session):
    corrector.mark_all()
    corrector.mark()

    assert corrector.work()["state"] == "to_mark"
    assert session.get(Mark, COPY) is None


def test_an_exam_adds_its_own_codes(corrector, engine):
    assert corrector.mark(code="DI").json()["error"] == "unknown_code"
    with database.writing(engine) as session:
        session.add(ExamCode(exam_id="bts", code="DI", label="Dispensé"))

    assert corrector.mark(code="DI").status_code == 200
    assert [code["code"] for code in corrector.work()["codes"]] == ["AB", "CB", "DI"]


def test_points_out_of_the_scheme_are_refused_with_the_rule_and_its_source(corrector):
    (first, most), *_ = leaves(corrector.work()["scheme"])

    refused = {
        "mark_out_of_range": corrector.mark(marks={first: most + 1}),
        "unknown_question": corrector.mark(marks={str(uuid4()): 1}),
        "unknown_code": corrector.mark(code="ZZ"),
        "code_and_marks": corrector.mark(marks={first: 0}, code="CB"),
    }

    for name, answer in refused.items():
        assert (answer.status_code, answer.json()["error"]) == (422, name)
        assert "circulaire" in answer.json()["message"]
    assert corrector.mark(marks={first: -1}).status_code == 422
    assert corrector.mark(marks={first: 1.5}).status_code == 422
    assert corrector.work()["marks"] == {}


def test_a_paper_marked_in_whole_points_takes_no_half(as_person):
    corrector, copy = Corrector(as_person("correctrice-maths")), copy_id(31, 2040)
    (first, _), *_ = leaves(corrector.work(copy)["scheme"])

    assert corrector.mark(copy, marks={first: 3}).json()["error"] == "half_point_refused"
    assert corrector.mark(copy, marks={first: 4}).status_code == 200


@pytest.mark.parametrize(
    ("person", "status"),
    [("dec", 403), ("agent-a", 403), ("chef-centre", 403), ("correcteur-bts-2", 404), ("deleguee", 404)],
)
def test_only_the_corrector_of_the_copy_writes(as_person, session, person, status):
    other, copy = Corrector(as_person(person)), copy_id(17, 440)

    answers = [
        other.mark(copy, version="x", code="AB"),
        other.annotate(copy),
        other.caller.delete(f"/v1/copies/{copy}/annotations/{uuid4()}"),
        other.post(f"copies/{copy}/set-aside", reason="other"),
        other.post(f"copies/{copy}/resume"),
        other.arrange([], copy),
    ]

    assert {answer.status_code for answer in answers} == {status}
    assert session.get(Copy, copy).state == "to_mark"


@pytest.mark.parametrize("lot", [9, 24])
def test_nothing_is_written_on_a_lot_finished_or_locked(as_person, lot):
    person, copy = {9: ("correctrice-bts", 101), 24: ("correctrice-maths", 2101)}[lot]
    corrector = Corrector(as_person(person))

    answer = corrector.mark(copy_id(lot, copy), code="AB")

    assert answer.status_code == 409
    assert answer.json()["error"] == {9: "lot_finished", 24: "lot_locked"}[lot]
    assert corrector.work(copy_id(lot, copy))["held"] is False


def test_a_lot_in_verification_takes_marks(corrector):
    assert corrector.mark_all(copy_id(23, 601)).json()["state"] == "marked"


def test_a_copy_set_aside_waits_and_takes_its_place_again(corrector):
    def state():
        return corrector.work()["state"], corrector.work()["set_aside_reason"]

    corrector.post(f"copies/{COPY}/set-aside", reason="unreadable")
    assert state() == ("set_aside", "unreadable")
    corrector.mark_all()
    assert state() == ("set_aside", "unreadable")
    assert corrector.post(f"copies/{COPY}/resume").json()["state"] == "marked"
    assert state() == ("marked", None)


def test_a_gesture_sent_again_late_is_not_made_again(corrector):
    first = corrector.post(f"copies/{COPY}/set-aside", key="k", reason="advice")
    corrector.post(f"copies/{COPY}/resume")

    late = corrector.post(f"copies/{COPY}/set-aside", key="k", reason="advice")

    assert (first.json()["state"], late.json()["state"]) == ("set_aside", "to_mark")
    assert corrector.post(f"copies/{COPY}/set-aside", reason="fatigue").status_code == 422
    no_key = corrector.caller.post(f"/v1/copies/{COPY}/resume")
    assert no_key.json()["error"] == "idempotency_key_missing"


def test_what_is_missing_is_told_copy_by_copy(corrector):
    (first, _), *_ = leaves(corrector.work()["scheme"])
    corrector.mark(marks={first: 2})

    left = corrector.caller.get(f"/v1/lots/{lot_id(17)}/missing").json()

    said = {(item["copy_number"], item["what"]) for item in left["missing"]}
    assert {("0423", "question"), ("0423", "appreciation"), ("0430", "set_aside"), ("0455", "mark")} <= said
    assert not any(number == "0408" for number, _ in said)
    labels = [item["label"] for item in left["missing"] if item["copy_number"] == "0423"]
    assert "Copie 0423\u00a0: la question «\u00a0Problématique et plan\u00a0» n’a pas de points" in labels
    assert (left["may_finish"], left["may_lock"]) == (False, False)


@pytest.mark.parametrize(("person", "status"), [("dec", 200), ("agent-a", 403), ("deleguee", 404)])
def test_what_is_missing_is_for_the_corrector_and_the_exam_office(as_person, person, status):
    assert as_person(person).get(f"/v1/lots/{lot_id(17)}/missing").status_code == status


def test_readings_by_others_are_traced_and_the_corrector_s_own_are_not(as_person, browser, session):
    page = f"/v1/pages/{Corrector(as_person('correctrice-bts')).work()['pages'][0]['id']}/image"
    for person in ("agent-a", "chef-centre", "correctrice-bts", "dec"):
        as_person(person).get(page)
    for person in ("superviseure", "correctrice-bts"):
        browser(person).get("/lots/17/copies/0423")
    as_person("correcteur-philo").get(f"/v1/copies/{COPY}")

    found = as_person("dec").get(f"/v1/copies/{COPY}/readings").json()

    assert {reading["person_id"] for reading in found} == {"agent-a", "chef-centre", "dec", "superviseure"}
    assert all(reading["at"].endswith(":00+00:00") for reading in found)
    assert as_person("agent-a").get(f"/v1/copies/{COPY}/readings").status_code == 403


def test_a_reading_that_cannot_be_traced_is_not_answered(client):
    from fastapi.testclient import TestClient
    from sqlalchemy import event

    @event.listens_for(client.app.state.engine, "commit")
    def disk_full(connection):
        raise OSError("no space left on device")

    headers = {"Authorization": "Bearer jeton", "On-Behalf-Of": "agent-a"}
    with TestClient(client.app, headers=headers, raise_server_exceptions=False) as caller:
        assert caller.get(f"/v1/copies/{COPY}").status_code == 500


def test_the_database_holds_no_mark_twice(corrector, engine):
    corrector.mark_all()
    corrector.mark_all(share=0.25)

    with Session(engine) as session:
        assert session.get(Mark, COPY).half_points == corrector.work()["total_half_points"]
