"""The private address for a calendar program: made, shown once, renewed, revoked; and what it gives."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime
from html import unescape

import icalendar
import pytest
from sqlmodel import Session, select

from app.models import CalendarLink, CalendarTold
from assistant.personal import RecordsUnavailable
from knowledge import circulars

RECTIFICATIF = "aix-marseille_2027_bts-rectificatif-lotanet.txt"


@pytest.fixture
def owner(sign_in_as, publish_samples):
    publish_samples()
    return sign_in_as("correctrice-bts")


def make_link(browser):
    page = browser.post("/calendar/link")
    assert page.status_code == 200
    return re.search(r'value="http://[^/"]+(/calendar/[^"]+\.ics)"', unescape(page.text)).group(1)


def read(browser, address):
    answer = browser.get(address)
    assert answer.status_code == 200, answer.text
    return icalendar.Calendar.from_ical(answer.content)


def events(calendar):
    return {str(one["uid"]): one for one in calendar.walk("VEVENT")}


def the(calendar, words):
    (found,) = [
        one for one in calendar.walk("VEVENT") if words in str(one["summary"]) + str(one["description"])
    ]
    return found


LIMIT = "avant : mardi 8 juin 2027 à 12\u00a0h → maintenant : jeudi 10 juin 2027 à 16\u00a0h".replace(
    " :", "\u00a0:"
)


def test_the_address_is_shown_once_and_only_its_hash_is_kept(owner, services):
    address = make_link(owner)
    secret = address.removeprefix("/calendar/").removesuffix(".ics")

    assert len(secret) >= 40
    assert secret not in owner.get("/calendar").text
    with Session(services.engine) as session:
        (link,) = session.exec(select(CalendarLink)).all()
    assert secret not in link.model_dump_json()


def test_the_file_is_what_a_calendar_program_expects(owner, browser):
    answer = owner.get(make_link(owner))

    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    calendar = icalendar.Calendar.from_ical(answer.content)
    assert (str(calendar["version"]), str(calendar["method"])) == ("2.0", "PUBLISH")
    assert [str(zone["tzid"]) for zone in calendar.walk("VTIMEZONE")] == ["Europe/Paris"]
    assert all(len(line) <= 75 for line in answer.content.split(b"\r\n"))
    for event in calendar.walk("VEVENT"):
        assert {"UID", "DTSTAMP", "DTSTART", "SUMMARY", "SEQUENCE"} <= set(event)


def test_hours_are_those_of_paris_and_whole_days_are_days(owner):
    calendar = read(owner, make_link(owner))

    meeting = the(calendar, "harmonisation se tient à distance")
    assert meeting["dtstart"].dt.isoformat() == "2027-06-03T14:30:00+02:00"
    assert str(meeting["dtstart"].params["TZID"]) == "Europe/Paris"
    validation = the(calendar, "Épreuves de remplacement")
    assert (validation["dtstart"].dt, validation["dtend"].dt) == (date(2027, 9, 20), date(2027, 10, 16))


def test_it_is_read_without_signing_in_and_tells_nothing_of_the_account(owner):
    address = make_link(owner)
    owner.cookies.clear()

    text = owner.get(address).content.replace(b"\r\n ", b"").decode()

    assert "Lot 17 à rendre" in text
    for secret in (
        "correctrice-bts",
        "Correctrice",
        "copies à corriger",
        "csrf",
        address.split("/")[-1][:20],
    ):
        assert secret not in text.replace("correction", "")


def test_a_moved_deadline_keeps_its_event_and_says_what_it_was(owner, publish_samples, services):
    with Session(services.engine) as session, session.begin():
        circulars.withdraw(session, "samples", RECTIFICATIF, now=datetime.now(UTC))
    address = make_link(owner)
    before = the(read(owner, address), "Toutes les notes du circuit papier")

    publish_samples(RECTIFICATIF)
    after = the(read(owner, address), LIMIT)

    assert before["uid"] == after["uid"]
    assert before["dtstart"].dt.isoformat() == "2027-06-08T12:00:00+02:00"
    assert after["dtstart"].dt.isoformat() == "2027-06-10T16:00:00+02:00"
    assert int(after["sequence"]) > int(before["sequence"])
    assert "rectificatif DIEC3/2026-247 du 18 novembre 2026" in str(after["description"])


def test_reading_again_changes_neither_event_nor_sequence(owner):
    address = make_link(owner)

    first, second = events(read(owner, address)), events(read(owner, address))

    assert first.keys() == second.keys()
    assert [first[uid].to_ical() for uid in first] == [second[uid].to_ical() for uid in first]


def test_a_lot_whose_deadline_moves_grows_in_sequence(owner, records):
    address = make_link(owner)
    before = the(read(owner, address), "Lot 17 à rendre")

    moved = replace(records.copies[0].lot, deadline=datetime(2027, 6, 11, 10, tzinfo=UTC))
    records.copies[0] = replace(records.copies[0], lot=moved)
    after = the(read(owner, address), "Lot 17 à rendre")

    assert before["uid"] == after["uid"]
    assert (int(before["sequence"]), int(after["sequence"])) == (0, 1)
    assert after["dtstart"].dt.isoformat() == "2027-06-11T12:00:00+02:00"
    assert "maintenant" in str(after["description"])


def test_a_silent_backend_leaves_the_texts_and_the_lots_as_last_read(owner, records):
    address = make_link(owner)
    before = the(read(owner, address), "Lot 17 à rendre")
    records.failure = RecordsUnavailable()

    calendar = read(owner, address)

    kept = the(calendar, "Lot 17 à rendre")
    assert (kept["uid"], kept["dtstart"].dt) == (before["uid"], before["dtstart"].dt)
    assert "SANTORIN ne répond pas" in str(kept["description"])
    assert the(calendar, LIMIT)


def test_a_lot_that_is_finished_leaves_the_calendar_and_what_was_kept_of_it(owner, records, services):
    address = make_link(owner)
    read(owner, address)
    records.copies[0] = replace(records.copies[0], lot=replace(records.copies[0].lot, state="finished"))

    calendar = read(owner, address)

    assert not [one for one in calendar.walk("VEVENT") if "Lot 17" in str(one["summary"])]
    with Session(services.engine) as session:
        assert [row for row in session.exec(select(CalendarTold)) if row.own] == []


def test_a_renewed_address_replaces_the_former_one(owner):
    first = make_link(owner)
    second = make_link(owner)

    assert first != second
    assert owner.get(first).status_code == 404
    assert owner.get(second).status_code == 200


def test_a_revoked_address_gives_nothing_and_forgets_what_it_told(owner, services):
    address = make_link(owner)
    read(owner, address)

    answer = owner.post("/calendar/link/revocation")

    assert (answer.status_code, answer.headers["location"]) == (303, "/calendar?said=revoked")
    assert owner.get(address).status_code == 404
    assert "Créer un lien" in owner.get("/calendar").text
    with Session(services.engine) as session:
        assert session.exec(select(CalendarTold)).all() == []


@pytest.mark.parametrize("secret", ["x", "a" * 43, "..%2f..", "%00", "é" * 20])
def test_a_made_up_address_is_not_found(owner, secret):
    make_link(owner)

    assert owner.get(f"/calendar/{secret}.ics").status_code == 404


def test_each_person_s_address_gives_her_own_deadlines(sign_in_as):
    make_link(sign_in_as("correctrice-bts"))
    philosopher = sign_in_as("correcteur-philo")

    calendar = read(philosopher, make_link(philosopher))

    assert not [one for one in calendar.walk("VEVENT") if "Lot 17" in str(one["summary"])]


def test_links_of_events_lead_to_the_sentence(owner, services):
    event = the(read(owner, make_link(owner)), LIMIT)

    address = str(event["url"])
    assert address.startswith(f"{services.settings.own_url}/texts/")
    assert "<mark>" in owner.get(address.removeprefix(services.settings.own_url)).text
