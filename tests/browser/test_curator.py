"""The curator’s path: a question without an answer, a text dropped, corrected, published, and it answers."""

import re
import time

from playwright.sync_api import Page, expect

from tests.browser.looking import grave_faults, missing_icons, overflow
from tests.browser.test_story import last_answer, say
from tests.knowledge.reading.making import LONG, Sheet

NOTE = """\
# Circulaire DEC2/2026-999 – BTS, session 2027 : stationnement des correcteurs

Rectorat de l’académie d’Aix-Marseille
Division des examens et concours
Circulaire DEC2/2026-999 du 4 novembre 2026

Document d’exemple : contenu fictif

## 1. Stationnement

Le parking des correcteurs du lycée des Calanques est gratuit, sur présentation de la convocation.
La barrière ferme le lundi 12 mai 2027 à 19 h.
"""
QUESTION = "Le parking des correcteurs du lycée des Calanques est-il gratuit ?"
NARROW, WIDE = {"width": 320, "height": 640}, {"width": 1280, "height": 800}
READ_WITHIN = 90_000  # the sandbox starts a child on a machine that other work may share


def looks_well(page: Page) -> None:
    assert grave_faults(page) == {}
    assert missing_icons(page) == []
    assert overflow(page) == 0


def drop(page: Page, name: str, content: bytes) -> None:
    page.locator("input[type=file]").set_input_files(
        {"name": name, "mimeType": "text/markdown", "buffer": content}
    )
    page.get_by_role("button", name="Envoyer").click()


def await_index(page: Page) -> None:
    """The page says it when it is opened: it is opened again until it no longer does."""
    late, until = page.get_by_text("Changement en cours d’indexation"), time.monotonic() + READ_WITHIN / 1000
    while late.count() and time.monotonic() < until:
        page.wait_for_timeout(500)
        page.reload()
    expect(late).to_have_count(0)


def test_a_text_goes_from_the_file_to_the_answer_and_back(visit):
    asker, curator = visit("correctrice-bts"), visit("documentaliste")
    page = asker.open("/")
    say(page, QUESTION)
    last_answer(page).get_by_role("button", name="Pas utile").click()
    last_answer(page).get_by_role("button", name="Il manque quelque chose").click()
    expect(last_answer(page).get_by_role("button", name="Il manque quelque chose")).to_have_attribute(
        "aria-pressed", "true"
    )
    looks_well(page)

    desk = curator.open("/curator/gaps")
    expect(desk.get_by_role("heading", name=re.compile("parking des correcteurs"))).to_be_visible()
    looks_well(desk)
    desk.set_viewport_size(NARROW)
    looks_well(desk)
    desk.set_viewport_size(WIDE)
    desk = curator.open("/curator/deposits")
    looks_well(desk)
    drop(desk, "stationnement.md", NOTE.encode())
    expect(desk.get_by_role("link", name="stationnement.md")).to_be_visible(timeout=READ_WITHIN)
    desk.get_by_role("link", name="stationnement.md").click()

    expect(desk.get_by_text("1\u00a0proposition reste à décider.")).to_be_visible()
    looks_well(desk)
    desk.get_by_role("radio", name="Écarter").last.scroll_into_view_if_needed()
    doubtful = desk.locator(".pm-proposal--look")
    doubtful.get_by_label("Écarter").check()
    desk.get_by_role("button", name="Enregistrer").click()
    expect(desk.get_by_text("Corrections enregistrées")).to_be_visible()
    desk.get_by_role("link", name="Voir l’effet").click()
    desk.get_by_role("button", name="Calculer l’effet").click()
    expect(desk.get_by_role("table")).to_be_visible(timeout=READ_WITHIN)
    looks_well(desk)
    desk.get_by_role("link", name="Revenir au texte").click()
    desk.get_by_role("button", name="Publier").click()
    expect(desk.get_by_role("heading", level=1)).to_contain_text("stationnement des correcteurs")
    looks_well(desk)

    expect(desk.get_by_text("Changement en cours d’indexation")).to_be_visible()
    await_index(desk)
    again = asker.open("/")
    say(again, QUESTION)
    expect(last_answer(again)).to_contain_text("gratuit")

    desk.reload()
    desk.get_by_role("button", name="Annuler la publication").click()
    expect(desk.get_by_role("button", name="Publier de nouveau")).to_be_visible()


def test_the_pages_of_the_desk_fit_a_phone_in_the_dark_and_follow_the_keyboard(visit):
    curator = visit("documentaliste", viewport=NARROW, color_scheme="dark")
    page = curator.open("/curator?q=culture")
    looks_well(page)
    page.get_by_role("table").get_by_role("link").first.click()
    looks_well(page)

    link = page.get_by_role("link", name=re.compile("^Voir dans le texte")).first
    link.focus()
    page.keyboard.press("Enter")
    expect(page.locator(":target")).to_be_in_viewport()
    looks_well(curator.open("/curator/try?question=Quel+est+le+code+de+site+LOTANET+%3F&academy=Lille"))
    looks_well(curator.open("/curator/answers/new"))


def test_a_line_and_its_place_on_the_original_lead_to_each_other_by_mouse_keys_and_without_a_script(visit):
    curator = visit("documentaliste", viewport=WIDE)
    page = curator.open("/curator/deposits")
    page.locator("input[type=file]").set_input_files(
        {"name": "pages.pdf", "mimeType": "application/pdf", "buffer": two_pages()}
    )
    page.get_by_role("button", name="Envoyer").click()
    page.get_by_role("link", name="pages.pdf").click(timeout=READ_WITHIN)
    page.wait_for_load_state()  # a line answers the mouse once the script is there
    line, spot = page.get_by_text("Le code du site est C14."), page.locator(".pm-spot:target")

    line.first.click()
    expect(spot).to_be_in_viewport()
    expect(spot).to_have_accessible_name("Tel que lu : Le code du site est C14.")
    spot.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".pm-doc--read :target")).to_contain_text("C14")
    looks_well(page)
    for size in (NARROW, {"width": 1700, "height": 900}):
        page.set_viewport_size(size)
        looks_well(page)

    plain = visit("documentaliste", java_script_enabled=False).open(
        page.url.split("#")[0].split(curator.app)[1]
    )
    plain.get_by_role("link", name=re.compile("^p. 2 de l’original")).first.click()
    expect(plain.locator(".pm-spot:target")).to_be_in_viewport()


def two_pages() -> bytes:
    sheet = Sheet()
    sheet.write_paragraph(LONG * 8)
    sheet.add_page()
    sheet.write_paragraph(LONG * 4)
    sheet.write_paragraph("Le code du site est C14.")
    return bytes(sheet.output())
