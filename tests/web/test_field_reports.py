"""A field report leaves the conversation without a trace: every table, log and file is walked for one."""

import logging
import re
import sqlite3
from datetime import date
from pathlib import Path

import pytest
import structlog
from sqlmodel import Session, select

from app.logs import configure_logs
from app.tables import METADATA
from ticketing import feedback
from ticketing.feedback_models import FieldReport
from ticketing.vocabulary import Theme

SECRET = "zyglotron"  # a word that nothing else says
WORDS = f"Le {SECRET} des copies à l'écran, lot 17, m'épuise les yeux : dites-le au syndicat."
ONLY_HERE = {"field_report"}
DAY = date(2027, 6, 3)


@pytest.fixture
def logs():
    root = logging.getLogger()
    former, level = root.handlers[:], root.level
    configure_logs()
    root.setLevel(logging.DEBUG)
    yield
    structlog.reset_defaults()
    root.handlers[:] = former
    root.setLevel(level)


@pytest.fixture
def told(sign_in_as):
    """The API as a signed-in corrector uses it; `say` gives the answer as the browser gets it."""
    browser = sign_in_as("correctrice-bts")
    made = browser.post("/api/conversations", json={"key": "conversation-1"}).json()["id"]
    number = iter(range(100))

    def say(text, key=None):
        body = {"text": text, "key": key or f"message-{next(number)}"}
        answer = browser.post(f"/api/conversations/{made}/messages", json=body)
        assert answer.status_code == 200
        return answer.json()

    say.conversation = made
    say.browser = browser
    return say


def words_of(answer):
    return " ".join(sentence["text"] for sentence in answer["sentences"])


def receipt_of(answer):
    return re.search(r"[A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4}", words_of(answer)).group()


def cells(database, leaving_out=()):
    """Every value of every table, as text."""
    with sqlite3.connect(database) as connection:
        tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type='table'")]
        assert len(tables) > 15
        for table in set(tables) - set(leaving_out):
            for row in connection.execute(f'SELECT * FROM "{table}"'):
                yield from ((table, str(value)) for value in row)
    connection.close()


def files(folder):
    return [path for path in Path(folder).rglob("*") if path.is_file()]


def test_the_words_of_a_report_are_in_its_own_table_and_nowhere_else(told, settings, services, logs, capfd):
    told("Bonjour")
    asked = told(WORDS)
    assert asked["act"] == "consent_request"
    database = settings.data_dir / "permanence.db"

    assert [table for table, value in cells(database) if SECRET in value] == []  # consent awaited
    assert not any(SECRET.encode() in path.read_bytes() for path in files(settings.data_dir))

    sent = told("oui, transmettez-le sans mon nom")
    receipt = receipt_of(sent)

    assert sent["act"] == "feedback_recorded"
    with Session(services.reading) as session:
        (report,) = session.exec(select(FieldReport)).all()
        assert report.text == WORDS
        assert report.theme is Theme.SCREEN_TIME
        assert report.week.weekday() == 0
    here = report.receipt_hash
    for trace in (SECRET, receipt, here, "lot 17", "screen_time"):
        assert [table for table, value in cells(database, ONLY_HERE) if trace in value] == [], trace
    said = "".join(capfd.readouterr())
    for trace in (SECRET, receipt, here):
        assert trace not in said
        found = [path for path in files(settings.data_dir) if trace.encode() in path.read_bytes()]
        # The database alone holds it, in its file or its journal, with the hash of its receipt.
        assert {path.name for path in found} <= {"permanence.db", "permanence.db-wal"}
        assert not (trace == receipt and found)


def test_the_walk_finds_what_is_left_behind(told, settings):
    """The same walk on a message that is kept: were it blind, the promise above would hold by itself."""
    told(f"Jusqu'à quand saisir les notes du {SECRET} ?")
    database = settings.data_dir / "permanence.db"

    assert {"turn", "conversation", "answer_record"} <= {t for t, value in cells(database) if SECRET in value}
    assert any(SECRET.encode() in path.read_bytes() for path in files(settings.data_dir))


def test_nothing_of_the_report_leads_to_a_person_a_moment_or_an_order(told, services):
    told(WORDS)
    told("oui")

    columns = set(METADATA.tables["field_report"].columns.keys())
    with services.engine.connect() as connection:
        made = connection.exec_driver_sql("SELECT sql FROM sqlite_master WHERE name='field_report'").scalar()

    assert columns == {"receipt_hash", "week", "theme", "text", "reply"}
    assert METADATA.tables["field_report"].foreign_keys == set()
    assert "WITHOUT ROWID" in made  # a hidden number of order would tell whose each one is


def test_the_thread_shows_that_a_report_went_and_no_turn_of_it(told):
    told("Bonjour")
    told(WORDS)
    told("oui d'accord")

    turns = told.browser.get(f"/api/conversations/{told.conversation}").json()["turns"]

    assert [turn["act"] for turn in turns] == ["greet", "feedback_recorded"]
    assert "Remontée transmise" in words_of(turns[1])
    assert turns[1]["entities"] == {}
    assert turns[1]["confidence"] is None


def test_no_window_shows_what_is_kept_in_place_of_the_receipt(told):
    told("Bonjour")
    told(WORDS)
    receipt = receipt_of(told("oui d'accord"))

    arrived = told.browser.get("/api/arrivals", params={"after": 0}).json()["arrivals"]

    assert receipt
    assert [one["act"] for one in arrived if "act" in one] == ["greet"]


def test_a_report_is_sent_once_however_often_the_yes_comes(told, services):
    told(WORDS)

    first, second = told("oui", key="le-meme-envoi"), told("oui", key="le-meme-envoi")

    assert first["id"] == second["id"]
    with Session(services.reading) as session:
        assert len(session.exec(select(FieldReport)).all()) == 1


@pytest.mark.parametrize("no", ["non", "finalement non", "gardez ça pour vous", "annuler", "surtout pas"])
def test_without_a_yes_nothing_is_sent_and_nothing_is_held(told, services, no):
    told(WORDS)

    answer = told(no)

    assert answer["act"] == "ack"
    assert "n’est pas conservé" in words_of(answer)
    with Session(services.reading) as session:
        assert session.exec(select(FieldReport)).all() == []
    assert services.assistant.held._held == {}


def test_a_question_on_the_way_is_answered_and_the_consent_asked_again(told):
    told(WORDS)

    between = told("Que désigne AB dans LOTANET ?")
    sent = told("oui, partagez")

    assert "Revenons à votre remontée" in words_of(between)
    assert sent["act"] == "feedback_recorded"


def test_words_that_were_held_too_long_are_asked_for_again(told, services):
    told(WORDS)
    services.assistant.held._held.clear()  # the process was started again

    answer = told("oui")

    assert answer["act"] == "ask_slot"
    assert "Récrivez-le" in words_of(answer)


def test_the_receipt_reads_the_report_and_the_reply_without_an_account(told, services):
    told(WORDS)
    receipt = receipt_of(told("oui"))
    browser = told.browser
    with Session(services.engine) as session, session.begin():
        (report,) = session.exec(select(FieldReport)).all()
        report.reply = "Nous le portons au comité."
        session.add(report)

    browser.cookies.clear()
    token = re.search(r'name="csrf" value="([0-9a-f]+)"', browser.get("/sign-in").text).group(1)
    read = browser.post("/field-reports/follow", data={"receipt": receipt.lower(), "csrf": token},
                        headers={"X-CSRF-Token": token})  # fmt: skip
    wrong = browser.post("/field-reports/follow", data={"receipt": "AAAA-BBBB-CCCC", "csrf": token},
                         headers={"X-CSRF-Token": token})  # fmt: skip

    assert "Nous le portons au comité." in read.text
    assert (read.status_code, wrong.status_code) == (200, 404)
    assert SECRET not in wrong.text


def test_the_receipt_shows_once_on_the_page_without_a_script(sign_in_as):
    browser = sign_in_as("correctrice-bts")
    first = browser.post("/conversations", data={"text": WORDS, "key": "sans-script-1"})
    address = first.headers["location"].partition("#")[0]
    sent = browser.post(f"{address}/messages", data={"text": "oui", "key": "sans-script-2"})

    assert sent.status_code == 200
    receipt = re.search(r"[A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4}", sent.text).group()
    assert receipt not in browser.get(address).text


def test_delegates_read_the_themes_that_are_many_and_not_one_word_of_the_others(services, sign_in_as):
    with Session(services.engine) as session, session.begin():
        for number in range(feedback.LEAST_TOGETHER):
            feedback.record(session, f"écran {number}", Theme.SCREEN_TIME, receipt=str(number), today=DAY)
        feedback.record(session, "une seule formation", Theme.TRAINING, receipt="seule", today=DAY)

    page = sign_in_as("deleguee").get("/field-reports").text

    assert "une seule formation" not in page
    assert "écran 3" in page
    assert re.search(r"Temps d’écran et de correction</td><td[^>]*>10", page)
    assert "Formation" not in page


def test_only_delegates_read_reports(sign_in_as):
    assert sign_in_as("superviseure").get("/field-reports").status_code == 403
