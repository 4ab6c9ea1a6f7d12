"""An agent clears tickets without touching the mouse: nothing here ever clicks on the desk."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.looking import grave_faults
from tests.browser.test_story import REFERENCE, say

QUESTIONS = (
    "Je veux parler à quelqu’un de la vitre du scanner",
    "Je veux parler à quelqu’un de ma convocation",
)
WORDS = "Bonjour, je regarde cela avec le centre et je reviens vers vous."


@pytest.fixture
def waiting(visit) -> list[str]:
    """References of two requests that somebody has just made."""
    page = visit("correctrice-bts").open("/")
    made = []
    for question in QUESTIONS:
        page.goto(page.url.split("/conversations")[0])
        say(page, question)
        say(page, "oui")
        made.append(REFERENCE.search(page.locator("[data-act]").last.inner_text()).group())
    return made


def test_several_tickets_are_cleared_from_the_keyboard_alone(visit, waiting):
    first, second = waiting
    page = visit("agent-a").open("/desk?view=open")
    press = page.keyboard.press

    until_on(page, first)
    press("Enter")
    expect(page.locator(".pm-ticket")).to_have_attribute("data-reference", first)

    # A note, kept while one looks elsewhere; then a macro, read before it is applied.
    press("n")
    page.keyboard.type("À rappeler demain matin.")
    press("Control+Enter")
    expect(page.get_by_text("La note est enregistrée.")).to_be_visible()
    press("m")
    page.keyboard.type("prise en ch")
    press("Enter")
    expect(page.locator("#reply")).to_have_value(re.compile(f"Votre demande {first}"))
    press("Escape")
    press("a")
    expect(page.get_by_text("Agente d’assistance", exact=True).first).to_be_visible()
    expect(page.locator("#reply")).to_have_value(re.compile(f"Votre demande {first}"))
    press("m")
    page.keyboard.type("confirmer")
    assert grave_faults(page) == {}
    press("Enter")
    expect(page.get_by_text("Rien n’est encore fait.")).to_be_visible()
    press("Control+Enter")

    # Resolved: the next of the view is there, and one key takes it back.
    expect(page.get_by_text(f"La demande {first} est résolue.")).to_be_visible()
    assert page.locator(".pm-ticket").get_attribute("data-reference") != first
    press("z")
    expect(page.locator(".pm-ticket")).to_have_attribute("data-reference", first)

    # To the other by its reference, in the palette.
    press("Control+k")
    page.keyboard.type(second)
    assert grave_faults(page) == {}
    press("Enter")
    expect(page.locator(".pm-ticket")).to_have_attribute("data-reference", second)
    press("r")
    page.keyboard.type(WORDS)
    press("Control+Enter")
    expect(page.get_by_text("La réponse est partie.")).to_be_visible()
    expect(page.locator("#reply")).to_have_value("")

    # Both chosen in the list, taken, given back.
    press("g")
    press("o")
    page.wait_for_url(re.compile("view=open$"))
    for reference in waiting:
        until_on(page, reference)
        press("x")
    expect(page.get_by_text("2 demandes choisies")).to_be_visible()
    press("Control+k")
    page.keyboard.type("me les attribuer")
    press("Enter")
    expect(page.get_by_text("2 attribuées.")).to_be_visible()
    assert grave_faults(page) == {}
    press("z")
    expect(page.get_by_text("2 remises en place.")).to_be_visible()

    # A letter that is switched off does nothing.
    press("?")
    page.get_by_role("checkbox", name="j Demande suivante").focus()
    press("Space")
    assert grave_faults(page) == {}
    press("Escape")
    page.evaluate("document.activeElement.blur()")
    press("j")
    expect(page.locator(".pm-queue a:focus")).to_have_count(0)


def until_on(page: Page, reference: str) -> None:
    """Down the list from its top until the row of this reference has the focus."""
    page.locator("[data-opens]").first.wait_for()
    page.evaluate("document.activeElement.blur()")
    row = page.locator(f".pm-queue a[href*='{reference}']")
    for _ in range(page.locator(".pm-queue a").count() + 1):
        page.keyboard.press("j")
        if row.evaluate("row => row === document.activeElement"):
            return
    raise AssertionError(f"{reference} is not in the list")
