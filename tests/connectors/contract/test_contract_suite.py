"""The contract suite: green on the reference backend, red on each promise that a double breaks."""

import re

import pytest

from connectors.contract import feed, images, malformed, refusing, rights, shapes, suite
from connectors.contract.findings import Verdict, summary
from tests.connectors.contract.conftest import PEOPLE, answered, broken

PHOTO = re.compile(r"/v1/pages/[0-9a-f-]{36}/image$")
SECRET = "secret-de-demonstration"


def test_the_reference_backend_keeps_every_promise_that_reading_can_check(door_to, description):
    findings = list(suite.run(door_to(), description, suite.Wanted(PEOPLE)))

    tried = {one.family for one in findings if one.verdict is Verdict.HELD}
    assert broken(findings) == {}
    assert tried == {"formes", "refus", "droits", "images", "événements"}
    assert sum(one.verdict is Verdict.HELD for one in findings) >= 70


def test_nobody_known_is_not_a_green_suite(door_to, description):
    with pytest.raises(suite.NobodyKnown):
        list(suite.run(door_to(), description, suite.Wanted(("personne",))))


def in_json(change):
    """Change the body of answers in JSON that are successes."""

    def changed(request, answer):
        if not answer.is_success or "json" not in answer.headers.get("content-type", ""):
            return answer
        return answered(answer, body=change(request, answer.json()))

    return changed


def each(body, change):
    return [change(item) for item in body] if isinstance(body, list) else change(body)


WRONG_SHAPES = {
    "a field is missing": lambda _, body: each(body, lambda x: {k: v for k, v in x.items() if k != "number"}),
    "a number is a word": lambda _, body: each(body, lambda x: {**x, "copies": "douze"}),
    "an identifier is no uuid": lambda _, body: each(body, lambda x: {**x, "id": "12"}),
    "a state is not published": lambda _, body: each(body, lambda x: {**x, "state": "parti"}),
    "a copy says when it was marked": lambda _, body: each(body, lambda x: {**x, "at": "2027-06-01T10:22Z"}),
    "a copy says how long it took": lambda _, body: each(body, lambda x: {**x, "elapsed_seconds": 12}),
}  # fmt: skip


@pytest.mark.parametrize("change", WRONG_SHAPES.values(), ids=WRONG_SHAPES)
def test_a_wrong_shape_is_seen(door_to, some, people, change):
    found = broken(shapes.check(door_to(in_json(change)), some, people[:1]))

    assert set(found) & {"GET /v1/me/lots", "GET /v1/me/lots/{number}", "GET /v1/me/lots/{number}/copies"}


def refused(change):
    return lambda _, answer: change(answer) if answer.is_client_error else answer


WRONG_REFUSALS = {
    "another status": (refused(lambda got: answered(got, status=403)), "401 sans jeton"),
    "everything is open": (lambda _, got: answered(got, status=200), "401 sans jeton"),
    "the unknown falls over": (refused(lambda got: answered(got, status=500)), "404 /v1/copies/{copy_id}"),
    "no sentence": (
        refused(lambda got: answered(got, body={**got.json(), "message": "not found"})),
        "404 adresse qui ne mène à rien",
    ),
    "no name": (
        refused(lambda got: answered(got, body={"message": got.json()["message"]})),
        "401 au nom d’une personne inconnue",
    ),
    "what was sent is repeated": (
        lambda request, got: (
            answered(got, body={**got.json(), "message": f"Non : {request.url}."})
            if got.status_code == 422
            else got
        ),
        "422 /v1/copies/{copy_id}",
    ),
}


@pytest.mark.parametrize(("change", "name"), WRONG_REFUSALS.values(), ids=WRONG_REFUSALS)
def test_a_wrong_refusal_is_seen(door_to, some, change, name):
    assert name in broken(refusing.check(door_to(change), some, PEOPLE[0]))


def as_its_owner(request):
    """A backend that forgets to look who asks."""
    if request.url.path.startswith(("/v1/copies", "/v1/pages", "/v1/lots", "/v1/practical")):
        request.headers["On-Behalf-Of"] = "dec"


def test_a_thing_shown_to_another_is_seen(door_to, some, people):
    found = broken(rights.check(door_to(ask=as_its_owner), some, people))

    assert {"/v1/copies/{copy_id} d’un autre", "/v1/pages/{page_id}/image d’un autre"} <= set(found)
    assert "/v1/practical-sheets/{sheet_id} d’un autre" in found


def test_words_that_tell_the_hidden_from_the_unknown_are_seen(door_to, some, people):
    from connectors.contract.door import NUMBER_OF_NOTHING, UNKNOWN

    def change(request, got):
        is_nothing = str(UNKNOWN) in str(request.url) or NUMBER_OF_NOTHING in str(request.url)
        if got.status_code != 404 or is_nothing:
            return got
        return answered(got, body={"error": "forbidden_copy", "message": "Elle est à un autre."})

    found = broken(rights.check(door_to(change), some, people))

    assert found["/v1/copies/{copy_id} d’un autre"] == "les mots ne sont pas ceux de l’inconnu"


def of_images(change):
    return lambda request, got: change(request, got) if PHOTO.search(request.url.path) else got


def fresh(request, got):
    return answered(got, status=200, content_type="image/jpeg") if got.status_code == 304 else got


WRONG_IMAGES = {
    "no label": (
        of_images(lambda _, got: answered(got, etag="")),
        "l’image s’affiche et porte son étiquette",
    ),
    "always carried": (of_images(fresh), "304 quand elle n’a pas changé"),
    "never carried again": (
        of_images(
            lambda request, got: answered(got, status=304) if "if-none-match" in request.headers else got
        ),
        "200 quand l’étiquette est une autre",
    ),
    "kept by all": (
        of_images(lambda _, got: answered(got, cache_control="public, max-age=3600")),
        "gardée par personne d’autre que le lecteur",
    ),
    "kept for an hour": (
        of_images(lambda _, got: answered(got, cache_control="private, max-age=3600")),
        "gardée par personne d’autre que le lecteur",
    ),
    "open to a label": (
        of_images(
            lambda request, got: answered(got, status=304) if "if-none-match" in request.headers else got
        ),
        "401 sans jeton, même avec la bonne étiquette",
    ),
    "lying about as files": (
        lambda request, got: answered(got, status=200) if request.url.path.endswith(".jpg") else got,
        "nulle autre adresse n’y mène",
    ),
    "a guess that falls over": (
        lambda request, got: answered(got, status=500) if b"%00" in request.url.raw_path else got,
        "nulle autre adresse n’y mène",
    ),
}


@pytest.mark.parametrize(("change", "name"), WRONG_IMAGES.values(), ids=WRONG_IMAGES)
def test_an_image_badly_served_is_seen(door_to, description, people, change, name):
    assert name in broken(images.check(door_to(change), description, people))


def event(number: int, **changed: object) -> dict[str, object]:
    """Signed by the sender of the demonstration."""
    from backend.events import sign

    content = {
        "number": number,
        "id": f"00000000-0000-4000-8000-{number:012}",
        "kind": "copy.hidden",
        "at": "2027-06-01T00:00:00+00:00",
        "data": {"copy_number": "0423", "lot_number": "17"},
        **changed,
    }
    return {**content, "signature": sign(content, SECRET)}


def feeding(events, *, answer=None):
    """A backend whose feed holds these events, and whose other answers are the real ones."""

    def change(request, got):
        if request.url.path != feed.ADDRESS or not got.is_success:
            return got
        after, limit = int(request.url.params["after"]), int(request.url.params.get("limit", 100))
        told = (answer or (lambda after: [one for one in events if one["number"] > after]))(after)
        return answered(got, body={"events": told[:limit], "last": len(events)})

    return change


SOUND = [event(number) for number in (1, 2, 5)]


def test_a_sound_feed_is_green(door_to, description):
    assert broken(feed.check(door_to(feeding(SOUND)), description, SECRET)) == {}


WRONG_FEEDS = {
    "in disorder": (feeding([SOUND[1], SOUND[0]]), "numéros croissants, identifiants uniques"),
    "one identifier for two": (
        feeding([SOUND[0], event(2, id=SOUND[0]["id"])]),
        "numéros croissants, identifiants uniques",
    ),
    "starts anew whatever is asked": (feeding(SOUND, answer=lambda after: SOUND), "rien après le dernier"),
    "forgets what was read": (
        feeding(SOUND, answer=lambda after: SOUND if after == 0 else []),
        "relus de la même façon depuis chaque numéro",
    ),
    "forged": (feeding([SOUND[0], {**SOUND[1], "data": {}}]), "signature de chacun"),
    "to the minute": (
        feeding([event(1, at="2027-06-01T10:22:00+00:00")]),
        "le jour et non l’heure pour une copie ou un lot",
    ),
    "open to all": (
        lambda request, got: answered(got, status=200, body={"events": [], "last": 0}),
        "401 sans jeton",
    ),
}


@pytest.mark.parametrize(("change", "name"), WRONG_FEEDS.values(), ids=WRONG_FEEDS)
def test_a_wrong_feed_is_seen(door_to, description, change, name):
    assert name in broken(feed.check(door_to(change), description, SECRET))


def test_a_backend_that_falls_over_is_seen(door_to, description, people):
    def change(request, got):
        return answered(got, status=500) if b"null" in request.content else got

    found = broken(malformed.check(door_to(change), description, people))

    assert len(found) == 1
    assert "500 à" in next(iter(found.values()))


def test_a_report_is_a_line_a_check_and_a_count(door_to, description, people):
    findings = list(images.check(door_to(), description, people))

    assert all("\n" not in one.line() for one in findings)
    assert findings[0].line() == "conforme   images        l’image s’affiche et porte son étiquette"
    assert summary(findings) == "conforme\u00a0: 6 · écart\u00a0: 0 · sans objet\u00a0: 0"
