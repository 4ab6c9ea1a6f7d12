"""No surveillance: nothing kept, told or logged says when, in which order or how fast a corrector works.

The proof is by comparison: the same marks are reached by two courses as unlike as can be (quick and slow,
forwards and backwards, with and without second thoughts, at other hours), and every table of the two
databases is then the same, hidden row numbers included. What cannot be told apart cannot be derived.
"""

import logging
import shutil
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID, uuid5

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import inspect, text

from backend.demo.seed import copy_id, lot_id, page_id
from backend.main import create_app
from tests.backend.conftest import BACKEND
from tests.backend.marking import Corrector, box, leaves

COPIES = [copy_id(17, number) for number in (423, 424, 425)]
LOT = lot_id(17)


def everything(engine):
    """Each table, row by row as it lies, with the hidden number of the row where there is one."""
    found = {}
    with engine.connect() as connection:
        for table in inspect(engine).get_table_names():
            sql = connection.execute(
                text("select sql from sqlite_master where name = :name"), {"name": table}
            ).scalar_one()
            hidden = "" if "WITHOUT ROWID" in sql.upper() else "rowid, "
            found[table] = [
                tuple(row) for row in connection.execute(text(f'select {hidden}* from "{table}"'))
            ]
    return found


@pytest.fixture
def worlds(seeded: Path, tmp_path, settings):
    """Two databases with the same content, each with its application."""
    opened = []
    for name in ("one", "other"):
        path = tmp_path / f"{name}.db"
        shutil.copy(seeded, path)
        given = settings.model_copy(update={"database_url": f"sqlite:///{path}"})
        app = create_app(given)
        headers = {"Authorization": "Bearer jeton", "On-Behalf-Of": "correctrice-bts"}
        opened.append((app.state.engine, Corrector(TestClient(app, base_url=BACKEND, headers=headers))))
    yield opened
    for engine, _ in opened:
        engine.dispose()


def annotation_of(copy, rank):
    """As random as any, and the same in both courses."""
    number = uuid5(copy, str(rank)).int
    return UUID(int=number, version=4)


def mark_straight(corrector):
    """Copy after copy, each opened once and marked in one go."""
    for copy in COPIES:
        corrector.work(copy)
        finish_copy(corrector, copy)
    corrector.post(f"copies/{COPIES[2]}/set-aside", key="1", reason="advice")


def finish_copy(corrector, copy):
    pages = [page["id"] for page in corrector.work(copy)["pages"]]
    for rank in (0, 1, 2):
        corrector.annotate(
            copy, annotation_of(copy, rank), page=pages[rank], box=box(top=0.1 * (rank + 1), bottom=0.9)
        )
    corrector.mark_all(copy)


def mark_wandering(corrector):
    """Backwards, point by point, with breaks, second thoughts, returns, and pages looked at for long."""
    corrector.caller.get("/v1/me/lots")
    for copy in reversed(COPIES):
        corrector.annotate(copy, annotation_of(copy, 9), page=corrector.work(copy)["pages"][0]["id"])
        corrector.caller.get(f"/v1/pages/{corrector.work(copy)['pages'][0]['id']}")
        given = {}
        for question, _ in leaves(corrector.work(copy)["scheme"]):
            given[question] = 1
            corrector.mark(copy, marks=given, appreciation="Hum.")
    for copy in (COPIES[1], COPIES[2], COPIES[0], COPIES[1]):
        corrector.caller.delete(f"/v1/copies/{copy}/annotations/{annotation_of(copy, 9)}")
        corrector.caller.get(f"/v1/lots/{LOT}/missing")
        corrector.mark(copy)
        finish_copy(corrector, copy)
    corrector.post(f"copies/{COPIES[2]}/set-aside", key="1", reason="advice")


def differences(one, other):
    return {table for table in one.keys() | other.keys() if one.get(table) != other.get(table)}


def test_two_courses_to_the_same_marks_leave_the_same_database(worlds):
    (first, straight), (second, wandering) = worlds
    before = everything(first)

    mark_straight(straight)
    mark_wandering(wandering)

    assert differences(everything(first), everything(second)) == set()
    assert differences(before, everything(first)) == {"annotation", "copy", "done_once", "mark", "sub_mark"}
    for copy in COPIES:
        assert (
            straight.caller.get(f"/v1/copies/{copy}/work").text
            == wandering.caller.get(f"/v1/copies/{copy}/work").text
        )


@pytest.mark.parametrize(
    "planted",
    [
        "alter table copy add column opened integer default 0",
        "create table stroke (number integer primary key autoincrement, copy_id text)",
    ],
)
def test_the_comparison_sees_what_is_planted(worlds, planted):
    """The guard itself: a count, an order or a number of looks, kept behind the corrector's back."""
    for engine, _ in worlds:
        with engine.begin() as connection:
            connection.execute(text(planted))
            for what in ("insert", "update"):
                for trigger in plant(planted, what):
                    connection.execute(text(trigger))
    (first, straight), (second, wandering) = worlds

    mark_straight(straight)
    mark_wandering(wandering)

    assert differences(everything(first), everything(second)) != set()


def plant(planted, what):
    on = f"create trigger planted_{what} after {what} on mark begin"
    if "opened" in planted:
        yield f"{on} update copy set opened = opened + 1 where id = new.copy_id; end"
    else:
        yield f"{on} insert into stroke (copy_id) values (new.copy_id); end"


def test_no_answer_bears_a_date_in_its_headers_or_its_body(worlds):
    (_, corrector), _ = worlds
    corrector.mark_all(COPIES[0])

    for address in (f"copies/{COPIES[0]}/work", f"copies/{COPIES[0]}", f"lots/{LOT}/missing"):
        answer = corrector.caller.get(f"/v1/{address}")
        assert "last-modified" not in answer.headers
        assert datetime.now(UTC).strftime("%Y-%m-%d") not in answer.text


def test_an_image_does_not_say_since_when_it_is_there(worlds):
    """It is drawn, or turned, the first time she looks: its file would tell when that was."""
    (_, corrector), _ = worlds

    answer = corrector.caller.get(f"/v1/pages/{page_id(17, 423, 1)}/image")

    assert "last-modified" not in answer.headers


def test_marking_is_logged_nowhere(worlds, caplog, capfd):
    (_, corrector), _ = worlds
    named = ("httpx", "httpcore", "asyncio")
    with caplog.at_level(logging.DEBUG):
        mark_straight(corrector)
        corrector.mark(COPIES[0], version="ancienne", code="AB")  # refused, and not logged either

    told = [record for record in caplog.records if not record.name.startswith(named)]
    assert [record.getMessage() for record in told] == []
    assert "".join(capfd.readouterr()) == ""


def test_the_server_keeps_no_access_log(settings):
    from backend.main import make_server

    server = make_server(settings)

    assert server.config.access_log is False
    assert logging.getLogger("uvicorn.access").handlers == []
    server.config.app.state.engine.dispose()


def test_the_day_is_all_that_an_event_about_a_copy_tells(worlds):
    (engine, corrector), _ = worlds
    pages = [page["id"] for page in corrector.work(COPIES[0])["pages"]]
    corrector.arrange([(page, 0) for page in reversed(pages)], COPIES[0])

    with engine.connect() as connection:
        at = connection.execute(text("select at from outgoing_event")).scalar_one()

    assert str(at).startswith(f"{datetime.now(UTC).date()} 00:00:00")
