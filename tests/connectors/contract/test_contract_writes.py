"""What `--writes` adds: a backend of its own, since nothing is put back; and bodies that nobody should send."""

import uuid

import pytest

from connectors.contract import malformed, writing
from connectors.contract.door import Things
from tests.connectors.contract.conftest import PEOPLE, answered, broken, unchanged

CASES = 600


def test_the_reference_backend_does_once_what_is_sent_twice(disposable, description):
    door = disposable()
    people = [Things.of(door, person) for person in PEOPLE]

    assert broken(writing.check(door, description, people)) == {}


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
def test_a_careless_write_is_seen(disposable, description, change, ask, name):
    door = disposable(change, ask or (lambda request: None))
    people = [Things.of(door, person) for person in PEOPLE]

    assert name in broken(writing.check(door, description, people))


def test_malformed_requests_never_bring_the_backend_down(disposable, description):
    """≥ 500 of them, on every operation: bodies, fields, addresses, headers, queries."""
    door = disposable()
    people = [Things.of(door, person) for person in PEOPLE]
    requests = list(malformed.requests(description, people, count=CASES, seed=7))

    statuses = {
        (one.method, one.address[:80]): door.send(one.method, one.address, one.headers, one.content)
        for one in requests
    }

    assert {case: status for case, status in statuses.items() if status >= 500} == {}
    assert len({one.method for one in requests}) >= 3
    assert (
        sum(status in {400, 401, 404, 405, 409, 413, 422} for status in statuses.values()) > len(statuses) / 3
    )
