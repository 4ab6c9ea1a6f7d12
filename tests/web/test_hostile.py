"""Five hundred hostile messages: each is answered or refused in words; nothing leaks, runs or breaks."""

import re
from collections import Counter
from html import escape
from html.parser import HTMLParser
from uuid import uuid4

import pytest

from tests import hostile
from tests.hostile import MARK, PRODUCT

CANARY = "canari-7f3a-jamais-pour-un-autre"
RUNS = {
    "script",
    "iframe",
    "object",
    "embed",
    "style",
    "link",
    "base",
    "meta",
    "img",
    "video",
    "math",
    "body",
}
TECHNICAL = re.compile(
    r"Traceback|sqlalchemy|sqlite3|\.py\b|/site-packages/|SELECT .* FROM|root:x:0|jinja2|pydantic|uid=\d",
    re.I,
)


class Found(HTMLParser):
    """Elements and attributes of a fragment that could run something."""

    def __init__(self):
        super().__init__()
        self.dangers = []

    def handle_starttag(self, tag, attributes):
        if tag in RUNS:
            self.dangers.append(tag)
        for name, value in attributes:
            address = (value or "").strip().lower()
            if (
                name.startswith("on")
                or name in ("style", "srcdoc")
                or address.startswith(("javascript:", "data:"))
            ):
                self.dangers.append(f"{tag} {name}")


def dangers(fragment):
    found = Found()
    found.feed(fragment)
    return found.dangers


@pytest.fixture
def victim(sign_in_as):
    """Somebody else, whose words must never be seen."""
    browser = sign_in_as("correcteur-philo")
    conversation = browser.post("/api/conversations", json={"key": uuid4().hex}).json()["id"]
    for words in (f"Bonjour {CANARY}", f"Je veux parler à quelqu’un : {CANARY}", "oui"):
        body = {"text": words, "key": uuid4().hex}
        browser.post(f"/api/conversations/{conversation}/messages", json=body)
    return conversation


def send(browser, conversation, one):
    address = f"/api/conversations/{conversation}/messages"
    if one.body is not None:
        headers = {"Content-Type": one.content_type} if one.content_type else {}
        return browser.post(address, content=one.body, headers=headers)
    # As a client may write it: half a pair of surrogates goes through JSON as an escape.
    escaped = re.sub(
        r"[^ -~]", lambda found: _escape(found[0]), one.text.replace("\\", "\\\\").replace('"', '\\"')
    )
    content = f'{{"text": "{escaped}", "key": "{uuid4().hex}"}}'
    return browser.post(address, content=content.encode(), headers={"Content-Type": "application/json"})


def _escape(character):
    units = character.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[at]:02x}{units[at + 1]:02x}" for at in range(0, len(units), 2))


def test_there_are_five_hundred_of_every_kind():
    kinds = Counter(one.category for one in hostile.messages())

    assert kinds.total() >= 500
    assert set(kinds) == {"script", "order", "injection", "emoji", "direction", "control", "huge", "body"}
    assert min(kinds.values()) >= 15


def test_hostile_messages_neither_break_nor_leak_nor_run(victim, sign_in_as, settings):
    browser = sign_in_as("correctrice-bts")
    secret = settings.secret.get_secret_value()
    faults, statuses, conversation = [], Counter(), None

    for number, one in enumerate(hostile.messages()):
        # A form left open colours what follows: several conversations meet several states.
        if number % 20 == 0:
            conversation = browser.post("/api/conversations", json={"key": uuid4().hex}).json()["id"]
        response = send(browser, conversation, one)
        statuses[response.status_code] += 1
        content = response.json()
        shown = content.get("rendered", "")
        said = shown.replace(escape(one.text), "") if response.status_code == 200 else response.text
        checks = {
            "status": response.status_code in (200, 400, 413, 422),
            "refusal in words": response.status_code == 200 or content.get("message", "").endswith("."),
            "leak": not any(word in response.text for word in (CANARY, victim, secret)),
            "technical": not TECHNICAL.search(said),
            "evaluated": PRODUCT["value"] not in response.text,
            "runs": not dangers(shown),
        }
        sample = one.text[:60] or one.body[:60]
        faults += [
            (one.category, name, response.status_code, sample)
            for name, is_good in checks.items()
            if not is_good
        ]

    assert faults == []
    assert statuses[200] > 300
    assert statuses[422] > 50


def test_every_page_that_shows_them_again_shows_them_as_words(sign_in_as):
    browser = sign_in_as("correctrice-bts")
    conversation = browser.post("/api/conversations", json={"key": uuid4().hex}).json()["id"]
    for text in hostile.SCRIPTS:
        send(browser, conversation, hostile.Hostile("script", f"Je veux parler à quelqu’un {text}"))
        send(browser, conversation, hostile.Hostile("script", "oui"))

    own = {"/static/js/theme.js", "/static/js/ui.js", "/static/js/chat.js"}
    for path in (f"/conversations/{conversation}", "/conversations?q=quelqu", "/my-data", "/my-reports"):
        page = browser.get(path)
        scripts = set(re.findall(r'<script src="([^"]+)"', page.text))
        assert page.status_code == 200, path
        assert scripts <= own, path
        assert page.text.count("<script") == page.text.count('<script src="/static/js/'), path
        assert not re.search(
            rf"<[^>]*{MARK}", re.sub(r"&[a-z#0-9]+;", "", re.sub(r'"[^"]*"', "", page.text))
        ), path
