"""The demonstration as a newcomer starts it, on free ports and in a new folder, and a Chromium."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, expect, sync_playwright

from tests.browser.looking import PATIENCE, Visitor
from tests.conftest import demonstration_environment

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")
STARTS_WITHIN_SECONDS = 180  # a machine of two cores shared with other work; seconds when it is idle
STOPS_WITHIN_SECONDS = 15


@dataclass(frozen=True)
class Site:
    """The two addresses of a running demonstration."""

    app: str
    backend: str


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium_path() -> str:
    found = next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
    if found is None and os.environ.get("CI"):
        pytest.fail("Chromium is missing: tools/browser.sh installs it")
    if found is None:
        pytest.skip("Chromium is missing: apt-get install chromium")
    return found


def _free_ports(count: int) -> list[int]:
    taken = [socket.socket() for _ in range(count)]
    try:
        for one in taken:
            one.bind(("127.0.0.1", 0))
        return [one.getsockname()[1] for one in taken]
    finally:
        for one in taken:
            one.close()


def _await_answer(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    until = time.monotonic() + STARTS_WITHIN_SECONDS
    while time.monotonic() < until and server.poll() is None:
        try:
            with opener.open(f"{address}/healthz", timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    pytest.fail(f"{address} did not answer\n{log.read_text(encoding='utf-8')[-4000:]}")


@pytest.fixture(scope="session")
def site(root: Path, demonstration: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("site")
    shutil.copytree(demonstration / "var", folder / "var")
    app_port, backend_port = _free_ports(2)
    environment = demonstration_environment(
        folder / "var", PERMANENCE_PORT=str(app_port), PERMANENCE_BACKEND_PORT=str(backend_port)
    )
    running = Site(f"http://127.0.0.1:{app_port}", f"http://127.0.0.1:{backend_port}")
    log = folder / "server.log"
    with log.open("wb") as output:
        server = subprocess.Popen(
            [sys.executable, "-m", "app.cli", "serve"],
            cwd=root,
            env=environment,
            stdout=output,
            stderr=output,
        )
        try:
            _await_answer(running.backend, server, log)
            _await_answer(running.app, server, log)
            yield running
        finally:
            server.send_signal(signal.SIGTERM)
            try:
                server.wait(STOPS_WITHIN_SECONDS)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()
                raise
    assert "Traceback" not in log.read_text(encoding="utf-8")


# One for each file: should it die, the other files are not drawn along.
@pytest.fixture(scope="module")
def chromium(chromium_path: str) -> Iterator[Browser]:
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium_path, args=["--no-sandbox", "--no-proxy-server", "--disable-gpu"]
        )
        yield browser
        browser.close()


@pytest.fixture
def visit(site: Site, chromium: Browser) -> Iterator:
    """`visit("correctrice-bts")` gives a signed-in visitor; nothing may go wrong unseen in its pages."""
    opened: list[tuple[BrowserContext, Visitor]] = []

    def open_visitor(account: str | None = None, **settings) -> Visitor:
        settings = {"viewport": {"width": 1280, "height": 800}, "locale": "fr-FR"} | settings
        context = chromium.new_context(**settings)
        visitor = Visitor(context.new_page(), site.app, site.backend)
        opened.append((context, visitor))
        if account:
            visitor.sign_in(account)
        return visitor

    yield open_visitor
    for context, visitor in opened:
        context.close()
        visitor.refuse_surprises()
