"""The pages of the marking workspace: what a lot misses, how it ends, and scripts that watch nobody."""

import re

import pytest
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import event
from sqlmodel import Session, col, select, update

from backend import database
from backend.demo.seed import lot_id
from backend.main import STATIC
from backend.models import Copy, Lot, LotState
from tests.backend.marking import Corrector
from tests.conftest import ROOT

# What a corrector's browser runs; the scan operator's page has a script of its own.
SCRIPTS = sorted({*STATIC.glob("*.js"), *(STATIC / "work").glob("*.js")} - {STATIC / "orders.js"})
# Clocks, and what tells a server that somebody looks, scrolls or leaves.
WATCHING = (
    r"sendBeacon|\bDate\b|performance\.|timeStamp|setInterval|IntersectionObserver|visibilitychange|idle"
)


def csrf_of(page: str) -> str:
    return re.search(r'<meta name="csrf" content="([^"]+)"', page)[1]


def press(browser, address, **given):
    """A form of the page, with the token of its session."""
    token = csrf_of(browser.get("/lots").text)
    return browser.post(address, data={"csrf": token, **given})


def complete(as_person, person, number):
    """Every copy of the lot bears a code."""
    caller = as_person(person)
    corrector = Corrector(caller)
    copies = caller.get(f"/v1/me/lots/{number}/copies").json()
    for copy in (copy for copy in copies if copy["state"] != "marked"):
        assert corrector.mark(copy["id"], code="CB").status_code == 200


def test_a_lot_says_to_its_corrector_alone_what_it_misses(browser):
    page = browser("correctrice-bts").get("/lots/17").text

    assert "Corriger la copie 0423" in page
    assert "Copie 0423\u00a0: aucune note ni aucun code" in page
    assert 'action="/lots/17/moves/finish"' in page
    assert "Une page est illisible" in page  # why copy 0430 is set aside
    for person in ("agent-a", "chef-centre", "dec"):
        other = browser(person).get("/lots/17").text
        assert "aucune note" not in other
        assert "/moves/" not in other
        assert "Une page est illisible" not in other


def test_finishing_with_something_missing_leads_to_the_list_of_it(browser, session):
    corrector = browser("correctrice-bts")

    answer = press(corrector, "/lots/17/moves/finish")

    assert answer.headers["location"] == "/lots/17?refused=true#end"
    page = corrector.get("/lots/17?refused=true").text
    assert "Le lot n’est pas terminé" in page
    assert '<details class="bk-missing" id="missing" open>' in page
    assert session.exec(select(Lot).where(Lot.number == 17)).one().state is LotState.MARKING


def test_a_complete_lot_is_finished_reopened_finished_and_locked_after_a_second_question(
    browser, as_person, engine
):
    complete(as_person, "correctrice-maths", 31)
    corrector = browser("correctrice-maths")

    def state():
        with Session(engine) as session:
            return session.exec(select(Lot).where(Lot.number == 31)).one().state

    for move, after in (
        ("finish", LotState.FINISHED),
        ("reopen", LotState.MARKING),
        ("finish", LotState.FINISHED),
    ):
        assert press(corrector, f"/lots/31/moves/{move}").status_code == 303
        assert state() is after
    asked = corrector.get("/lots/31/lock").text
    assert "Vous ne pourrez pas défaire ce geste" in asked
    assert state() is LotState.FINISHED
    press(corrector, "/lots/31/moves/lock")
    assert state() is LotState.LOCKED
    assert "Verrouiller" not in corrector.get("/lots/31").text
    told = [asked, corrector.get("/lots/31").text, corrector.get("/lots/31/copies/2001").text]
    guide = (ROOT / "docs" / "guide-correcteur.md").read_text(encoding="utf-8")
    for said in (*told, guide):  # as the table of steps has it
        assert re.search(r"[Ss]eul le bureau des examens peut (?:le rouvrir|rouvrir le lot), avant", said)
    assert "plus rien n’y change" in told[-1]


def test_a_lot_that_may_not_be_locked_says_why_and_is_not(browser):
    corrector = browser("correctrice-bts")

    page = corrector.get("/lots/17/lock").text
    answer = press(corrector, "/lots/17/moves/lock")

    assert "ne peut pas encore être verrouillé" in page
    assert "/moves/lock" not in page
    assert answer.status_code == 409


@pytest.mark.parametrize("move", ["finish", "reopen", "lock"])
def test_a_lot_is_moved_by_its_corrector_from_our_own_page_only(browser, move):
    corrector = browser("correctrice-bts")

    assert corrector.post(f"/lots/9/moves/{move}", data={"csrf": "autre"}).status_code == 403
    assert press(browser("correcteur-bts-2"), f"/lots/9/moves/{move}").status_code == 404
    assert press(browser("agent-a"), f"/lots/9/moves/{move}").status_code == 403
    assert press(corrector, "/lots/9/moves/harmonise").status_code == 422


def test_only_the_corrector_is_given_the_tools(browser):
    assert 'data-tool="highlight"' in browser("correctrice-bts").get("/lots/17/copies/0423").text
    for person in ("agent-a", "chef-centre", "numerisation", "dec"):
        page = browser(person).get("/lots/17/copies/0423").text
        assert "data-tool" in page
        assert "highlight" not in page
        assert "Appréciation" not in page


def test_every_page_of_a_lot_is_shown_and_read_only_when_one_comes_near_it(browser):
    page = browser("correctrice-bts").get("/lots/17?view=pages").text

    images = re.findall(r"<img[^>]*>", page)
    assert len(images) == 48 * 4
    assert all('loading="lazy"' in image and 'width="150"' in image for image in images)


@pytest.mark.parametrize("view", ["list", "pages"])
def test_a_lot_asks_as_much_of_the_database_whatever_its_number_of_copies(browser, engine, view):
    corrector, asked = browser("correctrice-bts"), []

    def questions():
        asked.clear()
        assert corrector.get(f"/lots/17?view={view}").status_code == 200
        return len(asked)

    event.listen(engine, "before_cursor_execute", lambda *_: asked.append(1))
    small = questions()
    with database.writing(engine) as session:
        others = [lot_id(9), lot_id(18), lot_id(23)]
        session.exec(update(Copy).where(col(Copy.lot_id).in_(others)).values(lot_id=lot_id(17)))

    assert questions() == small


def test_signing_out_from_the_application_empties_what_the_browser_kept(client, browser):
    corrector = browser("correctrice-bts")
    token = URLSafeTimedSerializer("partage", salt="sign-out").dumps({"sub": "correctrice-bts"})

    answer = corrector.get("/signed-out", params={"token": token})

    assert answer.headers["clear-site-data"] == '"storage"'
    assert "clear-site-data" not in client.get("/signed-out", params={"token": token}).headers


def test_the_scripts_watch_nobody_and_send_only_what_is_written():
    texts = {path.name: path.read_text(encoding="utf-8") for path in SCRIPTS}

    assert len(texts) > 10
    assert {name for name, text in texts.items() if re.search(WATCHING, text)} == set()
    # The API, and the images of the pages: nothing else is asked of any server.
    assert {name for name, text in texts.items() if "fetch(" in text} == {"api.js", "viewer.js"}
    assert all("XMLHttpRequest" not in text and "WebSocket" not in text for text in texts.values())
