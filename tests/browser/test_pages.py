"""Every page, by who opens it: nothing serious for axe, nothing wider than a phone, every icon drawn."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.looking import grave_faults, missing_icons, overflow
from tests.browser.page_table import OF_A_LIST, OF_A_REQUEST, PAGES
from tests.browser.test_story import REFERENCE

NARROW = {"width": 320, "height": 640}


def looks_well(page: Page) -> None:
    assert grave_faults(page) == {}
    assert missing_icons(page) == []
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    page.set_viewport_size(NARROW)
    assert overflow(page) == 0


@pytest.mark.parametrize("one", PAGES, ids=[one.path for one in PAGES])
def test_a_page_is_legible_by_everybody_and_fits_the_narrowest_phone(visit, one):
    looks_well(visit(one.account).open(one.path, backend=one.is_backend))


def test_the_pages_of_one_request_are_too(visit):
    page = visit("correctrice-bts").open("/")
    for words in ("Je voudrais parler à quelqu’un", "oui"):
        before = page.locator("[data-act]").count()
        page.get_by_label("Votre question").fill(words)
        page.get_by_role("button", name="Envoyer").click()
        expect(page.locator("[data-act]")).to_have_count(before + 1)
    reference = REFERENCE.search(page.locator("[data-act]").last.inner_text()).group()
    named = {"reference": reference, "conversation_id": page.url.rstrip("/").split("/")[-1].split("?")[0]}

    for account, path in OF_A_REQUEST:
        looks_well(visit(account).open(path.format(**named)))


@pytest.mark.parametrize(
    ("account", "listed", "beginning", "route"), OF_A_LIST, ids=[one[3] for one in OF_A_LIST]
)
def test_what_a_list_leads_to_is_too(visit, account, listed, beginning, route):
    visitor = visit(account)
    links = visitor.open(listed).locator(f'main a[href^="{beginning}"]:not([href*="/new"])')

    looks_well(visitor.open(links.first.get_attribute("href")))


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_an_answer_and_a_text_are_legible_in_both_themes(visit, theme):
    page = visit("correctrice-bts", color_scheme=theme).open("/")
    ask(page, "Quel est le code de site LOTANET ?")
    page.locator("[data-act]").last.locator("summary").first.click()

    assert grave_faults(page) == {}
    page.get_by_role("link", name="Ouvrir le texte à cette phrase").first.click()
    expect(page.locator("mark").first).to_be_visible()
    assert grave_faults(page) == {}


def test_the_assistant_in_a_host_page_is_legible_and_closes_by_its_button(visit):
    page = visit("correctrice-bts").open("/lots/17", backend=True)

    page.get_by_role("button", name="Assistant", exact=True).click()
    frame = page.frame_locator("#permanence-frame")
    expect(frame.get_by_role("heading", name="Assistant")).to_be_visible()
    inner = next(one for one in page.frames if "/widget" in one.url)
    assert grave_faults(inner) == {}

    frame.get_by_role("button", name=re.compile("Réduire")).click()
    expect(page.get_by_role("button", name="Assistant", exact=True)).to_be_focused()


def test_the_first_key_leads_to_the_content(visit):
    page = visit("correctrice-bts").open("/")

    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Aller au contenu")
    expect(skip).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_a_question_is_asked_and_answered_without_any_script(visit):
    page = visit("correctrice-bts", java_script_enabled=False).open("/")

    ask(page, "Quel est le code de site LOTANET ?")

    expect(page.locator("[data-act]").last).to_contain_text("C05")


def ask(page: Page, question: str) -> None:
    page.get_by_label("Votre question").fill(question)
    page.get_by_role("button", name="Envoyer").click()
    expect(page.locator("[data-act]")).to_have_count(1)
