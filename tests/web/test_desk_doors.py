"""Whom the desk opens to, and what it refuses."""

import pytest

from assistant.personal import RecordsUnavailable
from tests.fakes import make_copy, make_lot
from tests.web.desk_fixtures import fields_of, read
from ticketing.models import Message
from ticketing.vocabulary import Defect, Kind


@pytest.mark.parametrize("account", ["correctrice-bts", "chef-centre", "documentaliste", "deleguee"])
def test_the_desk_is_closed_to_those_who_do_not_work_there(sign_in_as, open_report, account):
    reference = open_report()
    visitor = sign_in_as(account)

    assert visitor.get("/desk").status_code == 403
    assert visitor.get(f"/desk/{reference}").status_code == 403
    posted = visitor.post(f"/desk/{reference}/replies", data={"body": "?", "version": "1", "key": "k"})
    assert posted.status_code == 403


def test_the_exam_office_sees_its_own_and_is_told_nothing_of_the_rest(sign_in_as, open_report):
    theirs = open_report(defect=Defect.NAME_VISIBLE)
    other = open_report(page=4)
    elsewhere = open_report(page=2, defect=Defect.NAME_VISIBLE, academy="Lille")
    office = sign_in_as("dec")

    assert office.get(f"/desk/{theirs}").status_code == 200
    refusals = {read(office.get(f"/desk/{one}")) for one in (other, elsewhere, "P-2026-999999")}
    assert len(refusals) == 1
    assert {office.get(f"/desk/{one}").status_code for one in (other, elsewhere)} == {404}
    assert "Page 4 floue" not in read(office.get("/desk?view=open"))


def test_nobody_signed_in_is_sent_to_sign_in(browser, open_report):
    sent = browser.get(f"/desk/{open_report()}")

    assert sent.status_code == 303
    assert sent.headers["location"].startswith("/sign-in?next=%2Fdesk")


def test_a_form_of_another_site_changes_nothing(agent, open_report, stored):
    reference = open_report()
    form = fields_of(agent.get(f"/desk/{reference}"), "replies") | {"body": "Piège", "csrf": "autre"}
    del agent.headers["X-CSRF-Token"]

    refused = agent.post(f"/desk/{reference}/replies", data=form)

    assert refused.status_code == 403
    assert stored(Message)[-1].body != "Piège"


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("view=unknown", "vue"),
        ("state=parti&kind=scan", "état"),
        ("since=31/12/2026", "ouverte depuis le"),
        ("since=9999-12-31&before=0001-01-01", "ouverte depuis le, ouverte avant le"),
        ("due_in=-1&priority=9&unread=oui", "priorité, échéance dans, à lire"),
        ("due_in=" + "9" * 5000, "échéance dans"),
    ],
)
def test_what_an_address_asks_that_makes_no_sense_is_told_and_left_out(agent, open_report, address, told):
    open_report()

    page = agent.get(f"/desk?{address}")

    assert page.status_code == 200
    assert f"n’est pas compris et n’a pas servi\u00a0: {told}." in read(page)
    assert "Page 3 floue" in read(page)


WRONG_PLACES = [
    "after=x", "after=9.1.P-1", "before=0.-1.P-2026-1", "after=3." + "9" * 16 + ".P-2026-1", "end=2",
    "found_after=²", "q=" + "a" * 300, "q=%00", "q=%22%27*(", "page=0",
]  # fmt: skip


@pytest.mark.parametrize("address", WRONG_PLACES)
def test_a_place_that_does_not_exist_is_the_beginning_of_the_list(agent, open_report, address):
    open_report()

    assert agent.get(f"/desk?{address}").status_code == 200


HOSTILE = "<script>alert(1)</script>'\"><img src=x onerror=alert(1)>"


def test_what_people_write_is_never_markup(agent, open_report, desk_says):
    reference = open_report(text=HOSTILE, kind=Kind.QUESTION, defect=None)
    desk_says(reference, HOSTILE)

    for address in (f"/desk/{reference}", f"/desk?q={HOSTILE}"):
        assert "<script>alert" not in agent.get(address).text
        assert "<img src=x" not in agent.get(address).text


def test_the_image_comes_from_the_backend_for_this_browser_alone(agent, open_report):
    reference = open_report()

    image = agent.get(f"/tickets/{reference}/pages/lot-17-0423-3/image")

    assert (image.status_code, image.headers["content-type"]) == (200, "image/jpeg")
    assert image.headers["cache-control"] == "private, no-cache"
    tag = {"If-None-Match": image.headers["etag"]}
    assert agent.get(f"/tickets/{reference}/pages/lot-17-0423-3/image", headers=tag).status_code == 304


@pytest.mark.parametrize("page", ["lot-23-0001-1", "..%2F..%2Fetc", "inconnue"])
def test_a_ticket_gives_no_image_of_another_copy(agent, open_report, records, page):
    other = make_lot("23")
    records.copies.append(make_copy(other, "0001"))

    assert agent.get(f"/tickets/{open_report()}/pages/{page}/image").status_code == 404


def test_the_image_of_anothers_ticket_is_not_found(sign_in_as, open_report):
    reference = open_report()

    image = sign_in_as("correcteur-philo").get(f"/tickets/{reference}/pages/lot-17-0423-3/image")

    assert image.status_code == 404


def test_the_image_says_when_the_backend_is_down(agent, open_report, records):
    reference = open_report()
    records.failure = RecordsUnavailable("down")

    assert agent.get(f"/tickets/{reference}/pages/lot-17-0423-3/image").status_code == 503
