"""Practical exams through the API and in print: what each may read and do."""

from uuid import UUID

import pypdfium2
import pytest

from backend.demo.practical import exam_id, panel_id, sheet_id

UNKNOWN = UUID(int=1)
EXAM = exam_id("VIO31", 2027)
PAST = exam_id("CAL13", 2026)  # over since June 2026; the attestation is to generate
HER_PANEL, HIS_PANEL = panel_id("VIO31", 2027, 1), panel_id("VIO31", 2027, 2)
HERS, HIS = sheet_id("VIO31", 2027, 3), sheet_id("VIO31", 2027, 7)
READS = [
    "/v1/me/practical-sheets",
    "/v1/practical-exams",
    f"/v1/practical-exams/{EXAM}",
    f"/v1/practical-exams/{EXAM}/panels",
    f"/v1/practical-exams/{EXAM}/sheets",
    f"/v1/practical-sheets/{HERS}",
    f"/v1/practical-sheets/{HERS}/document",
    f"/v1/practical-panels/{HER_PANEL}/document",
]


def text_of(pdf: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(pdf)
    pages = [" ".join(page.get_textpage().get_text_bounded().split()) for page in document]
    document.close()
    return pages


@pytest.mark.parametrize("address", READS)
def test_every_read_answers_the_examiner(as_person, address):
    assert as_person("interrogatrice-stl").get(address).status_code == 200


@pytest.mark.parametrize("person", ["correctrice-bts", "agent-a", "numerisation", "chef-centre"])
def test_to_others_the_exam_does_not_exist(as_person, person):
    caller = as_person(person)

    for address in READS[2:]:
        assert caller.get(address).status_code == 404
    assert str(EXAM) not in caller.get("/v1/practical-exams").text


@pytest.mark.parametrize(
    ("hidden", "unknown"),
    [
        (f"/v1/practical-sheets/{HIS}", f"/v1/practical-sheets/{UNKNOWN}"),
        (f"/v1/practical-sheets/{HIS}/document", f"/v1/practical-sheets/{UNKNOWN}/document"),
        (f"/v1/practical-panels/{HIS_PANEL}/document", f"/v1/practical-panels/{UNKNOWN}/document"),
        (f"/v1/practical-exams/{exam_id('CAL13', 2026)}", f"/v1/practical-exams/{UNKNOWN}"),
    ],
)
def test_what_is_not_hers_reads_like_what_does_not_exist(as_person, hidden, unknown):
    caller = as_person("interrogatrice-stl")

    assert caller.get(hidden).json() == caller.get(unknown).json()


def test_a_mark_is_entered_twice_without_harm_and_a_half_point_is_refused(as_person):
    caller, address = as_person("interrogatrice-stl"), f"/v1/practical-sheets/{HERS}/mark"
    body = {"points": 14, "comment": "Montage soigné."}

    answers = [caller.put(address, json=body) for _ in range(2)]
    refused = caller.put(address, json={**body, "points": 14.5})

    assert [answer.status_code for answer in answers] == [200, 200]
    assert (answers[1].json()["state"], answers[1].json()["counts_as"]) == ("marked", 14)
    assert (refused.status_code, refused.json()["error"]) == (422, "points_not_whole")
    assert "circulaire ECE de Toulouse 2024, § 7.1" in refused.json()["message"]


def test_a_refusal_leaves_the_sheet_as_it_was(as_person):
    caller = as_person("interrogatrice-stl")
    caller.put(f"/v1/practical-sheets/{HERS}/mark", json={"points": 9, "comment": "Bref."})

    absent = caller.put(f"/v1/practical-sheets/{HERS}/absence", json={"kind": "reported"})

    assert (absent.status_code, absent.json()["error"]) == (409, "already_marked")
    assert caller.get(f"/v1/practical-sheets/{HERS}").json()["points"] == 9


def test_there_is_no_mark_sheet_and_the_refusal_says_why(as_person):
    answer = as_person("interrogatrice-stl").get(f"/v1/practical-exams/{EXAM}/mark-sheet")

    assert (answer.status_code, answer.json()["error"]) == (409, "no_mark_sheet_in_practical_exams")
    assert "fiches individuelles" in answer.json()["message"]


def test_a_panel_asked_for_twice_is_made_once(as_person):
    caller, address = as_person("dec"), f"/v1/practical-exams/{EXAM}/panels"
    body = {"day": "2027-06-02", "half": "afternoon", "examiner_id": "interrogatrice-stl"}

    first, again = (
        caller.post(address, json=body, headers={"Idempotency-Key": "une"}).json() for _ in range(2)
    )

    assert first == again
    assert len(caller.get(address).json()) == 4
    assert caller.post(address, json=body).status_code == 422


def test_the_office_distributes_and_moves_candidates(as_person):
    caller = as_person("dec")
    done = caller.post(f"/v1/practical-exams/{EXAM}/distribute", headers={"Idempotency-Key": "d"}).json()
    moved = caller.put(
        f"/v1/practical-sheets/{HERS}/panel", json={"panel_id": str(panel_id("VIO31", 2027, 2))}
    )

    assert done == {"given": 3, "left": []}
    assert (moved.status_code, moved.json()["error"]) == (409, "own_school")


def test_an_attestation_goes_from_the_centre_to_the_office(as_person):
    head, office, address = (
        as_person("chef-centre"),
        as_person("dec"),
        f"/v1/practical-exams/{PAST}/attestation",
    )

    assert head.get(f"{address}/document").json()["error"] == "attestation_not_generated"
    assert office.get(f"/v1/practical-exams/{PAST}").json()["attestation_is_missing"] is True
    assert office.put(address, json={"destroyed_on": "2026-06-08"}).status_code == 403
    assert head.put(address, json={"destroyed_on": "2026-06-04"}).json()["error"] == "destruction_day_refused"
    assert head.put(address, json={"destroyed_on": "2026-06-08"}).json()["attestation"] == "generated"
    assert (
        office.put(f"{address}/state", json={"state": "received"}).json()["error"] == "attestation_not_sent"
    )
    assert head.put(f"{address}/state", json={"state": "sent"}).json()["attestation"] == "sent"
    assert head.put(f"{address}/state", json={"state": "received"}).status_code == 403
    received = office.put(f"{address}/state", json={"state": "received"}).json()
    assert (received["attestation"], received["attestation_is_missing"]) == ("received", False)
    assert "lundi 8 juin 2026" in text_of(office.get(f"{address}/document").content)[0]


def test_no_attestation_before_the_end_of_the_exam(as_person, session):
    from backend.models import PersonCentre

    session.add(PersonCentre(person_id="chef-centre", centre_id="VIO31"))
    session.commit()

    answer = as_person("chef-centre").put(
        f"/v1/practical-exams/{EXAM}/attestation", json={"destroyed_on": "2027-06-02"}
    )

    assert (answer.status_code, answer.json()["error"]) == (409, "destruction_too_early")


def test_the_sheets_of_a_panel_print_one_candidate_a_page(as_person):
    pages = text_of(as_person("interrogatrice-stl").get(f"/v1/practical-panels/{HER_PANEL}/document").content)

    assert [f"Candidat 27-V-01{rank:02}" in page for rank, page in enumerate(pages, start=1)] == [True] * 6
    assert "15 / 20" in pages[0]
    assert "Commission 1, mardi 1er juin 2027, après-midi" in pages[0]
    assert "Lycée des Violettes" in pages[0]


def test_the_centre_prints_the_sheet_without_its_mark(as_person):
    address = f"/v1/practical-sheets/{sheet_id('CAL13', 2026, 2)}"
    head, office = as_person("chef-centre"), as_person("dec")

    assert (head.get(address).json()["points"], office.get(address).json()["points"]) == (None, 16)
    assert head.get(address).json()["comment"] == ""
    assert "16 / 20" not in text_of(head.get(f"{address}/document").content)[0]
    assert "16 / 20" in text_of(office.get(f"{address}/document").content)[0]


def test_a_printed_sheet_tells_neither_a_person_nor_an_hour(as_person):
    caller = as_person("interrogatrice-stl")
    pdf = caller.get(f"/v1/practical-sheets/{sheet_id('VIO31', 2027, 1)}/document").content

    assert b"interrogatrice" not in pdf
    assert "interrogat" not in " ".join(text_of(pdf)).lower()
    assert b"D:20270602120000" in pdf
    assert caller.get(f"/v1/practical-sheets/{sheet_id('VIO31', 2027, 1)}/document").content == pdf


def test_a_browser_s_session_opens_the_same_door(browser):
    opened = browser("interrogatrice-stl")

    assert opened.get("/v1/me/practical-sheets").status_code == 200
    body = {"points": 12, "comment": "Juste."}
    assert opened.put(f"/v1/practical-sheets/{HERS}/mark", json=body).status_code == 403
