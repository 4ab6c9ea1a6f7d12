"""What is said and done in the thread: an expense claim up to the office, a frame, a name."""

import re

from playwright.sync_api import expect

from tests.browser.looking import grave_faults, overflow
from tests.browser.test_story import REFERENCE, last_answer, say

PHONE = {"width": 390, "height": 700}


def test_an_expense_claim_goes_on_after_the_page_was_closed_and_reaches_the_office_once(visit):
    corrector = visit("interrogatrice-stl")  # one of her missions is done and still to declare
    page = corrector.open("/")
    say(page, "Je veux préparer mon état de frais")
    place = page.url
    expect(last_answer(page)).to_contain_text("Mission")
    expect(last_answer(page)).to_contain_text("Quel trajet")
    say(page, "voiture, 120 km")
    page.goto("about:blank")

    page.goto(place)
    say(page, "1 repas")
    say(page, "aucune nuitée")
    recap = last_answer(page)
    expect(recap).to_contain_text("120 kilomètres")
    assert grave_faults(page) == {}
    say(page, "oui")

    expect(last_answer(page)).to_contain_text("bureau des examens")
    reference = REFERENCE.search(last_answer(page).inner_text()).group()
    page = corrector.open("/my-reports")
    expect(page.get_by_text(reference)).to_have_count(1)


def test_a_frame_is_said_back_and_a_conversation_takes_a_name(visit):
    page = visit("correctrice-bts").open("/")
    say(page, "je suis à Lille, BTS")
    expect(last_answer(page)).to_contain_text("académie de Lille")

    page.goto(re.sub(r"/conversations/.*", "/conversations", page.url))
    page.locator("summary", has_text="Renommer").first.click()
    page.get_by_label("Nom de la conversation").first.fill("Lille, en juin")
    page.get_by_role("button", name="Renommer", exact=True).first.click()

    expect(page.get_by_role("link", name="Lille, en juin")).to_be_visible()
    assert grave_faults(page) == {}


def test_on_a_phone_the_button_of_the_widget_covers_nothing_at_the_foot_of_a_page(visit):
    page = visit("correctrice-bts", viewport=PHONE).open("/lots/17", backend=True)
    button = page.get_by_role("button", name="Assistant", exact=True)
    page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")

    last = page.locator("footer").bounding_box()
    assert last["y"] + last["height"] <= button.bounding_box()["y"] + 1
    assert overflow(page) == 0
