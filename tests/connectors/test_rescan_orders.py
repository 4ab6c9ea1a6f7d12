"""What a request to the backend may end in: taken, to try again, or refused for good."""

import httpx
import pytest

from connectors.rescan_orders import BrokenContract, Refused, RescanOrders, item_of, told_of
from ticketing.outbox import TemporaryFailure
from ticketing.rescan_models import Rescan
from ticketing.vocabulary import RescanState

ITEM = {
    "id": "i-1", "copy_id": "c-1", "copy_number": "0423", "lot_number": "17", "page_number": 3,
    "page_id": "p-3",
    "references": ["P-2026-000001"], "state": "requested", "step": 1, "until": "2026-11-26T10:00:00Z",
    "order_number": "R-2027-000012", "defect": "flou", "zone": None, "again_of": None, "of_tomorrow": True,
}  # fmt: skip
ROW = Rescan(
    number=1, copy_id="c-1", copy_label="0423", lot_label="17", page_id="p-3", page_number=3, defect="flou",
)  # fmt: skip


def orders(respond):
    return RescanOrders("http://backend.test", "jeton", httpx.MockTransport(respond))


def ask(respond):
    return orders(respond).ask("correctrice-bts", ROW, "P-2026-000001", key="k-1")


def test_it_is_asked_on_behalf_of_the_reporter_and_once_for_a_key():
    seen = {}

    def respond(request):
        seen.update(request.headers)
        return httpx.Response(200, json=ITEM)

    item = ask(respond)

    assert (seen["on-behalf-of"], seen["idempotency-key"]) == ("correctrice-bts", "k-1")
    assert (item.state, item.step, item.order_number) == (RescanState.REQUESTED, 1, "R-2027-000012")
    assert item.until.tzinfo is not None


@pytest.mark.parametrize(
    "answer",
    [
        httpx.Response(500), httpx.Response(503), httpx.Response(429), httpx.Response(401),
        httpx.Response(200, text="<html>"), httpx.Response(200, json={}), httpx.Response(200, json=[1]),
        httpx.Response(200, json=ITEM | {"state": "lost in the post"}), httpx.ConnectError("no"),
        httpx.ReadTimeout("late"),
    ],
)  # fmt: skip
def test_what_may_pass_is_tried_again(answer):
    def respond(request):
        if isinstance(answer, Exception):
            raise answer
        return answer

    with pytest.raises(TemporaryFailure):
        ask(respond)


def test_a_refusal_comes_with_its_sentence():
    with pytest.raises(Refused) as refused:
        ask(lambda _: httpx.Response(409, json={"error": "x", "message": "Le lot est verrouillé."}))

    assert (refused.value.status, refused.value.sentence) == (409, "Le lot est verrouillé.")
    with pytest.raises(Refused) as silent:
        ask(lambda _: httpx.Response(404, text="Not found"))
    assert silent.value.sentence is None


@pytest.mark.parametrize("body", [None, [], "x", {}, ITEM | {"step": "soon"}, ITEM | {"references": None}])
def test_what_is_no_item_is_not_taken_for_one(body):
    with pytest.raises(BrokenContract):
        item_of(body)


@pytest.mark.parametrize(
    "body", [None, [], {}, {"number": "1", "id": "x", "kind": "k", "at": "a", "data": {}, "signature": ""}]
)
def test_what_is_no_event_is_not_taken_for_one(body):
    with pytest.raises(BrokenContract):
        told_of(body)


def test_checks_and_events_are_read():
    def respond(request):
        if request.url.path == "/v1/events":
            return httpx.Response(200, json={"events": [], "last": 4})
        return httpx.Response(200, json={"version": 1, "method_version": 3, "findings": [], "sound": True})

    assert orders(respond).checks("correctrice-bts", "p-3").sound
    assert orders(respond).events(4) == []
