"""The pages: what a corrector sees, and what the browser may load."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import select

from backend import database
from backend.demo.seed import page_id
from backend.models import Lot
from backend.settings import BackendSettings


def test_my_lots_are_listed_with_progress_and_deadline(browser):
    page = browser("correctrice-bts").get("/lots").text

    assert "Mes lots" in page
    assert "15 sur 48" in page
    assert "mercredi 9 juin 2027 à 18\u00a0h" in page
    assert "À vérifier" in page
    assert "/lots/18" not in page


def test_a_centre_head_sees_the_lots_of_the_centre(browser):
    page = browser("chef-centre").get("/lots").text

    assert "/lots/17" in page
    assert "/lots/18" in page
    assert "/lots/9" not in page


def test_a_delegate_sees_that_there_is_nothing_to_see(browser):
    assert "Aucun lot pour l’instant" in browser("deleguee").get("/lots").text


def test_a_lot_lists_its_copies_as_printed(browser):
    page = browser("correctrice-bts").get("/lots/17").text

    assert "/lots/17/copies/0423" in page
    assert "Mise de côté" in page


def test_the_page_in_the_address_is_shown_and_told_to_the_assistant(browser):
    page = browser("correctrice-bts").get("/lots/17/copies/0423?page=3").text

    assert "Page 3 sur 4" in page
    assert f'src="/pages/{page_id(17, 423, 3)}/image"' in page
    tag = re.search(r"<script[^>]*data-permanence[^>]*>", page).group()
    assert 'src="http://app.test/widget.js"' in tag
    assert 'data-lot="17"' in tag
    assert 'data-copy="0423"' in tag
    assert 'data-page="3"' in tag
    assert page.count("data-permanence") == 1


def test_reporting_works_without_the_script_too(browser):
    page = browser("correctrice-bts").get("/lots/17/copies/0423?page=3").text

    assert "Signaler cette page" in page
    assert "http://app.test/?lot=17&amp;copy=0423&amp;page=3" in page


@pytest.mark.parametrize("person", ["numerisation", "chef-centre", "agent-a", "superviseure", "dec"])
def test_only_who_corrects_the_lot_is_offered_to_report_a_page(browser, person):
    page = browser(person).get("/lots/17/copies/0423?page=3").text

    assert "Page 3 sur 4" in page
    assert "Signaler cette page" not in page
    assert "data-copy" not in page


def test_the_menu_names_the_lots_by_whose_they_are(browser):
    assert ">Mes copies</a>" in browser("correctrice-bts").get("/lots").text
    assert ">Copies du centre</a>" in browser("numerisation").get("/lots").text
    assert ">Copies</a>" in browser("agent-a").get("/lots").text


@pytest.mark.parametrize(
    "address",
    ["/lots/18", "/lots/999", "/lots/17/copies/0999", "/lots/17/copies/0423?page=9", "/lots/18/copies/0456"],
)
def test_what_is_unknown_or_another_s_is_a_page_that_says_so(browser, address):
    answer = browser("correctrice-bts").get(address)

    assert answer.status_code == 404
    assert "n’existe pas ou ne vous est pas confié" in answer.text


@pytest.mark.parametrize("page", ["0", "-1", "trois", "9" * 30])
def test_a_page_that_is_no_number_is_refused_without_a_trace(browser, page):
    answer = browser("correctrice-bts").get(f"/lots/17/copies/0423?page={page}")

    assert answer.status_code == 404
    assert "Cette page n’existe pas ou ne vous est pas confiée." in answer.text
    assert "Traceback" not in answer.text


def test_an_image_is_only_for_who_may_see_the_copy(browser):
    address = f"/pages/{page_id(17, 423, 3)}/image"

    assert browser("correctrice-bts").get(address).status_code == 200
    assert browser("correcteur-bts-2").get(address).status_code == 404


@pytest.mark.parametrize("address", ["/lots", "/lots/17", "/lots/17/copies/0423?page=3", "/lots/999"])
def test_pages_have_nothing_inline_and_load_from_two_origins_only(browser, address):
    answer = browser("correctrice-bts").get(address)

    assert not re.search(r"<style|\sstyle=|\son\w+=|javascript:", answer.text)
    assert not re.search(r"<script(?![^>]*\bsrc=)", answer.text)
    policy = answer.headers["content-security-policy"]
    assert "script-src 'self' http://app.test;" in policy
    assert "frame-src http://app.test;" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert answer.headers["cache-control"] == "no-store"


def test_a_hostile_number_is_written_as_text(browser):
    answer = browser("correctrice-bts").get("/lots/<script>alert(1)</script>")

    assert answer.status_code == 404
    assert "<script>alert" not in answer.text


def test_demonstration_secrets_are_refused_outside_demonstration():
    with pytest.raises(ValueError, match="SERVICE_TOKEN"):
        BackendSettings(demo=False)


def test_health_answers_without_signing_in(client):
    assert client.get("/healthz").json() == {"status": "ok"}


def move_lot(engine, number, **days):
    with database.writing(engine) as session:
        lot = session.exec(select(Lot).where(Lot.number == number)).one()
        for name, shift in days.items():
            setattr(lot, name, datetime.now(UTC) + timedelta(days=shift))
        session.add(lot)


def test_a_lot_leaves_its_verification_by_itself_on_the_page_as_in_the_contract(browser, as_person, engine):
    before = browser("correctrice-bts").get("/lots/23").text
    move_lot(engine, 23, verification_until=-1)

    page = browser("correctrice-bts").get("/lots/23").text

    assert "À vérifier" in before
    assert "Signalez les pages illisibles jusqu’au" in before
    assert "En correction" in page
    assert "Parcourez d’abord" not in page
    assert as_person("correctrice-bts").get("/v1/me/lots/23").json()["state"] == "marking"


def test_a_lot_whose_date_has_passed_with_copies_left_says_so(browser, engine):
    move_lot(engine, 17, deadline=-1)
    move_lot(engine, 9, deadline=-1)

    page = browser("correctrice-bts").get("/lots").text

    assert page.count("Échéance passée") == 1
    assert "Échéance passée" in browser("correctrice-bts").get("/lots/17").text
