"""Events of the backend at the door: signed or refused, taken once, in any order, however they come."""

import json
from uuid import uuid4

import pytest
from pydantic import SecretStr
from sqlmodel import Session, select

from app import backend_events
from app.settings import Environment, Settings, UnsafeSettings, refuse_unsafe
from app.web import ticket_words
from backend import events as backend
from tests.ticketing.conftest import AGENT
from tests.web.rescans.conftest import SECRET
from ticketing import backend_events as registry
from ticketing import timeline
from ticketing.rescan_models import BackendEvent, Rescan
from ticketing.vocabulary import RescanState, TicketState

ADDRESS = "/api/backend-events"
STATES = ("requested", "accepted", "rescanned", "checked", "delivered", "confirmed")


@pytest.fixture
def reported(person, ticket_of):
    return ticket_of(person().flag().ticket_reference)


@pytest.fixture
def story(services, reported):
    """Every event of the page's round, as the backend signs them."""
    with Session(services.engine) as session:
        row = session.exec(select(Rescan)).one()
        item = {
            "id": row.item_id, "copy_id": row.copy_id, "copy_number": row.copy_label, "lot_number": "17",
            "page_number": 3, "references": [reported.reference], "again_of": None,
        }  # fmt: skip
    return [signed(number, item | {"state": state, "step": number}) for number, state in enumerate(STATES, 1)]


def signed(number, data, kind="rescan.moved"):
    content = {
        "number": number, "id": str(uuid4()), "kind": kind, "at": "2026-11-22T10:00:00+00:00", "data": data,
    }  # fmt: skip
    return content | {"signature": backend.sign(content, SECRET)}


def push(browser, *told):
    return browser.post(ADDRESS, content=json.dumps({"events": told}), headers={"Accept": "*/*"}).status_code


def state_of(services):
    with Session(services.engine) as session:
        return session.exec(select(Rescan)).one().state


def taken(services):
    with Session(services.engine) as session:
        return len(session.exec(select(BackendEvent)).all())


def test_late_twice_and_in_disorder_they_end_in_one_state(services, browser, story, reported, ticket_of):
    late = [story[5], story[1], story[4]]

    answers = [push(browser, *late), push(browser, *late), push(browser, *story), push(browser, story[0])]

    assert answers == [204] * 4
    assert state_of(services) is RescanState.CONFIRMED
    assert ticket_of(reported.reference).state is TicketState.RESOLVED
    assert taken(services) == len(story)


FORGERIES = (
    lambda one: one | {"data": one["data"] | {"state": "confirmed"}},
    lambda one: one | {"number": one["number"] + 1},
    lambda one: one | {"id": str(uuid4())},
    lambda one: one | {"at": "2026-11-23T10:00:00+00:00"},
    lambda one: one | {"kind": "lot.reassigned"},
    lambda one: one | {"signature": "0" * 64},
    lambda one: {name: one[name] for name in one if name != "signature"},
)


def test_a_forged_event_is_refused_with_all_that_comes_along(services, browser, story, capsys):
    before = state_of(services)

    answers = [push(browser, story[1], forge(story[4])) for forge in FORGERIES]

    assert answers == [403] * len(FORGERIES)
    assert (state_of(services), taken(services)) == (before, 0)
    with Session(services.engine) as session:
        assert registry.count_refused(session) == len(FORGERIES)
    logged = "".join(capsys.readouterr())
    assert "0423" not in logged, "a refused event is counted, its words are not kept"


def test_what_is_no_bundle_of_events_is_refused(browser):
    bodies = ("", "[]", "{}", '{"events": []}', '{"events": [1]}', '{"events": "x"}', "nul", "\xff")

    assert {browser.post(ADDRESS, content=body).status_code for body in bodies} == {403}


def test_a_bundle_that_is_too_large_is_not_read(services, browser):
    assert browser.post(ADDRESS, content=" " * (services.settings.body_bytes + 1)).status_code == 413


def test_what_concerns_no_ticket_or_has_lost_its_shape_is_passed_over(services, browser, story):
    strange = [
        signed(7, {"copy_id": "c", "lot_id": "l"}, kind="copy.hidden"),
        signed(8, {"id": "x"}),
        signed(9, {}, kind="lot.reassigned"),
        signed(10, story[4]["data"] | {"id": "another", "references": ["P-1999-000001"], "copy_id": "c"}),
        signed(11, {}, kind="of.another.time"),
    ]

    assert push(browser, *strange) == 204
    assert taken(services) == len(strange)
    assert state_of(services) is RescanState.REQUESTED


def test_what_was_pushed_is_not_taken_again_when_it_is_pulled(
    services, browser, core, centre, pull, reported
):
    (item,) = centre.items()
    centre.accept(item)
    feed = core.get("/v1/events", headers={"Authorization": "Bearer jeton"}).json()["events"]

    assert push(browser, *feed) == 204
    before = taken(services)
    pull()
    pull()

    assert (taken(services), before) == (len(feed), len(feed))
    with Session(services.engine) as session:
        assert registry.position(session) == feed[-1]["number"]


def test_a_feed_signed_with_another_secret_is_left_where_it_is(services, reported, core, monkeypatch):
    monkeypatch.setattr(services.settings, "events_secret", SecretStr("un autre secret"))

    assert backend_events.pull(services, now=reported.opened_at) == 0

    with Session(services.engine) as session:
        assert registry.position(session) == 0
        assert registry.count_refused(session) > 0


def test_production_refuses_the_secret_of_the_demonstration():
    others = {name: SecretStr("x" * 40) for name in ("secret", "service_token", "handover_secret")}

    with pytest.raises(UnsafeSettings) as refused:
        refuse_unsafe(Settings(env=Environment.PRODUCTION, _env_file=None, **others))

    assert refused.value.names == ["PERMANENCE_EVENTS_SECRET"]


def test_a_reminder_reaches_the_desk_even_before_the_step_it_is_about(
    services, browser, story, reported, ticket_of
):
    accepted, late = story[1], signed(50, story[1]["data"], kind="rescan.late")

    assert push(browser, late, late, accepted) == 204

    ticket = ticket_of(reported.reference)
    assert ticket.priority < reported.priority
    with Session(services.engine) as session:
        history = [ticket_words.what(entry) for entry in timeline.history(session, ticket, AGENT)]
    assert [line for line in history if "relancé" in line] == [
        "Page\u00a03\u00a0: centre relancé, la page n’est pas revenue"
    ]
