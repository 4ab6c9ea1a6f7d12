"""Who else has a ticket open: told on its page and in the list, at load and while they are open."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import Session

from app.accounts import find_account
from app.windows import Pace, Windows
from app.worker import Worker
from tests.web.desk_fixtures import read
from tests.web.test_stream import open_window, served, until  # noqa: F401  a fixture
from ticketing import presence, tickets
from ticketing.console_models import Presence


@pytest.fixture
def is_there(services):
    def there(reference, account="agent-b", *, writes=False, left=False, at=None):
        with Session(services.engine) as session, session.begin():
            caller = find_account(account).caller()
            ticket = tickets.get(session, reference, caller)
            if left:
                presence.leave(session, ticket, caller)
            else:
                presence.note(session, ticket, caller, now=at or datetime.now(UTC), writes=writes)

    return there


def test_opening_a_ticket_is_told_to_the_next_colleague_at_load_and_in_the_list(
    sign_in_as, open_report, stored
):
    reference = open_report()
    first = read(sign_in_as("agent-a").get(f"/desk/{reference}"))
    assert "Aussi ouverte" not in first

    other = sign_in_as("agent-b")

    assert "Aussi ouverte par Agente d’assistance." in read(other.get(f"/desk/{reference}"))
    assert "Ouverte\xa0: Agente d’assistance" in read(other.get("/desk?view=open"))
    assert {row.person_id for row in stored(Presence)} == {"agent-a", "agent-b"}


def test_a_page_says_that_it_is_written_on_then_left(sign_in_as, open_report, stored):
    reference = open_report()
    agent = sign_in_as("agent-b")

    assert agent.post(f"/desk/{reference}/presence", data={"doing": "writing"}).status_code == 204
    page = read(sign_in_as("agent-a").get(f"/desk/{reference}"))
    assert "Agent d’assistance écrit en ce moment." in page

    sign_in_as("agent-b").post(f"/desk/{reference}/presence", data={"doing": "left"})
    assert [row.person_id for row in stored(Presence)] == ["agent-a"]


def test_its_reporter_is_told_of_nobody_and_seen_by_nobody(sign_in_as, open_report, is_there, stored):
    reference = open_report(account="agent-a")
    is_there(reference, "agent-b", writes=True)

    page = read(sign_in_as("agent-a").get(f"/desk/{reference}"))

    assert "écrit en ce moment" not in page
    assert [row.person_id for row in stored(Presence)] == ["agent-b"]


def test_the_worker_erases_what_is_over(services, open_report, is_there, stored):
    now = datetime.now(UTC)
    is_there(open_report(), at=now - timedelta(minutes=5))

    Worker(services)._forget_who_left(now)

    assert stored(Presence) == []


@pytest.fixture
def site(services):
    quick = Windows(Pace(beat=0.3, check=0.3, look=0.05))
    with served(replace(services, desk_windows=quick)) as address:
        yield address


def test_an_open_desk_hears_who_comes_writes_and_leaves(open_window, open_report, is_there):  # noqa: F811
    reference = open_report()
    window = open_window("agent-a")
    window.address = "/desk/stream?view=open&"
    window.listen(0)
    until(lambda: window.contents("counts"))

    is_there(reference)
    until(lambda: window.contents("presence"))
    told = {"said": "Aussi ouverte par Agent d’assistance.", "short": "Agent d’assistance", "writes": False}
    assert window.contents("presence") == [{reference: told}]

    is_there(reference, writes=True)
    until(lambda: len(window.contents("presence")) == 2)
    assert window.contents("presence")[-1][reference]["writes"] is True

    is_there(reference, left=True)
    until(lambda: len(window.contents("presence")) == 3)
    assert window.contents("presence")[-1] == {}
    assert len(window.contents("counts")) == 1  # nothing was counted again for that


def test_the_desk_of_another_team_hears_nothing_of_it(open_window, open_report, is_there):  # noqa: F811
    reference = open_report()
    office, agent = open_window("dec"), open_window("agent-a")
    for window in (office, agent):
        window.address = "/desk/stream?view=open&"
        window.listen(0)
        until(lambda window=window: window.contents("counts"))

    is_there(reference)
    until(lambda: agent.contents("presence"))

    assert office.contents("presence") == []
