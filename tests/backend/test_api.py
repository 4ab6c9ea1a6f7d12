"""The contract: what each person may read, and what a refusal says."""

import json
from uuid import UUID

import pytest
from sqlmodel import Session, select

from backend.__main__ import OPENAPI_FILE, openapi_text
from backend.demo.seed import copy_id, lot_id, page_id
from backend.errors import BackendError
from backend.models import Copy
from backend.refusals import REFUSALS

UNKNOWN = UUID(int=1)
MINE = lot_id(17)
ANOTHERS = lot_id(18)
READS = [
    "/v1/me",
    "/v1/me/lots",
    "/v1/me/lots/17",
    "/v1/me/lots/17/copies",
    "/v1/me/lots/17/copies/0423",
    "/v1/me/lots/17/mark-sheet",
    "/v1/me/missions",
    "/v1/me/claims",
    f"/v1/lots/{MINE}",
    f"/v1/copies/{copy_id(17, 423)}",
    f"/v1/pages/{page_id(17, 423, 3)}",
    f"/v1/pages/{page_id(17, 423, 3)}/image",
    "/v1/academies",
    "/v1/centres",
    "/v1/sessions",
    "/v1/papers",
]


@pytest.mark.parametrize("address", READS)
def test_every_read_answers_its_holder(as_person, address):
    assert as_person("correctrice-bts").get(address).status_code == 200


@pytest.mark.parametrize("address", READS)
def test_every_read_needs_the_service_token(client, address):
    answer = client.get(address, headers={"On-Behalf-Of": "correctrice-bts", "Authorization": "Bearer autre"})

    assert (answer.status_code, answer.json()["error"]) == (401, "service_token_refused")


def test_the_service_token_alone_speaks_for_nobody(client):
    answer = client.get("/v1/me", headers={"Authorization": "Bearer jeton"})

    assert (answer.status_code, answer.json()["error"]) == (401, "person_unknown")


def test_my_lots_are_those_handed_to_me(as_person):
    numbers = [lot["number"] for lot in as_person("correctrice-bts").get("/v1/me/lots").json()]

    assert numbers == ["9", "17", "23"]


@pytest.mark.parametrize("number", ["17", "017", "0017"])
@pytest.mark.parametrize("copy", ["423", "0423", "00423"])
def test_numbers_compare_without_leading_zeros_and_come_back_as_printed(as_person, number, copy):
    found = as_person("correctrice-bts").get(f"/v1/me/lots/{number}/copies/{copy}").json()

    assert (found["lot_number"], found["number"]) == ("17", "0423")
    assert [page["number"] for page in found["pages"]] == [1, 2, 3, 4]


@pytest.mark.parametrize("number", ["99", "18", "dix-sept", "17 OR 1=1", "9" * 40, "-17", "¹⁷", "%00"])
def test_another_s_lot_and_an_unknown_one_are_refused_with_the_same_words(as_person, number):
    answer = as_person("correctrice-bts").get(f"/v1/me/lots/{number}")

    assert answer.status_code == 404
    assert answer.json() == {
        "error": "lot_not_found",
        "message": "Ce lot n’existe pas ou ne vous est pas confié.",
    }


@pytest.mark.parametrize(
    ("anothers", "unknown"),
    [
        (f"/v1/lots/{ANOTHERS}", f"/v1/lots/{UNKNOWN}"),
        (f"/v1/copies/{copy_id(18, 456)}", f"/v1/copies/{UNKNOWN}"),
        (f"/v1/pages/{page_id(18, 456, 1)}", f"/v1/pages/{UNKNOWN}"),
        (f"/v1/pages/{page_id(18, 456, 1)}/image", f"/v1/pages/{UNKNOWN}/image"),
    ],
)
def test_what_is_not_visible_reads_like_what_does_not_exist(as_person, anothers, unknown):
    caller = as_person("correctrice-bts")

    assert caller.get(anothers).status_code == 404
    assert caller.get(anothers).json() == caller.get(unknown).json()


@pytest.mark.parametrize(
    ("person", "lot", "status"),
    [
        ("correctrice-bts", 17, 200),
        ("correcteur-bts-2", 17, 404),
        ("correcteur-philo", 17, 404),
        ("agent-a", 17, 200),
        ("superviseure", 17, 200),
        ("dec", 17, 200),
        ("chef-centre", 17, 200),
        ("numerisation", 18, 200),
        ("chef-centre", 9, 404),  # another centre of the same académie
        ("numerisation", 31, 404),
        ("documentaliste", 17, 404),
        ("deleguee", 17, 404),
        ("interrogatrice-stl", 17, 404),
    ],
)
def test_who_may_read_a_lot(as_person, person, lot, status):
    assert as_person(person).get(f"/v1/lots/{lot_id(lot)}").status_code == status


def test_a_lot_tells_its_progress_and_its_deadline(as_person):
    lot = as_person("correctrice-bts").get("/v1/me/lots/17").json()

    assert (lot["copies"], lot["marked"], lot["set_aside"], lot["state"]) == (48, 15, 1, "marking")
    assert (lot["session"], lot["centre_id"], lot["academy"]) == ("2027", "CAL13", "Aix-Marseille")
    assert lot["deadline"] == "2027-06-09T16:00:00+00:00"


def test_a_finished_lot_has_no_missing_mark(as_person):
    sheet = as_person("correctrice-bts").get("/v1/me/lots/9/mark-sheet").json()

    assert sheet == {"lot": "9", "entered": 40, "missing": 0, "locked": False}


def test_missions_and_claims_are_mine_only(as_person):
    kinds = {mission["kind"] for mission in as_person("interrogatrice-stl").get("/v1/me/missions").json()}
    claims = as_person("interrogatrice-stl").get("/v1/me/claims").json()

    assert kinds == {"interrogation", "délibération"}
    assert claims[0]["amount"] == "39,60\u00a0€"
    assert as_person("agent-a").get("/v1/me/missions").json() == []


def test_a_page_names_its_copy_and_its_neighbours(as_person):
    page = as_person("correctrice-bts").get(f"/v1/pages/{page_id(17, 423, 3)}").json()

    assert (page["number"], page["copy_number"], page["lot_number"]) == (3, "0423", "17")
    assert page["neighbours"] == [str(page_id(17, 423, number)) for number in (1, 2, 3, 4)]


def test_the_anonymity_number_never_leaves(as_person, session):
    from backend.models import Copy

    number = session.get(Copy, copy_id(17, 423)).anonymity_number

    for address in READS:
        assert number.encode() not in as_person("dec").get(address).content


def test_an_image_is_asked_again_but_not_carried_twice(as_person):
    caller, address = as_person("correctrice-bts"), f"/v1/pages/{page_id(17, 423, 3)}/image"

    first = caller.get(address)
    again = caller.get(address, headers={"If-None-Match": first.headers["etag"]})

    assert first.headers["content-type"] == "image/jpeg"
    assert first.headers["cache-control"] == "private, no-cache"
    assert (again.status_code, again.content) == (304, b"")


def test_a_thumbnail_is_small(as_person):
    address = f"/v1/pages/{page_id(17, 423, 3)}/image"

    assert len(as_person("dec").get(address, params={"size": "thumb"}).content) < 10_000
    assert as_person("dec").get(address, params={"size": "huge"}).status_code == 422


def test_a_malformed_request_is_refused_in_french_without_repeating_it(as_person):
    answer = as_person("dec").get("/v1/copies/pas-un-uuid")

    assert (answer.status_code, answer.json()["error"]) == (422, "malformed_request")
    assert "pas-un-uuid" not in answer.text


def test_an_unknown_address_is_told_in_json(as_person):
    assert as_person("dec").get("/v1/rien").json()["error"] == "address_not_found"


def all_refusals(root: type[BackendError]) -> list[type[BackendError]]:
    found = []
    for refusal in root.__subclasses__():
        found += all_refusals(refusal) or [refusal]
    return found


@pytest.mark.parametrize("refusal", all_refusals(BackendError))
def test_every_refusal_has_a_status_and_a_sentence(refusal):
    assert refusal in REFUSALS


def test_the_published_description_is_current():
    """If this fails: python -m backend openapi"""
    assert OPENAPI_FILE.read_text(encoding="utf-8") == openapi_text()


def test_the_description_speaks_french_about_every_operation():
    paths = json.loads(openapi_text())["paths"]

    summaries = [operation["summary"] for path in paths.values() for operation in path.values()]

    assert len(summaries) == len(set(summaries)) >= 17
    assert all(path.startswith("/v1/") for path in paths)


def number_of(client, lot, copy):
    with Session(client.app.state.engine) as session:
        return session.exec(select(Copy.anonymity_number).where(Copy.id == copy_id(lot, copy))).one()


@pytest.mark.parametrize(("person", "seen"), [("agent-a", 1), ("superviseure", 1), ("dec", 1),
                                              ("correctrice-bts", 0), ("chef-centre", 0)])  # fmt: skip
def test_the_copy_of_an_anonymity_number_is_found_by_who_answers_for_every_lot(as_person, person, seen):
    client = as_person(person)
    number = number_of(client, 17, 423)

    answer = client.get("/v1/copies", params={"candidate_number": number})

    assert (answer.status_code, len(answer.json())) == (200, seen)
    assert [(one["lot_number"], one["number"]) for one in answer.json()] == [("17", "0423")][:seen]
    assert number not in answer.text


@pytest.mark.parametrize(("number", "status"), [("0000-0000", 200), ("%", 200), ("", 422), ("9" * 21, 422)])
def test_an_unknown_anonymity_number_finds_nothing(as_person, number, status):
    answer = as_person("agent-a").get("/v1/copies", params={"candidate_number": number})

    assert answer.status_code == status
    assert answer.json() == [] or status == 422
