"""A ticket from the list to its end, by an agent who has no mouse."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.looking import grave_faults
from tests.browser.test_story import flag_in_words

NOWHERE = "document.activeElement === null || document.activeElement === document.body"
RING = """() => {
    const ring = (one) => one ? getComputedStyle(one) : { outlineStyle: "none" };
    const shows = (style) => style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
    return shows(ring(document.activeElement)) || shows(ring(document.activeElement.parentElement));
}"""


@pytest.fixture
def two_reports(visit):
    page = visit("correctrice-bts").open("/")
    return [flag_in_words(page, copy=copy, page_number=2) for copy in ("0433", "0434")]


@pytest.fixture
def macro(visit):
    page = visit("superviseure").open("/macros/new")
    page.get_by_label("Nom", exact=True).fill("Demande prise")
    page.locator("#reply").fill("Nous avons votre page {{ page }} sous les yeux.")
    for choice in ("M’attribuer la demande", "Commune à toute l’équipe"):
        page.get_by_label(choice).check()
    page.get_by_role("button", name="Enregistrer").click()
    expect(page).to_have_url(re.compile("done=made"))
    return "Demande prise"


class Keys:
    """Presses, and refuses that the focus be lost or invisible."""

    def __init__(self, page):
        self.page = page

    def press(self, *keys):
        for key in keys:
            self.page.keyboard.press(key)

    def stands_on(self, place):
        expect(place).to_be_focused()
        assert self.page.evaluate(RING), f"nothing shows that the focus is on {place}"

    def settled(self):
        """A page that has just come takes no letter for a gesture before a moment."""
        self.page.wait_for_load_state()
        self.page.wait_for_timeout(350)

    def tab_to(self, place, most=25):
        for _ in range(most):
            self.page.keyboard.press("Tab")
            if place.evaluate("one => one === document.activeElement"):
                return self.stands_on(place)
        raise AssertionError(f"{place} is not reached by the Tab key")


def test_a_ticket_goes_from_the_list_to_its_end_without_a_mouse(visit, two_reports, macro):
    agent = visit("agent-a")
    page = agent.open("/desk")
    keys, title = Keys(page), page.locator("#t-title")
    first, second = two_reports

    # The list, by its view and its rows.
    keys.settled()
    keys.press("g", "o")
    expect(page).to_have_url(re.compile("view=open"))
    keys.settled()
    keys.press("j")
    row = page.locator(f'.pm-queue a[data-reference="{first}"]')
    for _ in range(20):
        if row.evaluate("one => one === document.activeElement"):
            break
        keys.press("j")
    keys.stands_on(row)
    keys.press("j", "k", "Enter")
    expect(page).to_have_url(re.compile(first))
    keys.stands_on(title)

    # The page, larger and back, and its neighbours.
    keys.settled()
    expect(page.locator(".pm-scan.is-live")).to_be_visible()
    keys.press("v")
    keys.stands_on(page.locator(".pm-viewer__canvas [tabindex]").first)
    keys.press("+", "ArrowDown", "0")
    keys.tab_to(page.get_by_role("link", name="Page 3", exact=True))

    # Hers, by one letter.
    keys.press("a")
    keys.stands_on(page.locator("#told"))
    expect(page.locator("#told")).to_contain_text("La demande vous est attribuée.")

    # How soon, with why.
    keys.settled()
    keys.press("u")
    keys.stands_on(page.locator("#by-hand-priority"))
    keys.press("ArrowUp", "Tab")
    page.keyboard.type("L’échéance est proche")
    keys.press("Enter")
    keys.stands_on(page.locator("#around"))
    expect(page.get_by_text("La priorité est changée, avec votre motif.")).to_be_visible()

    # The list of keys, then a macro from the palette: it is shown before it is applied.
    keys.settled()
    keys.press("?")
    expect(page.get_by_role("dialog", name="Touches du clavier")).to_be_visible()
    keys.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    keys.stands_on(page.locator("#around"))
    keys.press("Control+k")
    page.keyboard.type(macro.lower())
    keys.press("Enter")
    keys.stands_on(page.locator("#macro-reply, #macro-note").first)
    keys.press("Control+Enter")
    keys.stands_on(page.locator("#told"))
    expect(page.locator("#told")).to_contain_text("La macro est appliquée.")

    # A reply, that a letter opens and a chord sends; a word begun survives a reload.
    keys.settled()
    keys.press("r")
    keys.stands_on(page.locator("#reply"))
    page.keyboard.type("Le centre numérise de nouveau la page 2")
    keys.press("F5")
    expect(page.locator("#reply")).to_have_value("Le centre numérise de nouveau la page 2")
    keys.settled()
    keys.press("r", "Control+End")
    page.keyboard.type(" demain matin.")
    keys.press("Control+Enter")
    expect(page.locator("#told")).to_contain_text("La réponse est partie.")
    keys.stands_on(page.locator("#told"))

    # Done: the next one opens by itself, and says what was done.
    assert grave_faults(page) == {}
    keys.settled()
    keys.press("t")
    expect(page.locator("#told")).to_contain_text(f"La demande {first} est résolue.")
    keys.stands_on(page.locator("#told"))
    expect(page.locator(".pm-ticket")).not_to_have_attribute("data-reference", first)

    # To a colleague from the palette, by the name; then out of a form that was opened for nothing.
    keys.settled()
    keys.press("Control+k")
    page.keyboard.type(second)
    keys.press("Enter")
    expect(page).to_have_url(re.compile(second))
    keys.settled()
    keys.press("Control+k")
    page.keyboard.type("attribuer superviseure")
    keys.press("Enter")
    expect(page.locator("#told")).to_contain_text("La demande est attribuée.")
    keys.settled()
    keys.press("c")
    keys.stands_on(page.locator("#assignee"))
    keys.press("Escape")
    keys.stands_on(page.locator("#assign > summary"))
    assert not page.evaluate(NOWHERE)
