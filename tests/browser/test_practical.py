"""Practical exams with the keyboard alone and no script: a mark on a dark phone, then the sheet on paper."""

from playwright.sync_api import expect

from tests.browser.looking import grave_faults, overflow
from tests.browser.test_story import say

PHONE = {"viewport": {"width": 360, "height": 740}, "color_scheme": "dark"}


def test_an_examiner_marks_by_keyboard_on_a_phone_and_prints(visit):
    visitor = visit("interrogatrice-stl", **PHONE)
    page = visitor.open("/practical", backend=True)
    page.get_by_role("link", name="27-V-0112").click()

    note, comment = page.get_by_label("Note sur 20"), page.get_by_label("Commentaire qualitatif")
    note.focus()
    page.keyboard.type("16")
    page.keyboard.press("Tab")
    expect(comment).to_be_focused()
    page.keyboard.type("Mesures reprises, conclusion juste.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").first).to_contain_text("C’est enregistré.")
    expect(note).to_have_value("16")
    assert (grave_faults(page), overflow(page)) == ({}, 0)

    sheet = page.get_by_role("link", name="Imprimer la fiche").get_attribute("href")
    printed = page.request.get(f"{visitor.backend}{sheet}")
    assert (printed.status, printed.headers["content-type"]) == (200, "application/pdf")

    # On paper the page itself loses nothing but what is pressed.
    page.emulate_media(media="print")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_role("button", name="Se déconnecter")).to_be_hidden()


def test_the_assistant_still_tells_her_days_from_her_missions(visit):
    page = visit("interrogatrice-stl").open("/")

    say(page, "Quels jours suis-je convoquée pour les ECE ?")

    answer = page.locator("[data-act]").last
    expect(answer).to_contain_text("2 juin 2027")
    expect(answer).to_contain_text("1er juin 2027")


def test_the_centre_attests_and_the_office_receives_without_a_script(visit):
    from backend.demo.practical import exam_id

    address = f"/practical/exams/{exam_id('CAL13', 2026)}"
    head = visit("chef-centre")
    page = head.open(address, backend=True)
    page.get_by_label("Jour de la destruction").fill("2026-06-08")
    page.get_by_role("button", name="Établir l’attestation").click()
    expect(page.get_by_text("Sujets détruits le lundi 8 juin 2026.")).to_be_visible()
    page.get_by_role("button", name="Signée et adressée").click()
    expect(page.get_by_text("Adressée", exact=True)).to_be_visible()

    office = visit("dec").open("/practical", backend=True)
    office.get_by_role("link", name="Lycée des Calanques, 2026").click()
    office.get_by_role("button", name="Attestation reçue").click()
    expect(office.get_by_text("Reçue", exact=True)).to_be_visible()
    expect(office.get_by_text("Manquante")).to_have_count(0)
