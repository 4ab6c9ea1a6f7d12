"""Who asks for a page again, who answers, who sees it, and what is kept of it."""

import pytest
from sqlmodel import select

from backend import database
from backend.demo.seed import copy_id, lot_id
from backend.models import Copy, Lot, LotState, OutgoingEvent
from backend.scanning.models import RescanStep
from tests.backend.rescanning import BLURRED, ask, post, send, sheet, told


def test_the_same_page_asked_for_twice_is_one_item_with_two_references(corrector, as_person, session):
    first = ask(corrector)
    second = ask(as_person("agent-a"), reference="P-2027-000002", page_id=None)

    assert second["id"] == first["id"]
    assert second["references"] == ["P-2027-000001", "P-2027-000002"]
    assert told(session) == [("requested", 1)]


def test_one_open_order_holds_the_pages_of_a_lot(corrector, operator):
    first = ask(corrector)
    other = ask(corrector, copy_id=str(copy_id(17, 428)), page_number=2, page_id=None, defect="trop_clair")
    elsewhere = ask(corrector, copy_id=str(copy_id(23, 601)), page_number=1, page_id=None)

    assert first["order_number"] == other["order_number"] == "R-2027-000001"
    assert elsewhere["order_number"] == "R-2027-000002"
    orders = operator.get("/v1/centres/CAL13/orders").json()
    assert [(order["lot_number"], len(order["items"]), order["open"]) for order in orders] == [
        ("17", 2, True),
        ("23", 1, True),
    ]
    for item in (first, other):
        post(operator, f"/{item['id']}/refuse", json={"reason": "paper_lost"})
    assert ask(corrector, page_number=4, page_id=None)["order_number"] == "R-2027-000003"


@pytest.mark.parametrize(
    ("person", "address", "sent", "error"),
    [
        ("chef-centre", "/accept", None, "operator_needed"),
        ("correctrice-bts", "/accept", None, "operator_needed"),
        ("correctrice-bts", "/refuse", {"reason": "paper_lost"}, "operator_needed"),
        ("numerisation", "/confirm", {"readable": True}, "holder_needed"),
        ("agent-a", "/confirm", {"readable": True}, "holder_needed"),
        ("correcteur-bts-2", "/confirm", {"readable": True}, "rescan_item_not_found"),
        ("deleguee", "/accept", None, "rescan_item_not_found"),
    ],
)
def test_each_step_belongs_to_one_role(as_person, accepted, person, address, sent, error):
    answer = post(as_person(person), f"/{accepted['id']}{address}", json=sent)

    assert answer.json()["error"] == error


def test_the_centre_asks_nobody_and_a_locked_lot_is_closed(as_person, operator, engine):
    answer = post(operator, "", json=BLURRED)
    with database.writing(engine) as session:
        session.get_one(Lot, lot_id(17)).state = LotState.LOCKED
    locked = post(as_person("correctrice-bts"), "", json=BLURRED)

    assert (answer.status_code, answer.json()["error"]) == (403, "rescan_not_allowed")
    assert (locked.status_code, locked.json()["error"]) == (409, "rescan_of_locked_lot")
    assert "circulaire" in locked.json()["message"]


def test_the_orders_of_a_centre_are_for_its_own_people(as_person, corrector):
    ask(corrector)

    assert as_person("chef-centre").get("/v1/centres/CAL13/orders").status_code == 200
    assert as_person("dec").get("/v1/centres/CAL13/orders").status_code == 200
    assert corrector.get("/v1/centres/CAL13/orders").status_code == 404
    assert as_person("numerisation").get("/v1/centres/GAR13/orders").status_code == 404


def test_a_hidden_copy_leaves_the_centre_s_orders(corrector, operator, as_person, engine):
    item = ask(corrector)
    with database.writing(engine) as session:
        session.get_one(Copy, copy_id(17, 423)).is_hidden = True

    assert operator.get("/v1/centres/CAL13/orders").json() == []
    assert operator.get(f"/v1/rescan-items/{item['id']}").status_code == 404
    assert operator.get(f"/v1/rescan-items/{item['id']}/pictures/old").status_code == 404


def test_what_the_corrector_does_keeps_its_day_and_not_its_hour(corrector, operator, accepted, session):
    send(operator, accepted, sheet(session))
    post(corrector, f"/{accepted['id']}/confirm", json={"readable": True})

    session.rollback()
    steps = session.exec(select(RescanStep).order_by(RescanStep.step)).all()
    told = session.exec(select(OutgoingEvent).order_by(OutgoingEvent.number)).all()
    hours = {(step.by, step.at.hour + step.at.minute + step.at.second) for step in steps}
    assert {hour for by, hour in hours if by == "holder"} == {0}
    assert [step.at for step in steps] == [event.at for event in told]
