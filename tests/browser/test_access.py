"""The conversation for those who hear it, enlarge it or have no mouse: checked on the accessibility tree."""

import re

from playwright.sync_api import expect

from tests.browser.looking import grave_faults, overflow
from tests.browser.test_story import say

QUESTION = "Quel est le code de site LOTANET pour les copies papier de culture générale ?"
OTHER = "Que faut-il inscrire pour un candidat absent ?"
# 1280 by 800 enlarged twice: what is left of the window, in the page's own pixels.
ENLARGED = {"viewport": {"width": 640, "height": 400}, "device_scale_factor": 2}
# Every addition to the thread, with whether it is read out at that moment.
LISTEN = """() => {
    const log = document.querySelector("[role=log]");
    window.additions = [];
    new MutationObserver((changes) => changes.forEach((change) => [...change.addedNodes].forEach((node) => {
        const name = node.className || node.id?.slice(0, 5);
        if (node.nodeType === 1) window.additions.push([log.getAttribute("aria-live"), name]);
    }))).observe(log, { childList: true });
}"""


def tree(page):
    """The nodes that a screen reader sees: (role, name) with their properties."""
    session = page.context.new_cdp_session(page)
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    session.detach()
    return [
        {
            "role": node.get("role", {}).get("value"),
            "name": node.get("name", {}).get("value", ""),
            **{one["name"]: one["value"].get("value") for one in node.get("properties", ())},
        }
        for node in nodes
        if not node.get("ignored")
    ]


def of_role(nodes, role):
    return [node for node in nodes if node["role"] == role]


def focused(page):
    return page.evaluate("[document.activeElement.tagName, document.activeElement.id]")


def press_until(page, key, tag, most=40):
    for _ in range(most):
        page.keyboard.press(key)
        if focused(page)[0] == tag:
            return
    raise AssertionError(f"{most} times {key} lead to no {tag}")


def test_only_what_is_new_is_read_out_and_the_focus_stays_in_the_field(visit):
    page = visit("correctrice-bts").open("/")
    say(page, QUESTION)
    page.evaluate(LISTEN)

    page.get_by_label("Votre question").fill(OTHER)
    page.keyboard.press("Enter")
    expect(page.locator("[data-act]")).to_have_count(2)

    nodes = tree(page)
    (log,) = of_role(nodes, "log")
    assert (log["live"], log["relevant"], log.get("atomic", False)) == ("polite", "additions", False)
    assert page.evaluate("window.additions") == [["polite", "pm-said"], ["polite", "turn-"]]
    (field,) = [node for node in of_role(nodes, "textbox") if node.get("focused")]
    assert field["name"] == "Votre question"
    assert {node.get("live") for node in of_role(nodes, "status")} == {"polite"}
    answers = [
        node for node in of_role(nodes, "article") if node["name"].startswith("Réponse de l’assistant,")
    ]
    assert len(answers) == 2
    assert all(node["name"] for node in [*of_role(nodes, "article"), *of_role(nodes, "button")])


def test_a_thread_taken_up_in_the_widget_is_not_read_out_again(visit):
    corrector = visit("correctrice-bts")
    corrector.page.add_init_script(f"document.addEventListener('DOMContentLoaded', {LISTEN})")
    page = corrector.open("/widget")
    say(page, QUESTION)

    page.reload()
    expect(page.locator("[data-act]")).to_have_count(1)
    assert page.evaluate("window.additions") == [["off", "pm-said"], ["off", "turn-"]]
    page.wait_for_timeout(600)
    say(page, OTHER)

    assert page.evaluate("window.additions")[2:] == [["polite", "pm-said"], ["polite", "turn-"]]


def test_with_the_keyboard_alone_one_asks_opens_a_citation_and_reads_the_text(visit):
    page = visit("correctrice-bts").open("/")

    press_until(page, "Tab", "TEXTAREA")
    page.keyboard.type(QUESTION)
    page.keyboard.press("Enter")
    expect(page.locator("[data-act]")).to_have_count(1)
    assert focused(page) == ["TEXTAREA", "question"]
    press_until(page, "Shift+Tab", "SUMMARY")
    page.keyboard.press("Enter")
    expect(page.get_by_role("blockquote").last).to_be_visible()
    press_until(page, "Tab", "A", most=2)
    page.keyboard.press("Enter")

    expect(page).to_have_url(re.compile("/texts/"))
    expect(page.locator("mark").first).to_be_in_viewport()


def test_enlarged_twice_nothing_is_cut_and_the_field_is_there(visit):
    page = visit("correctrice-bts", **ENLARGED).open("/")
    say(page, QUESTION)
    say(page, "Combien de copies me reste-t-il à corriger ?")

    assert overflow(page) == 0
    expect(page.get_by_label("Votre question")).to_be_in_viewport(ratio=1)
    taken = page.locator("#ask").bounding_box()["height"]
    assert taken < 200, "the field leaves half of the window to the answer"


def test_the_rule_and_the_situation_stand_apart_and_the_machine_says_what_it_is(visit):
    page = visit("correctrice-bts").open("/")
    say(page, "Combien de copies me reste-t-il à corriger ?")

    situation = page.get_by_role("region", name=re.compile("^Votre situation"))
    expect(situation).to_be_visible()
    heading = situation.get_by_role("heading").inner_text()
    assert re.search(r"lue dans .+, (lun|mar|mercre|jeu|vendre|same|diman)(di|che) \d", heading)
    assert situation.evaluate("one => getComputedStyle(one).borderLeftWidth") != "0px"
    expect(page.get_by_text("Assistant automatique").first).to_be_visible()


def test_a_message_that_waits_and_my_data_are_legible_on_a_dark_phone(visit):
    corrector = visit("correctrice-bts", color_scheme="dark", viewport={"width": 320, "height": 640})
    page = corrector.open("/")
    say(page, QUESTION)
    address = page.url.removeprefix(corrector.app)
    page.context.set_offline(True)
    page.get_by_label("Votre question").fill(OTHER)
    page.keyboard.press("Enter")
    expect(page.get_by_text("En attente du réseau")).to_be_visible()

    assert grave_faults(page) == {}
    assert overflow(page) == 0

    page.context.set_offline(False)
    expect(page.locator("[data-act]")).to_have_count(2)
    corrector.complaints.clear()
    for path in ("/my-data", f"{address}/erasure", "/conversations?q=absent", "/conversations?q=introuvable"):
        corrector.open(path)
        assert grave_faults(page) == {}, path
        assert overflow(page) == 0, path
