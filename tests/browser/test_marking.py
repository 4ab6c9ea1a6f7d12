"""The marking workspace, as a corrector uses it: marks, annotations, a cut, two windows, a page to report."""

import re

from playwright.sync_api import Page, expect

from tests.browser.looking import grave_faults, missing_icons, overflow
from tests.browser.test_windows import forget_the_cut

WAITS = "Gardé ici, sera envoyé au retour du réseau"
# The rest of a lot, by the same API as the page's own script: blank copies.
COMPLETE = """async (lot) => {
    const csrf = document.querySelector("meta[name=csrf]").content;
    const copies = await (await fetch(`/v1/me/lots/${lot}/copies`)).json();
    for (const { id, state } of copies.filter((copy) => copy.state !== "marked")) {
        const { version } = await (await fetch(`/v1/copies/${id}/work`)).json();
        await fetch(`/v1/copies/${id}/marks`, {
            method: "PUT", headers: { "Content-Type": "application/json", "X-CSRF-Token": csrf },
            body: JSON.stringify({ marks: {}, code: "CB", appreciation: "", version }),
        });
    }
}"""
HEAR_REPORT = "addEventListener('permanence:report', (event) => { window.reported = event.detail; })"


def open_desk(corrector, path: str) -> Page:
    page = corrector.open(path, backend=True)
    expect(page.get_by_role("heading", name="Barème")).to_be_visible()
    expect(page.locator("#zoom")).not_to_be_empty()
    return page


def drag(page: Page, start: tuple[float, float], end: tuple[float, float]) -> None:
    """In shares of what is seen of the page."""
    seen = page.locator("#viewer").bounding_box()
    places = [(seen["x"] + x * seen["width"], seen["y"] + y * seen["height"]) for x, y in (start, end)]
    page.mouse.move(*places[0])
    page.mouse.down()
    page.mouse.move(*places[1], steps=3)
    page.mouse.up()


def standing(page: Page):
    """The quiet line that says where what one writes is."""
    return page.locator("#standing span")


def mark_fields(page: Page):
    return page.locator("#scheme input")


def fill_marks(page: Page, points: str) -> None:
    for field in mark_fields(page).all():
        field.fill(points)
    page.locator("#appreciation").fill("Raisonnements justes, à rédiger davantage.")


def test_a_lot_is_marked_through_a_cut_then_completed_finished_and_locked(visit):
    corrector = visit("correctrice-maths", color_scheme="dark")
    page = corrector.open("/lots/31", backend=True)
    page.get_by_role("link", name=re.compile("Corriger la copie")).click()
    expect(page.get_by_role("heading", name="Barème")).to_be_visible()
    expect(page.locator("#zoom")).not_to_be_empty()
    page.get_by_role("button", name="Surligner").click()
    drag(page, (0.3, 0.4), (0.6, 0.45))
    expect(standing(page)).to_have_text("Enregistré")

    page.context.set_offline(True)
    page.keyboard.press("c")
    for key in ("ArrowDown", "Shift+ArrowRight", "Enter"):
        page.keyboard.press(key)
    page.keyboard.type("Justifier cette égalité.")
    fill_marks(page, "1")
    expect(standing(page)).to_have_text(WAITS)
    page.keyboard.press("Tab")
    assert grave_faults(page) == {}
    page.context.set_offline(False)
    expect(standing(page)).to_have_text("Enregistré")
    forget_the_cut(corrector)

    page.reload()
    expect(mark_fields(page).first).to_have_value("1")
    notes = page.locator("#notes textarea")
    expect(notes).to_have_count(2)
    assert sorted(note.input_value() for note in notes.all()) == ["", "Justifier cette égalité."]
    expect(page.locator("#state")).to_contain_text("Corrigée")

    page.get_by_role("link", name="Retour au lot").click()
    page.get_by_role("button", name="Terminer le lot").click()
    expect(page.get_by_role("alert")).to_contain_text("voici ce qui manque encore")
    expect(page.locator("#missing a").first).to_be_visible()
    page.evaluate(COMPLETE, "31")
    page.get_by_role("button", name="Terminer le lot").click()
    expect(page.get_by_role("heading", name="Lot terminé")).to_be_visible()
    page.get_by_role("link", name="Verrouiller le lot").click()
    expect(page.get_by_text("Vous ne pourrez pas défaire ce geste.")).to_be_visible()
    page.get_by_role("button", name="Verrouiller le lot 31").click()
    expect(page.get_by_role("heading", name="Lot verrouillé")).to_be_visible()
    page.locator(".bk-copy").first.click()
    expect(mark_fields(page).first).to_be_disabled()


def test_pages_are_mended_annotations_undone_and_two_devices_lose_nothing(visit):
    corrector = visit("correctrice-bts")
    page = open_desk(corrector, "/lots/17/copies/0426?page=4")
    page.get_by_role("button", name="Tourner").click()
    page.get_by_role("button", name="Réorganiser").click()
    page.get_by_role("button", name="Page 4 : tourner").press("Enter")
    page.get_by_role("button", name="Page 4 : avancer").press("Enter")
    assert grave_faults(page) == {}
    page.get_by_role("button", name="Enregistrer l’ordre").click()
    expect(page.locator("#where")).to_have_text("Page 3 sur 4")
    page.keyboard.press("v")
    page.keyboard.press("Enter")
    expect(page.locator("#notes li")).to_have_count(1)
    page.keyboard.press("Control+z")
    expect(page.locator("#notes li")).to_have_count(0)
    expect(standing(page)).to_have_text("Enregistré")

    beside = page.context.new_page()
    beside.goto(page.url)
    expect(beside.locator("#where")).to_have_text("Page 3 sur 4")
    mark_fields(beside).last.fill("12")
    expect(mark_fields(page).last).to_have_value("12")
    expect(standing(beside)).to_have_text("Enregistré")

    other = visit("correctrice-bts")
    elsewhere = open_desk(other, "/lots/17/copies/0426?page=3")
    mark_fields(elsewhere).first.fill("4")
    expect(standing(elsewhere)).to_have_text("Enregistré")
    mark_fields(page).first.fill("5,5")
    expect(page.get_by_role("heading", name="Notée aussi ailleurs")).to_be_visible()
    assert page.locator("#conflict-rows td").all_inner_texts() == ["5,5", "4"]
    assert grave_faults(page) == {}
    page.get_by_role("button", name="Garder ce qui est ici").click()
    expect(standing(page)).to_have_text("Enregistré")
    elsewhere.reload()
    expect(mark_fields(elsewhere).first).to_have_value("5,5")
    expect(mark_fields(elsewhere).last).to_have_value("12")
    assert all("409" in said for said in corrector.complaints), corrector.complaints
    corrector.complaints.clear()


def test_what_could_not_be_sent_is_told_before_signing_out_and_does_not_stay(visit):
    corrector = visit("correctrice-bts", viewport={"width": 320, "height": 640})
    page = open_desk(corrector, "/lots/17/copies/0433")
    page.get_by_role("button", name="Commenter").click()
    assert grave_faults(page) == {}
    assert overflow(page) == 0
    page.get_by_role("button", name="Renoncer").click()
    page.route("**/v1/copies/*/annotations/*", lambda route: route.abort())
    page.keyboard.press("v")
    page.keyboard.press("Enter")
    expect(standing(page)).to_have_text(WAITS)

    page.get_by_role("button", name="Se déconnecter").click()
    expect(page.locator("#leaving-what")).to_contain_text("copie 0433, lot 17")
    page.get_by_role("button", name="Se déconnecter et l’effacer").click()
    expect(page).to_have_url(re.compile("/sign-in"))
    corrector.sign_in("correctrice-bts")
    corrector.open("/lots", backend=True)
    assert page.evaluate("Object.keys(localStorage).filter(name => name.startsWith('bk-kept'))") == []
    assert all("ERR_FAILED" in said for said in corrector.complaints), corrector.complaints
    corrector.complaints.clear()


def test_a_zone_is_drawn_then_the_assistant_knows_it_and_the_copy_is_set_aside(visit):
    corrector = visit("correctrice-bts")
    page = open_desk(corrector, "/lots/17/copies/0434?page=2")
    page.evaluate(HEAR_REPORT)
    page.get_by_role("button", name="Signaler cette page").click()
    drag(page, (0.25, 0.5), (0.75, 0.9))

    frame = page.frame_locator("#permanence-frame")
    expect(frame.get_by_text("0434").first).to_be_visible()
    told = page.evaluate("window.reported")
    assert (told["lot"], told["copy"], told["page"]) == ("17", "0434", "2")
    assert 0.2 < told["zone"]["left"] < 0.3
    assert 0.7 < told["zone"]["right"] < 0.8
    assert told["zone"]["top"] < told["zone"]["bottom"]
    expect(frame.get_by_text("tracée sur la page")).to_be_visible()
    widget = page.locator("#permanence-frame").bounding_box()
    seen = page.locator("#viewer").bounding_box()
    assert widget["x"] >= seen["x"] + seen["width"], "over the panel, never over the page"

    frame.get_by_role("button", name=re.compile("Réduire")).click()
    page.get_by_role("button", name="Effacer la zone").click()
    page.get_by_role("button", name="Mettre de côté").click()
    page.get_by_role("radio", name="Une page est illisible").check()
    assert grave_faults(page) == {}
    assert missing_icons(page) == []
    page.get_by_role("button", name="Mettre de côté et continuer").click()
    expect(page).to_have_url(re.compile("/lots/17/copies/0435"))
    lot = corrector.open("/lots/17", backend=True)
    expect(lot.get_by_role("region", name="Mises de côté")).to_contain_text("0434")
