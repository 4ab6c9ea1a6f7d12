"""The main pages, light and dark, wide and phone; `make screenshots` keeps the pictures."""

import io
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.looking import Visitor, overflow
from tests.browser.test_curator import READ_WITHIN
from tests.browser.test_marking import drag, mark_fields, open_desk, standing
from tests.browser.test_pages import ask
from tests.browser.test_story import flag_in_words, reply
from tests.knowledge.reading.making import Sheet

WIDE, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
LOOKS = [(theme, size) for theme in ("light", "dark") for size in ("wide", "phone")]
# The look that no other test opens; the album wants all four.
APART = [("dark", "phone")]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "theme" in metafunc.fixturenames:
        looks = LOOKS if metafunc.config.getoption("--screenshots") else APART
        metafunc.parametrize(("theme", "size"), looks, ids=["-".join(look) for look in looks])


@pytest.fixture
def album(request, tmp_path) -> Path:
    folder = request.config.getoption("--screenshots") or tmp_path
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture(scope="module")
def flagged(site, chromium) -> str:
    """One report with an answer, so that no page of the album is empty."""
    people = {account: chromium.new_context() for account in ("correctrice-bts", "agent-a")}
    visitors = {name: Visitor(context.new_page(), site.app, site.backend) for name, context in people.items()}
    for name, visitor in visitors.items():
        visitor.sign_in(name)
    reference = flag_in_words(visitors["correctrice-bts"].open("/"), copy="0425", page_number=2)
    reply(
        visitors["agent-a"].open("/desk"), reference, "Le centre numérise la page 2 de nouveau demain matin."
    )
    for context in people.values():
        context.close()
    return reference


@pytest.fixture(scope="module")
def dropped(site, chromium) -> None:
    """A PDF on the curator's desk, read."""
    context = chromium.new_context()
    visitor = Visitor(context.new_page(), site.app, site.backend)
    visitor.sign_in("documentaliste")
    page = visitor.open("/curator/deposits")
    page.locator("input[type=file]").set_input_files(
        {"name": "saisie-des-notes.pdf", "mimeType": "application/pdf", "buffer": circular()}
    )
    page.get_by_role("button", name="Envoyer").click()
    page.get_by_role("link", name="saisie-des-notes.pdf").wait_for(timeout=READ_WITHIN)
    context.close()


def circular() -> bytes:
    sheet = Sheet()
    sheet.write_paragraph(
        "Rectorat de l'académie d'Aix-Marseille\nDivision des examens et concours", align="L"
    )
    sheet.write_paragraph("Circulaire DEC2/2026-412 du 9 novembre 2026", align="L")
    sheet.write_heading("BTS, session 2027 : saisie des notes dans LOTANET", 15)
    sheet.write_paragraph("Document d'exemple : contenu fictif", size=9)
    sheet.write_heading("1. Calendrier")
    sheet.write_paragraph(
        "La saisie des notes est ouverte du lundi 7 juin 2027 au vendredi 11 juin 2027 à 18 h. "
        "Le lot est ensuite verrouillé par le correcteur, sauf consigne contraire du chef de centre."
    )
    sheet.write_table(
        [
            ["Situation", "Code à saisir"],
            ["Candidat absent", "AB"],
            ["Copie blanche", "CB"],
            ["Dispense", "DI"],
        ]
    )
    sheet.write_heading("2. Identifiants")
    sheet.write_paragraph(
        "Le site de saisie est C14. L'identifiant et le mot de passe figurent sur le bordereau joint au lot."
    )
    return bytes(sheet.output())


def show_assistant(visitor, reference: str) -> Page:
    page = visitor.open("/")
    ask(page, "Quand a lieu la réunion d’harmonisation de philosophie ?")
    page.locator("[data-act]").last.locator("summary").first.click()
    return page


def show_page_viewer(visitor, reference: str) -> Page:
    page = open_desk(visitor, "/lots/17/copies/0423?page=3")
    page.get_by_role("button", name="Signaler cette page").click()
    drag(page, (0.2, 0.55), (0.8, 0.95))
    expect(page.frame_locator("#permanence-frame").get_by_role("button", name="Continuer")).to_be_visible()
    return page


def show_marking(visitor, reference: str) -> Page:
    """Written once, found again by the other looks."""
    page = open_desk(visitor, "/lots/17/copies/0424?page=1")
    if not page.locator("#notes li").count():
        page.keyboard.press("s")
        page.keyboard.press("Enter")
        page.keyboard.press("c")
        for key in ("ArrowDown",) * 5:
            page.keyboard.press(key)
        page.keyboard.press("Enter")
        page.keyboard.type("Argument annoncé, exemple attendu.")
    for field, points in zip(mark_fields(page).all(), ("9", "11,5", "9"), strict=False):
        field.fill(points)
    page.locator("#appreciation").fill("Synthèse organisée, documents bien mis en relation.")
    expect(standing(page)).to_have_text("Enregistré")
    page.locator("#appreciation").blur()
    page.evaluate("document.querySelectorAll('aside, html').forEach((one) => { one.scrollTop = 0; })")
    return page


def show_lot(visitor, reference: str) -> Page:
    return visitor.open("/lots/17?refused=true", backend=True)


def show_desk(visitor, reference: str) -> Page:
    return visitor.open(f"/desk/{reference}")


def show_reports(visitor, reference: str) -> Page:
    return visitor.open("/my-reports")


def show_calendar(visitor, reference: str) -> Page:
    return visitor.open("/calendar?day=2027-06-08")


def show_deposit(visitor, reference: str) -> Page:
    page = visitor.open("/curator/deposits")
    page.get_by_role("link", name="saisie-des-notes.pdf").click()
    page.get_by_text("identifiant et le mot de passe").click()
    page.get_by_role("img", name="Page 1 de l’original").scroll_into_view_if_needed()
    page.get_by_role("heading", level=1).scroll_into_view_if_needed()
    return page


def show_library(visitor, reference: str) -> Page:
    return visitor.open("/curator")


SCENES = {
    "assistant": ("correcteur-philo", show_assistant),
    "lot": ("correctrice-bts", show_lot),
    "marking": ("correctrice-bts", show_marking),
    "page-viewer": ("correctrice-bts", show_page_viewer),
    "desk": ("agent-a", show_desk),
    "my-reports": ("correctrice-bts", show_reports),
    "calendar": ("correctrice-bts", show_calendar),
    "curator": ("documentaliste", show_library),
    "deposit": ("documentaliste", show_deposit),
}


@pytest.mark.parametrize("name", SCENES)
def test_screenshot_of_a_main_page(visit, flagged, dropped, album, name, theme, size):
    account, show = SCENES[name]
    viewport = WIDE if size == "wide" else PHONE
    visitor = visit(account, viewport=viewport, color_scheme=theme, reduced_motion="reduce")

    page = show(visitor, flagged)
    page.wait_for_load_state("networkidle")
    picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")

    assert overflow(page) == 0
    assert len(picture.getcolors(maxcolors=1 << 24) or ()) > 50  # something is drawn
    # 256 colours are enough for a page, and a quarter of the weight in the repository.
    picture.quantize(256, dither=Image.Dither.NONE).save(album / f"{name}-{theme}-{size}.png", optimize=True)
