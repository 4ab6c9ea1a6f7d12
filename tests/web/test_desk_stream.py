"""What reaches an open list of the desk, over a real connection: references and numbers, never a word."""

import time
from dataclasses import replace

import pytest
from sqlmodel import Session

from app.windows import Pace, Windows
from tests.web.test_stream import open_window, served, until  # noqa: F401  a fixture
from ticketing import queues
from ticketing.vocabulary import Kind


@pytest.fixture
def site(services):
    quick = Windows(Pace(beat=0.3, check=0.3, look=0.05))
    with served(replace(services, desk_windows=quick)) as address:
        yield address


@pytest.fixture
def open_list(open_window, services):  # noqa: F811
    def open_it(account="agent-a", query="view=open", after=None, **how):
        with Session(services.reading) as session:
            last = queues.last_event(session)
        window = open_window(account)
        window.address = f"/desk/stream?{query}&"
        return window.listen(last if after is None else after, **how)

    return open_it


def told(window):
    return [one for content in window.contents("tickets") for one in content]


def test_a_new_ticket_and_a_reply_reach_the_open_list_without_their_words(open_list, open_report, desk_says):
    listing = open_list()
    until(lambda: listing.contents("counts"))
    assert told(listing) == []
    assert listing.contents("counts")[0]["here"] == 0

    reference = open_report()
    until(lambda: told(listing))
    assert told(listing)[0]["reference"] == reference
    assert told(listing)[0]["here"] is True
    until(lambda: listing.contents("counts")[-1]["here"] == 1)

    version = told(listing)[-1]["version"]
    desk_says(reference, "La page est demandée au centre.")
    until(lambda: told(listing)[-1]["version"] > version)
    assert "demandée" not in str(listing.heard)
    assert "floue" not in str(listing.heard)


def test_a_list_is_told_what_it_holds_and_its_reader_only_what_she_may_see(open_list, open_report):
    narrowed = open_list(query="view=open&kind=question")
    office = open_list("dec")

    for fields in ({}, {"kind": Kind.QUESTION, "defect": None, "links": (), "text": "Quel tarif ?"}):
        open_report(**fields)
    until(lambda: len(told(narrowed)) == 2)

    assert sorted(one["here"] for one in told(narrowed)) == [False, True]
    time.sleep(0.3)
    assert told(office) == []


def test_a_cut_list_resumes_where_it_was(open_list, open_report):
    listing = open_list()
    first = open_report()
    until(lambda: told(listing))
    last = next(number for kind, number, _ in listing.heard if kind == "tickets")
    listing.close()
    second = open_report(page=4)

    resumed = open_list(after=0, last_event_id=last)
    until(lambda: told(resumed))

    assert [one["reference"] for one in told(resumed)] == [second] != [first]


def test_an_open_list_holds_neither_a_connection_to_the_database_nor_a_thread(open_list, services):
    windows = [open_list() for _ in range(4)]
    until(lambda: all(window.contents("counts") for window in windows))
    time.sleep(0.2)

    assert services.engine.pool.checkedout() == 0
