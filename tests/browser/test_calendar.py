"""« Mes échéances » in a browser: read, asked in the conversation, subscribed to, by mouse and by keys."""

import pytest
from playwright.sync_api import expect

from tests.browser.looking import grave_faults, missing_icons, overflow
from tests.browser.test_pages import NARROW, ask

WEEK = "/calendar?day=2027-06-08"


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [{"width": 1280, "height": 800}, NARROW], ids=["wide", "phone"])
def test_everything_on_the_page_is_legible(visit, theme, viewport):
    page = visit("correctrice-bts", color_scheme=theme, viewport=viewport).open(WEEK)

    for summary in page.locator("main summary").all():
        summary.click()
    page.get_by_role("button", name="Créer un lien").scroll_into_view_if_needed()

    assert grave_faults(page) == {}
    assert missing_icons(page) == []
    assert overflow(page) == 0


def test_a_moved_deadline_leads_to_the_sentence_that_moved_it(visit):
    page = visit("correctrice-bts").open(WEEK)
    row = page.locator(".pm-due", has_text="Échéance déplacée").first

    expect(row).to_contain_text("avant : mardi 8 juin 2027 à 12 h → maintenant : jeudi 10 juin 2027 à 16 h")
    row.get_by_role("link").click()

    expect(page.locator("mark").first).to_be_visible()
    expect(page.locator("#cite")).to_contain_text("jeudi 10 juin 2027 à 16 h")


def test_a_link_is_made_shown_once_and_revoked_by_keys(visit):
    page = visit("correctrice-bts").open("/calendar")

    page.get_by_role("button", name="Créer un lien").press("Enter")
    address = page.get_by_label("Lien de votre calendrier").input_value()
    assert grave_faults(page) == {}
    file = page.request.get(address)
    assert file.headers["content-type"].startswith("text/calendar")
    assert "BEGIN:VTIMEZONE" in file.text()

    page.goto(page.url.split("/calendar")[0] + "/calendar")
    expect(page.get_by_label("Lien de votre calendrier")).to_have_count(0)
    page.get_by_role("button", name="Révoquer le lien").press("Enter")
    expect(page.get_by_role("status").first).to_contain_text("révoqué")
    assert page.request.get(address).status == 404


def test_the_conversation_answers_and_leads_to_the_page(visit):
    page = visit("correctrice-bts").open("/")

    ask(page, "Quelles sont mes prochaines échéances ?")

    expect(page.locator("[data-act]").last).to_contain_text("Prochaines échéances")
    page.get_by_role("link", name="Voir toutes mes échéances").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Mes échéances")
