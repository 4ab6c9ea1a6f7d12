"""The desk without a mouse: several tickets chosen, given to a team, and taken back."""

from playwright.sync_api import expect

from tests.browser.looking import grave_faults
from tests.browser.test_story import REFERENCE, last_answer, say


def ask_for_somebody(visit):
    page = visit("correctrice-bts").open("/")
    for words in ("Je voudrais parler à quelqu’un", "oui"):
        say(page, words)
    return REFERENCE.search(last_answer(page).inner_text()).group()


def press(desk, *keys):
    """One by one, as a person does: what comes in a rush on a new page is taken for words."""
    for key in keys:
        desk.wait_for_timeout(350)
        desk.keyboard.press(key)


def test_several_tickets_are_given_to_a_team_and_taken_back_with_the_keys_alone(visit):
    mine = {ask_for_somebody(visit) for _ in range(2)}
    desk = visit("agent-a").open("/desk?view=open")
    for _ in range(desk.locator(".pm-queue a").count()):
        press(desk, "j")
        if desk.evaluate("document.activeElement.dataset.reference") in mine:
            press(desk, "x")
    bar = desk.get_by_role("form", name="Gestes sur les demandes choisies")
    expect(bar).to_contain_text("2 demandes choisies")

    press(desk, "Control+k")
    desk.keyboard.type("confier inspection")
    desk.keyboard.press("Enter")

    expect(desk.get_by_role("heading", level=1)).to_have_text("2 demandes passent à l’inspection")
    assert grave_faults(desk) == {}
    desk.get_by_label("Pourquoi").focus()
    desk.keyboard.type("Deux questions de notation.")
    desk.keyboard.press("Enter")
    expect(desk.get_by_text("2 confiées à l’inspection.")).to_be_visible()
    expect(bar).to_be_hidden()
    press(desk, "z")
    expect(desk.get_by_text("2 remises en place.")).to_be_visible()
    expect(bar).to_be_hidden()
    press(desk, "j", "x", "b")
    expect(desk.get_by_label("Attribuer à", exact=True)).to_be_focused()
