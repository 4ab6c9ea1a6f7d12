"""The main pages, light and dark, wide and phone; `make screenshots` keeps the pictures."""

import io
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.looking import Visitor, overflow
from tests.browser.test_pages import ask
from tests.browser.test_story import flag_in_words, reply

WIDE, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
LOOKS = [(theme, size) for theme in ("light", "dark") for size in ("wide", "phone")]


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


def show_assistant(visitor, reference: str) -> Page:
    page = visitor.open("/")
    ask(page, "Quand a lieu la réunion d’harmonisation de philosophie ?")
    page.locator("[data-act]").last.locator("summary").first.click()
    return page


def show_page_viewer(visitor, reference: str) -> Page:
    page = visitor.open("/lots/17/copies/0423?page=3", backend=True)
    page.get_by_text("Signaler cette page", exact=True).first.click()
    expect(page.frame_locator("#permanence-frame").get_by_role("button", name="Continuer")).to_be_visible()
    return page


def show_desk(visitor, reference: str) -> Page:
    return visitor.open(f"/desk/{reference}")


def show_reports(visitor, reference: str) -> Page:
    return visitor.open("/my-reports")


def show_calendar(visitor, reference: str) -> Page:
    return visitor.open("/calendar?day=2027-06-08")


SCENES = {
    "assistant": ("correcteur-philo", show_assistant),
    "page-viewer": ("correctrice-bts", show_page_viewer),
    "desk": ("agent-a", show_desk),
    "my-reports": ("correctrice-bts", show_reports),
    "calendar": ("correctrice-bts", show_calendar),
}


@pytest.mark.parametrize(("theme", "size"), LOOKS, ids=[f"{theme}-{size}" for theme, size in LOOKS])
@pytest.mark.parametrize("name", SCENES)
def test_screenshot_of_a_main_page(visit, flagged, album, name, theme, size):
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
