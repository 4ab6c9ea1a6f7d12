"""Every page, by who opens it: nothing serious for axe, nothing wider than a phone, every icon drawn."""

import re

import pytest
from playwright.sync_api import Page, expect

from backend.demo.practical import exam_id, sheet_id
from tests.browser.looking import grave_faults, missing_icons, overflow

# (account, path, is it the backend's page)
PAGES = [
    (None, "/sign-in", False),
    ("correctrice-bts", "/", False),
    ("correctrice-bts", "/conversations", False),
    ("correctrice-bts", "/texts", False),
    ("correctrice-bts", "/my-reports", False),
    ("correctrice-bts", "/calendar?day=2027-06-08", False),
    ("correctrice-bts", "/lots", True),
    ("correctrice-bts", "/lots/17", True),
    ("correctrice-bts", "/lots/17/copies/0424?page=1", True),
    ("interrogatrice-stl", "/practical", True),
    ("interrogatrice-stl", f"/practical/sheets/{sheet_id('VIO31', 2027, 3)}", True),
    ("chef-centre", f"/practical/exams/{exam_id('CAL13', 2026)}", True),
    ("correctrice-bts", "/lots/23?view=pages", True),
    ("correctrice-bts", "/lots/9/lock", True),
    ("agent-a", "/desk", False),
    ("superviseure", "/desk/rules", False),
    ("superviseure", "/desk/rules/rule?key=name-visible", False),
    ("superviseure", "/desk/rules/trial", False),
    ("superviseure", "/desk/team", False),
    ("superviseure", "/desk/service-levels", False),
    ("superviseure", "/desk/service-levels/calendars/reunion", False),
    ("superviseure", "/desk/letters", False),
    ("superviseure", "/mail-folder", False),
    ("correctrice-bts", "/my-reports/preferences", False),
    ("documentaliste", "/curator", False),
    ("documentaliste", "/curator/gaps", False),
    ("documentaliste", "/curator/answers/new", False),
    ("documentaliste", "/curator/try", False),
    ("documentaliste", "/curator/try?question=Quel+est+le+code+de+site+LOTANET+%3F", False),
    (None, "/accessibility", False),
    (None, "/privacy", False),
]
NARROW = {"width": 320, "height": 640}


@pytest.mark.parametrize(("account", "path", "is_backend"), PAGES, ids=[page[1] for page in PAGES])
def test_a_page_is_legible_by_everybody_and_fits_the_narrowest_phone(visit, account, path, is_backend):
    page = visit(account).open(path, backend=is_backend)

    assert grave_faults(page) == {}
    assert missing_icons(page) == []
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    page.set_viewport_size(NARROW)
    assert overflow(page) == 0


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
