"""Pages scanned again: sent, measured, put in their place or sent back with why."""

import io
from datetime import timedelta
from uuid import UUID

import numpy as np
import pytest
from PIL import Image

from backend import database, events
from backend.scanning import clock
from backend.scanning.models import RescanItem
from tests.backend.conftest import NOW
from tests.backend.rescanning import BLURRED, ask, post, send, sheet, told


def test_a_blurred_page_comes_back_readable_and_the_old_one_is_kept(corrector, operator, accepted, session):
    found = corrector.get(f"/v1/pages/{BLURRED['page_id']}/checks").json()
    delivered = send(operator, accepted, sheet(session)).json()
    confirmed = post(corrector, f"/{accepted['id']}/confirm", json={"readable": True}).json()

    assert not found["sound"]
    assert [one["defect"] for one in found["findings"]] == ["flou"]
    assert found["findings"][0]["explanation"].startswith("L’écriture est floue : 0,")
    assert (delivered["state"], delivered["new_version"], delivered["faults"]) == ("delivered", 2, [])
    assert (confirmed["state"], confirmed["step"]) == ("confirmed", 6)
    page = corrector.get(f"/v1/pages/{BLURRED['page_id']}").json()
    assert page["version"] == 2
    assert corrector.get(f"/v1/pages/{BLURRED['page_id']}/checks").json()["sound"]
    new = corrector.get(f"/v1/pages/{BLURRED['page_id']}/image")
    old = corrector.get(f"/v1/rescan-items/{accepted['id']}/pictures/old")
    assert new.headers["content-type"] == old.headers["content-type"] == "image/jpeg"
    assert new.content != old.content
    assert told(session) == [
        ("requested", 1),
        ("accepted", 2),
        ("rescanned", 3),
        ("checked", 4),
        ("delivered", 5),
        ("confirmed", 6),
    ]


def test_where_a_defect_is_can_be_seen(corrector):
    address = f"/v1/pages/{BLURRED['page_id']}/checks"

    picture = corrector.get(f"{address}/blur/picture")

    assert Image.open(io.BytesIO(picture.content)).format == "PNG"
    assert corrector.get(f"{address}/stain/picture").status_code == 404


@pytest.mark.parametrize(
    ("sheets", "why"),
    [
        ({"copy": 424}, "est celle de la copie 0424, pas de la copie 0423 (circulaire BTS"),
        ({"page": 2}, "C’est la page 2 de la copie, pas la page 3."),
        ({"lot": 18, "copy": 460}, "d’une copie d’un autre lot"),
    ],
)
def test_the_wrong_sheet_is_refused_with_why_and_asked_for_again(operator, accepted, session, sheets, why):
    answer = send(operator, accepted, sheet(session, **sheets)).json()

    assert answer["state"] == "accepted"
    assert answer["step"] == accepted["step"] + 3
    assert why in answer["faults"][0]
    assert answer["new_version"] is None


def test_a_new_page_as_bad_as_the_old_one_is_refused_at_once(operator, accepted, session):
    old = operator.get(f"/v1/rescan-items/{accepted['id']}/pictures/old").content

    answer = send(operator, accepted, old).json()

    assert answer["state"] == "accepted"
    assert answer["faults"] == [answer["checks"][0]["explanation"]]
    assert operator.get(f"/v1/pages/{BLURRED['page_id']}").json()["version"] == 1


def test_what_is_no_page_is_refused_in_words_and_moves_nothing(operator, accepted, session):
    bomb = io.BytesIO()
    Image.fromarray(np.zeros((9000, 9000), np.uint8)).save(bomb, "PNG")
    several = io.BytesIO()
    page = Image.open(io.BytesIO(sheet(session)))
    page.save(several, "TIFF", save_all=True, append_images=[page])
    sent = [
        (b"", "vide"),
        (b"MZ\x90\x00 un programme", "ni un PDF"),
        (sheet(session)[:20000], "abîmé"),
        (b"%PDF-1.7 presque rien", "abîmé"),
        (bomb.getvalue(), "se déplie"),
        (several.getvalue(), "plusieurs pages"),
        (b"0" * 30_000_001, "trop lourd"),
    ]

    answers = [send(operator, accepted, content) for content, _ in sent]

    assert [answer.status_code for answer in answers] == [422] * 6 + [413]
    for answer, (_, word) in zip(answers, sent, strict=True):
        assert word in answer.json()["message"]
    assert operator.get(f"/v1/rescan-items/{accepted['id']}").json() == accepted


@pytest.mark.parametrize("form", ["PNG", "TIFF", "PDF"])
def test_a_page_is_read_in_each_form(operator, accepted, session, form):
    content = io.BytesIO()
    Image.open(io.BytesIO(sheet(session))).save(content, form, resolution=109)

    assert send(operator, accepted, content.getvalue()).json()["state"] == "delivered"


def test_a_page_still_unreadable_is_asked_for_again_under_a_new_item(
    corrector, operator, accepted, session, engine
):
    ask(corrector, reference="P-2027-000002")
    send(operator, accepted, sheet(session))

    again = post(corrector, f"/{accepted['id']}/confirm", json={"readable": False}).json()

    assert again["references"] == ["P-2027-000001", "P-2027-000002"], "both reports go on with the new item"

    assert (again["state"], again["again_of"], again["old_version"]) == ("requested", accepted["id"], 2)
    late = post(corrector, f"/{accepted['id']}/confirm", json={"readable": True})
    assert (late.status_code, late.json()["error"]) == (409, "move_refused")
    with database.writing(engine) as writing:
        clock.advance(writing, NOW + timedelta(days=3))
        assert writing.get_one(RescanItem, UUID(accepted["id"])).state == "delivered"


def test_a_missing_page_takes_its_number_and_moves_the_others(corrector, operator, session):
    item = ask(corrector, page_id=None, defect="page_manquante", page_number=5)
    post(operator, f"/{item['id']}/accept")

    delivered = send(operator, item, sheet(session, page=4, says=5)).json()

    assert delivered["faults"] == []
    copy = corrector.get(f"/v1/copies/{BLURRED['copy_id']}").json()
    assert [page["number"] for page in copy["pages"]] == [1, 2, 3, 4, 5]
    assert copy["pages"][4]["id"] == delivered["page_id"]


def test_time_alone_recalls_expires_and_confirms(corrector, operator, accepted, session, engine):
    waiting = ask(corrector, page_number=4, page_id=None)
    send(operator, accepted, sheet(session))

    def after(hours):
        with database.writing(engine) as writing:
            clock.advance(writing, NOW + timedelta(hours=hours))
        states = (operator.get(f"/v1/rescan-items/{one['id']}").json() for one in (accepted, waiting))
        return [state["state"] for state in states]

    assert after(2) == ["delivered", "requested"]
    assert after(47) == ["delivered", "requested"]
    assert after(55) == ["confirmed", "requested"]
    session.rollback()
    assert session.get(RescanItem, UUID(waiting["id"])).is_late
    (recalled,) = [event for event in events.feed(session) if event.kind == "rescan.late"]
    assert (recalled.data["id"], recalled.data["state"]) == (waiting["id"], "requested")
    assert after(125) == ["confirmed", "expired"]
    assert after(200) == ["confirmed", "expired"]


def test_an_upload_sent_twice_is_done_once(operator, accepted, session):
    content = {"files": {"file": ("page.jpg", sheet(session))}, "headers": {"Idempotency-Key": "same"}}

    answers = [operator.post(f"/v1/rescan-items/{accepted['id']}/upload", **content) for _ in range(2)]

    assert answers[0].json() == answers[1].json()
    assert answers[0].json()["state"] == "delivered"
