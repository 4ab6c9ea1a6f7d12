"""Hostile words in a real browser: typed, answered, streamed, listed, read by the desk; none of them runs."""

from playwright.sync_api import expect

from tests import hostile
from tests.browser.test_story import say
from tests.hostile import MARK

POST = """async ([conversation, texts]) => {
    const csrf = document.querySelector('[name="csrf"]').value;
    const headers = {"Content-Type": "application/json", "X-CSRF-Token": csrf};
    const address = `/api/conversations/${conversation}/messages`;
    const statuses = [];
    for (const text of texts) {
        const body = JSON.stringify({ text, key: crypto.randomUUID() });
        const sent = await fetch(address, { method: "POST", headers, body });
        statuses.push(sent.status);
    }
    return statuses;
}"""


def refuse_anything_that_ran(page):
    assert page.evaluate(f"window.{MARK} ?? [...document.querySelectorAll('iframe')].length") == 0
    assert (
        page.evaluate("document.querySelectorAll('main script, main [onerror], main [onload]').length") == 0
    )


def test_nothing_hostile_runs_in_any_window_that_shows_it(visit):
    corrector = visit("correctrice-bts")
    page = corrector.open("/")
    dialogs = []
    page.context.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    for text in hostile.SCRIPTS[:3]:
        say(page, text)
    conversation = page.url.split("/")[-1]
    beside = page.context.new_page()
    beside.goto(page.url)
    before = beside.locator("[data-act]").count()

    human = [f"Je veux parler à quelqu’un {text}" for text in hostile.SCRIPTS[3:8]]
    sent = [
        *(text for text in hostile.SCRIPTS if "\0" not in text),
        *(one for text in human for one in (text, "oui")),
        *(f"{mark}0423 egap 3" for mark in hostile.BIDI),
        *hostile.RIGHT_TO_LEFT,
        *(f"{one} bonjour" for one in hostile.EMOJI),
    ]
    statuses = page.evaluate(POST, [conversation, sent])
    arrived = before + statuses.count(200)
    expect(beside.locator("[data-act]")).to_have_count(arrived, timeout=60_000)
    expect(page.locator("[data-act]")).to_have_count(arrived)

    assert set(statuses) == {200}
    assert len(statuses) > 50
    for shown in (page, beside):
        refuse_anything_that_ran(shown)
    for path in (f"/conversations/{conversation}", "/conversations", "/my-data", "/my-reports", "/widget"):
        corrector.open(path)
        page.wait_for_timeout(150)
        refuse_anything_that_ran(page)
    desk = visit("agent-a").open("/desk")
    desk.locator('a[href^="/desk/P-"]').first.click()
    desk.wait_for_timeout(150)
    refuse_anything_that_ran(desk)
    assert dialogs == []
