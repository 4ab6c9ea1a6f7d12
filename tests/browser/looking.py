"""A person in front of a browser: signs in, asks, and notices what should not have happened."""

from collections import Counter
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import ConsoleMessage, Frame, Page, Request, expect

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
GRAVE = {"serious", "critical"}
# A first question loads the sentence engine on a machine that other work may share.
PATIENCE = 20_000


class Visitor:
    def __init__(self, page: Page, app: str, backend: str) -> None:
        self.page, self.app, self.backend = page, app, backend
        self.strangers: set[str] = set()
        self.complaints: list[str] = []
        page.set_default_timeout(PATIENCE)
        page.context.on("request", self._note_request)
        page.context.on("console", self._note_console)
        page.context.on("weberror", lambda error: self.complaints.append(str(error.error)))

    def _note_request(self, request: Request) -> None:
        address = urlsplit(request.url)
        origin = f"{address.scheme}://{address.netloc}"
        if address.scheme not in {"data", "blob", "about"} and origin not in {self.app, self.backend}:
            self.strangers.add(request.url)

    def _note_console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.complaints.append(message.text)

    def refuse_surprises(self) -> None:
        """No request left the two origins; no script failed; no security policy was crossed."""
        assert self.strangers == set()
        assert self.complaints == []

    def sign_in(self, account: str) -> None:
        self.page.goto(f"{self.app}/sign-in")
        self.page.locator(f'button[name="account"][value="{account}"]').click()
        expect(self.page.get_by_role("button", name="Se déconnecter")).to_be_visible()

    def open(self, path: str, *, backend: bool = False) -> Page:
        answer = self.page.goto(f"{self.backend if backend else self.app}{path}")
        assert answer is not None
        assert answer.ok, f"{path}: {answer.status}"
        return self.page


def grave_faults(frame: Page | Frame) -> Counter[str]:
    """What axe-core finds serious or critical, with the element, counted."""
    frame.evaluate(AXE.read_text(encoding="utf-8"))
    found = frame.evaluate("async () => (await axe.run(document, {resultTypes: ['violations']})).violations")
    return Counter(
        f"{fault['id']}: {node['target']}"
        for fault in found
        if fault["impact"] in GRAVE
        for node in fault["nodes"]
    )


def missing_icons(page: Page) -> list[str]:
    """Names of icons that the page asks of the sprite and that are not in it."""
    return page.evaluate(
        """async () => {
            const asked = [...document.querySelectorAll("svg use")].map((use) => use.getAttribute("href"));
            const sprites = new Map();
            for (const href of new Set(asked)) {
                const [file, name] = href.split("#");
                if (!file) { if (!document.getElementById(name)) return [href]; continue; }
                if (!sprites.has(file)) {
                    const text = await (await fetch(file)).text();
                    sprites.set(file, new DOMParser().parseFromString(text, "image/svg+xml"));
                }
            }
            return asked.filter((href) => {
                const [file, name] = href.split("#");
                return file && !sprites.get(file).getElementById(name);
            });
        }"""
    )


def overflow(page: Page) -> int:
    """Pixels by which the page is wider than the window."""
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
