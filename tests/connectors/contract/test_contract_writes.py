"""What `--writes` adds, on a backend of its own, since nothing is put back; and what nobody should send."""

import uuid

import pytest

from connectors.contract import correcting, malformed, writing
from tests.connectors.contract.conftest import answered, broken, unchanged

CASES = 500


def test_the_reference_backend_does_once_what_is_sent_twice(disposable, description, people):
    assert broken(writing.check(disposable(), description, people)) == {}


def keys_are_not_read(request):
    if "idempotency-key" in request.headers:
        request.headers["Idempotency-Key"] = uuid.uuid4().hex


def no_key_is_needed(request):
    request.headers.setdefault("Idempotency-Key", uuid.uuid4().hex)


def hidden_copies_stay(request, got):
    is_copy = request.url.path.startswith("/v1/copies/") and request.method == "GET"
    return answered(got, status=200) if is_copy and got.status_code == 404 else got


def half_points_are_taken(request, got):
    is_mark = request.url.path.endswith("/mark") and got.status_code == 422
    return answered(got, status=200) if is_mark else got


def answers_differ(request, got):
    is_write = request.method in {"POST", "PUT"} and got.is_success
    return answered(got, body={**got.json(), "nonce": uuid.uuid4().hex}) if is_write else got


def nobody_is_told(request, got):
    is_feed = request.url.path == "/v1/events"
    return answered(got, body={"events": [], "last": 0}) if is_feed else got


def the_office_sees_nothing(request, got):
    is_office = request.headers.get("on-behalf-of") == "dec" and request.url.path.startswith("/v1/copies/")
    return answered(got, status=404) if is_office else got


CARELESS = {
    "keys are not read": (unchanged, keys_are_not_read, "la même clé pour autre chose est refusée"),
    "no key is needed": (unchanged, no_key_is_needed, "sans clé, rien n’est fait"),
    "hidden copies stay": (hidden_copies_stay, None, "une copie masquée disparaît aussitôt"),
    "half points are taken": (
        half_points_are_taken,
        None,
        "une note d’épreuve pratique est en points entiers",
    ),
    "answers differ": (answers_differ, None, "la même clé rend la même réponse"),
    "nobody is told": (nobody_is_told, None, "un seul événement pour une copie masquée"),
    "the office is blind": (
        the_office_sees_nothing,
        None,
        "le bureau des examens voit encore la copie masquée",
    ),
}


@pytest.mark.parametrize(("change", "ask", "name"), CARELESS.values(), ids=CARELESS)
def test_a_careless_write_is_seen(disposable, description, people, change, ask, name):
    door = disposable(change, ask or (lambda request: None))

    assert name in broken(writing.check(door, description, people))


def test_malformed_requests_never_bring_the_backend_down(disposable, description, people):
    """≥ 500 of them, on every operation: bodies, fields, addresses, headers, queries."""
    door = disposable()
    requests = list(malformed.requests(description, people, count=CASES, seed=7))

    statuses = {
        (one.method, one.address[:80]): door.send(one.method, one.address, one.headers, one.content)
        for one in requests
    }

    assert {case: status for case, status in statuses.items() if status >= 500} == {}
    assert len({one.method for one in requests}) >= 3
    assert sum(400 <= status < 500 for status in statuses.values()) > len(statuses) / 3


def test_the_reference_backend_keeps_what_correctors_write(disposable, description, people):
    assert broken(correcting.check(disposable(), description, people)) == {}


def kept_twice(request, got):
    if not request.url.path.endswith("/work"):
        return got
    return answered(got, body={**got.json(), "annotations": got.json()["annotations"] * 2})


def anybody_may(request):
    if request.method == "PUT":
        request.headers["On-Behalf-Of"] = "correctrice-bts"


def the_last_one_wins(request, got):
    return answered(got, status=200) if request.url.path.endswith("/marks") else got


def the_page_is_asked_again(request, got):
    is_asked = request.url.path == correcting.RESCANS and got.is_success
    return answered(got, body={**got.json(), "id": str(uuid.uuid4())}) if is_asked else got


OVERWRITTEN = {
    "kept twice": (kept_twice, None, "une annotation envoyée deux fois n’est là qu’une fois"),
    "anybody may": (unchanged, anybody_may, "nul autre n’annote cette copie"),
    "the last one wins": (
        the_last_one_wins,
        None,
        "des notes d’une version dépassée ne remplacent rien",
    ),
    "asked again": (the_page_is_asked_again, None, "une page redemandée deux fois ne l’est qu’une fois"),
}


@pytest.mark.parametrize(("change", "ask", "name"), OVERWRITTEN.values(), ids=OVERWRITTEN)
def test_what_a_corrector_wrote_and_lost_is_seen(disposable, description, people, change, ask, name):
    if "redemandée" in name and not description.has("post", correcting.RESCANS):
        pytest.skip("the description does not speak of pages to scan again")
    door = disposable(change, ask or (lambda request: None))

    assert name in broken(correcting.check(door, description, people))
