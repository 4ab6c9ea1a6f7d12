"""Annotations and the arrangement of pages: kept as drawn, once, and following the page they are on."""

import json
from uuid import UUID, uuid1, uuid4

import cv2
import numpy as np
import pytest
from hypothesis import given, settings, strategies
from sqlmodel import func, select

from backend.demo.seed import copy_id, page_id
from backend.marking.annotations import Box
from backend.marking.models import Annotation
from backend.models import OutgoingEvent
from tests.backend.marking import COPY, PAGES, Corrector, box


@pytest.fixture
def corrector(as_person):
    return Corrector(as_person("correctrice-bts"))


def test_an_annotation_sent_twice_is_kept_once(corrector, session):
    identity = uuid4()

    first, again = (corrector.annotate(identity=identity) for _ in range(2))

    assert first.status_code == again.status_code == 200
    assert first.json() == again.json()
    assert [drawn["id"] for drawn in corrector.work()["annotations"]] == [str(identity)]
    assert session.exec(select(func.count()).select_from(Annotation)).one() == 1


def test_an_annotation_sent_again_with_other_words_is_changed(corrector):
    identity = uuid4()
    corrector.annotate(identity=identity)

    corrector.annotate(identity=identity, kind="highlight", text="")

    (drawn,) = corrector.work()["annotations"]
    assert (drawn["kind"], drawn["text"], drawn["box"]) == ("highlight", "", box())


def test_an_annotation_removed_twice_is_gone(corrector):
    identity = uuid4()
    corrector.annotate(identity=identity)

    address = f"/v1/copies/{COPY}/annotations/{identity}"
    assert [corrector.caller.delete(address).status_code for _ in range(2)] == [204, 204]
    assert corrector.work()["annotations"] == []


def test_annotations_come_in_the_order_of_the_page_and_not_of_the_pen(corrector):
    for top, page in [(0.9, 2), (0.1, 2), (0.5, 0), (0.2, 0)]:
        corrector.annotate(page=PAGES[page], box=box(top=top, bottom=top + 0.05), text=f"{page}/{top}")

    assert [drawn["text"] for drawn in corrector.work()["annotations"]] == [
        "0/0.2",
        "0/0.5",
        "2/0.1",
        "2/0.9",
    ]


@pytest.mark.parametrize(
    "change",
    [
        {"identity": uuid1()},  # made from a clock
        {"identity": UUID(int=7)},
        {"page": page_id(17, 424, 1)},  # another copy's
        {"page": uuid4()},
        {"box": box(left=0.5, right=0.5)},
        {"box": box(top=0.9, bottom=0.2)},
    ],
)
def test_an_annotation_off_the_page_or_numbered_by_a_clock_is_refused(corrector, change):
    answer = corrector.annotate(**change)

    assert (answer.status_code, answer.json()["error"]) == (422, "annotation_refused")
    assert corrector.work()["annotations"] == []


@pytest.mark.parametrize(
    "change", [{"box": box(left=-0.1)}, {"box": box(right=1.2)}, {"kind": "insult"}, {"text": "x" * 2001}]
)
def test_a_malformed_annotation_is_refused(corrector, change):
    assert corrector.annotate(**change).json()["error"] == "malformed_request"


@pytest.mark.parametrize("value", ["NaN", "Infinity", "1e400"])
def test_a_box_that_is_no_number_is_refused(corrector, value):
    drawn = {"page_id": str(PAGES[0]), "kind": "tick", "box": box(), "text": ""}
    content = json.dumps(drawn).replace("0.1", value)

    answer = corrector.caller.put(
        f"/v1/copies/{COPY}/annotations/{uuid4()}",
        content=content,
        headers={"Content-Type": "application/json"},
    )

    assert answer.status_code == 422


def test_one_number_on_two_copies_is_two_annotations(corrector):
    identity = uuid4()
    corrector.annotate(identity=identity)
    corrector.annotate(copy_id(17, 424), identity=identity, page=page_id(17, 424, 1), text="Autre.")

    assert corrector.work()["annotations"][0]["text"] == "Bien vu."


def test_pages_are_put_in_order_and_turned_without_any_ticket(corrector, session):
    order = [(PAGES[1], 0), (PAGES[0], 90), (PAGES[3], 180), (PAGES[2], 0)]

    answer = corrector.arrange(order)

    assert [page["id"] for page in answer.json()["pages"]] == [str(page) for page, _ in order]
    pages = corrector.work()["pages"]
    assert [(page["number"], page["turn"]) for page in pages] == [(1, 0), (2, 90), (3, 180), (4, 0)]
    assert (pages[1]["width"], pages[1]["height"]) == (pages[0]["height"], pages[0]["width"])
    event = session.exec(select(OutgoingEvent)).one()
    assert (event.kind, event.data["copy_number"]) == ("copy.arranged", "0423")
    assert (event.at.hour, event.at.minute, event.at.second) == (0, 0, 0)


def test_the_same_arrangement_again_tells_nobody(corrector, session):
    same = [(page, 0) for page in PAGES]
    corrector.arrange(same)
    swapped = [(PAGES[1], 0), (PAGES[0], 0), *same[2:]]
    for _ in range(3):
        corrector.arrange(swapped)

    assert session.exec(select(func.count()).select_from(OutgoingEvent)).one() == 1


@pytest.mark.parametrize(
    "pages",
    [[], PAGES[:3], [*PAGES, PAGES[0]], [*PAGES[:3], PAGES[0]], [*PAGES[:3], page_id(17, 424, 1)]],
)
def test_an_order_without_each_page_once_is_refused(corrector, pages):
    answer = corrector.arrange([(page, 0) for page in pages])

    assert (answer.status_code, answer.json()["error"]) == (422, "pages_incomplete")
    assert corrector.arrange([(page, 45) for page in PAGES]).status_code == 422


def test_an_image_is_served_turned_and_known_by_another_etag(corrector):
    address = f"/v1/pages/{PAGES[0]}/image"

    def look():
        answer = corrector.caller.get(address)
        pixels = cv2.imdecode(np.frombuffer(answer.content, np.uint8), cv2.IMREAD_GRAYSCALE)
        return answer.headers["etag"], pixels.astype(int)

    before = look()
    corrector.arrange([(PAGES[0], 90), *((page, 0) for page in PAGES[1:])])
    after = look()

    assert before[0] != after[0]
    assert after[1].shape == before[1].shape[::-1]
    assert np.abs(np.rot90(before[1], -1) - after[1]).mean() < 3
    assert corrector.caller.get(address, headers={"If-None-Match": after[0]}).status_code == 304


def test_an_annotation_follows_the_page_it_is_on(corrector):
    corrector.annotate(page=PAGES[0], box=box(0.1, 0.2, 0.3, 0.25))

    corrector.arrange([(PAGES[1], 0), (PAGES[0], 90), *((page, 0) for page in PAGES[2:])])

    (drawn,) = corrector.work()["annotations"]
    assert drawn["page_id"] == str(PAGES[0])
    assert drawn["box"] == pytest.approx(box(0.75, 0.1, 0.8, 0.3))


shares = strategies.floats(0, 1)


@given(shares, shares, shares, shares, strategies.sampled_from([0, 90, 180, 270]))
@settings(max_examples=100, deadline=None)
def test_a_box_turned_and_turned_back_is_where_it_was(left, top, right, bottom, degrees):
    drawn = Box(min(left, right), min(top, bottom), max(left, right), max(top, bottom))

    turned = drawn.turned(degrees)
    back = turned.turned(360 - degrees)

    assert (back.left, back.top, back.right, back.bottom) == pytest.approx(
        (drawn.left, drawn.top, drawn.right, drawn.bottom), abs=1e-9
    )
    assert turned.left <= turned.right
    assert turned.top <= turned.bottom
