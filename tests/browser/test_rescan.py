"""A page that cannot be read, from the flag to the confirmation, as three people see it."""

import re

from playwright.sync_api import expect

from tests.browser.test_story import REFERENCE, say

ZONE = {"left": 0.1, "top": 0.2, "right": 0.8, "bottom": 0.6}


def flag_with_a_zone(page):
    """What the workspace does when a zone was drawn on the page."""
    page.wait_for_function("() => document.querySelector('script[data-permanence]') !== null")
    page.evaluate("zone => dispatchEvent(new CustomEvent('permanence:report', { detail: { zone } }))", ZONE)
    frame = page.frame_locator("#permanence-frame")
    expect(frame.get_by_text("tracée sur la page")).to_be_visible()
    frame.get_by_role("radio", name="Page trop claire").check()
    frame.get_by_role("button", name="Continuer").click()
    expect(frame.locator("[data-act]")).to_have_count(1)
    say(page, "oui", within=frame)
    answer = frame.locator("[data-act]").last
    # On a loaded machine the backend may be slower than a turn waits: then it leaves a moment later.
    expect(answer).to_contain_text(re.compile("Le centre a jusqu’au|La demande partira dès que"))
    expect(answer).to_be_in_viewport()
    return frame, REFERENCE.search(answer.inner_text()).group()


def send_a_good_page(operator):
    """Accept, then send the page that the demonstration offers."""
    item = operator.get_by_role("region", name="Copie 0428, page 2")
    for _ in range(20):
        if item.count():
            break
        operator.wait_for_timeout(2000)
        operator.reload()
    item.get_by_role("button", name="Accepter la demande").click()
    with operator.expect_download() as offered:
        item.get_by_role("link", name="Télécharger la page d’exemple").click()
    item.locator("input[name=file]").set_input_files(offered.value.path())
    check = operator.get_by_role("region", name="Copie 0428, page 2 : contrôle")
    expect(check).to_contain_text("La page est conforme.")


def test_a_page_comes_back_readable_and_its_reader_says_so_in_the_chat(visit):
    corrector = visit("correctrice-bts")
    page = corrector.open("/lots/17/copies/0428?page=2", backend=True)
    frame, reference = flag_with_a_zone(page)

    send_a_good_page(visit("numerisation").open("/orders", backend=True))

    letter = frame.get_by_role("article", name=f"Suivi de la numérisation à {reference}")
    # The page she has open is renewed without her doing anything.
    expect(page.locator("#scan")).to_have_attribute("src", re.compile("^blob:"))
    expect(page.locator("#thumbs a[aria-current] img")).to_have_attribute("src", re.compile("v=2"))
    expect(page.locator("#told")).to_contain_text("Page renumérisée : 2. La nouvelle est affichée.")
    expect(letter).to_contain_text("Est-ce réparé")
    expect(letter).to_be_in_viewport()
    desk = visit("agent-a").open(f"/desk/{reference}")
    section = desk.get_by_role("region", name="Renumérisation")
    expect(section).to_contain_text("rendue, à confirmer")
    expect(section.get_by_role("table")).to_contain_text("Seuil")
    for picture in (section.get_by_alt_text("Page 2 avant"), section.get_by_alt_text("Page 2 après")):
        picture.scroll_into_view_if_needed()
        assert picture.evaluate("async image => { await image.decode(); return image.naturalWidth }") > 100

    letter.get_by_role("button", name="C’est réparé").click()
    expect(frame.locator("[data-act]").last).to_contain_text("C’est noté")

    reports = visit("correctrice-bts").open("/my-reports?tab=done")
    card = reports.get_by_role("article").filter(has_text=reference)
    for _ in range(20):
        if card.count():
            break
        reports.wait_for_timeout(1000)
        reports.reload()
    expect(card).to_contain_text("Réparé")
    expect(card.get_by_text(re.compile("Rendu")).first).to_be_visible()


def test_a_copy_on_which_a_name_shows_leaves_the_screen_at_once_and_comes_back_from_the_exam_office(visit):
    corrector = visit("correctrice-bts")
    page = corrector.open("/lots/17/copies/0440", backend=True)
    page.wait_for_function("() => document.querySelector('script[data-permanence]') !== null")
    page.evaluate("zone => dispatchEvent(new CustomEvent('permanence:report', { detail: { zone } }))", ZONE)
    frame = page.frame_locator("#permanence-frame")
    frame.get_by_role("radio", name="Nom visible").check()
    frame.get_by_role("button", name="Continuer").click()
    frame.get_by_role("button", name="Masquer").click()

    expect(page.get_by_text("La copie est masquée : un nom y est visible.")).to_be_visible()
    assert page.locator("img[src*='/pages/'], canvas").count() == 0

    office = visit("dec").open("/lots/17/copies/0440", backend=True)
    office.get_by_role("button", name="L’anonymat est refait : rendre la copie").click()
    expect(office.get_by_text("La copie est rendue au lot.")).to_be_visible()
    page.reload()
    expect(page.get_by_role("heading", name="Copie 0440", exact=True)).to_be_visible()
    expect(page.locator("#viewer canvas").first).to_be_visible()
    # The copy that is gone answers as one that never was, and the browser notes it.
    assert all("404" in said for said in corrector.complaints), corrector.complaints
    corrector.complaints.clear()
