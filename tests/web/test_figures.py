"""Figures for a supervisor: right, by month, never about fewer than ten people; the page and the file."""

import csv
import io
import re
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest
from sqlmodel import Session

from app.web import figures as page_of_figures
from tests.web.desk_fixtures import read
from ticketing import figures, tickets
from ticketing.figures import Dimension, Measure, Month, Period
from ticketing.permissions import Caller, Role
from ticketing.tickets import LinkDraft, TicketDraft, Words
from ticketing.vocabulary import Kind, LinkKind, TicketState

HOME = "/desk/figures"
OCTOBER = datetime(2026, 10, 5, 8, 0, tzinfo=UTC)  # a Monday, at ten in Paris
AGENT = Caller("agent-a", frozenset({Role.AGENT}))
SUPERVISOR = Caller("superviseure", frozenset({Role.SUPERVISOR}))
PERIOD = Period((Month(2026, 10),))
keys = count(1)


@pytest.fixture
def supervisor(sign_in_as):
    return sign_in_as("superviseure")


@pytest.fixture
def desk(services):
    with Session(services.engine, expire_on_commit=False) as session:
        yield session
        session.commit()


def came(
    session, people, *, kind=Kind.QUESTION, centre="Lycée des Calanques", at=OCTOBER, answered=None, **fields
):
    """One ticket from each of so many people, answered and settled after a while."""
    for number in range(people):
        caller = Caller(f"{kind}-{centre}-{number}", frozenset({Role.CORRECTOR}), "Lille")
        draft = TicketDraft(kind=kind, text="Une question.", session="2027",
                            links=(LinkDraft(LinkKind.CENTRE, centre, centre),), **fields)  # fmt: skip
        ticket = tickets.open_ticket(session, draft, caller=caller, key=f"f{next(keys)}", now=at)
        if answered:
            tickets.reply(
                session, ticket, Words("Voici."), caller=AGENT, now=at + answered, then=TicketState.RESOLVED
            )
    session.commit()


def rows_of(response):
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig")), delimiter=";"))


@pytest.mark.parametrize("account", ["agent-a", "correctrice-bts", "dec", "deleguee"])
def test_figures_are_a_supervisors_affair(sign_in_as, account):
    browser = sign_in_as(account)

    assert browser.get(HOME).status_code == 403
    assert browser.get(f"{HOME}/team.csv").status_code == 403


def test_before_a_month_is_over_the_page_says_what_to_do(supervisor):
    page = read(supervisor.get(HOME))

    assert "Aucun mois entier" in page
    assert supervisor.get(f"{HOME}/team.csv").headers["location"] == HOME


def test_what_came_what_left_and_how_long_it_took(supervisor, desk):
    came(desk, 12, answered=timedelta(hours=1))
    came(desk, 10, kind=Kind.HUMAN, answered=timedelta(hours=2))
    came(desk, 11, kind=Kind.HUMAN, centre="Lycée du Mistral")

    page = read(supervisor.get(f"{HOME}?period=2026-10"))
    rows = {row[0]: row[1:] for row in rows_of(supervisor.get(f"{HOME}/centre.csv?period=2026-10"))}

    assert "Octobre 2026" in page
    assert rows["Lycée des Calanques"] == ["22", "22", "0", "0", "1,00", "2,00", "1,00", "2,00"]
    assert rows["Lycée du Mistral"][:4] == ["11", "0", "11", "0"]
    assert rows["Ensemble"][:3] == ["33", "22", "11"]
    assert page.count("<svg width") == 8


def test_a_file_is_for_a_french_spreadsheet_and_holds_no_formula(supervisor, desk):
    came(desk, 11, centre='=HYPERLINK("http://example.org")')
    came(desk, 11, centre="@SUM(A1)")

    answer = supervisor.get(f"{HOME}/centre.csv?period=2026-10")

    assert answer.content.startswith(b"\xef\xbb\xbf")
    assert "attachment" in answer.headers["content-disposition"]
    cells = [cell for row in rows_of(answer) for cell in row]
    assert [cell for cell in cells if cell.startswith(page_of_figures.FORMULA)] == []
    assert "'@SUM(A1)" in cells


@pytest.mark.parametrize("small", [1, 4, 9])
def test_nothing_shown_tells_of_fewer_than_ten_people_nor_gives_them_away(supervisor, desk, small):
    came(desk, 30, answered=timedelta(hours=1))
    came(desk, 12, kind=Kind.HUMAN, centre="Lycée du Mistral")
    came(desk, small, kind=Kind.EXPENSE, centre="Petit lycée", answered=timedelta(hours=3))

    page = supervisor.get(f"{HOME}?period=2026-10")

    for dimension in Dimension:
        rows = rows_of(supervisor.get(f"{HOME}/{dimension}.csv?period=2026-10"))[1:-1]
        for column in range(1, 9):
            shown = [row[column] for row in rows if row[column] != page_of_figures.NOT_SHOWN]
            hidden = [row for row in rows if row[column] == page_of_figures.NOT_SHOWN]
            assert str(small) not in shown
            # One line alone would be the total less the others.
            assert len(hidden) != 1 or rows[-1] in hidden
    cells = re.findall(r'<td class="is-num">(.*?)</td>', page.text)
    assert str(small) not in cells
    assert page_of_figures.NOT_SHOWN in cells


def test_the_year_does_not_give_the_month_that_is_not_shown(supervisor, desk):
    came(desk, 12, answered=timedelta(hours=1))
    came(desk, 3, centre="Lycée du Mistral", at=OCTOBER + timedelta(days=-25))

    rows = rows_of(supervisor.get(f"{HOME}/session.csv?period=2026-2027"))

    assert rows[1][:2] == ["2027", page_of_figures.NOT_SHOWN]
    assert rows[2][:2] == ["Ensemble", page_of_figures.NOT_SHOWN]


def test_the_alert_cell_is_not_counted_by_those_who_may_not_see_it(desk):
    came(desk, 20)
    came(desk, 15, kind=Kind.SUBJECT_INCIDENT)

    tables = figures.report(desk, SUPERVISOR, PERIOD)

    assert tables[0].total[Measure.RECEIVED].count == 20


def test_no_column_is_about_a_person():
    words = " ".join([*page_of_figures.COUNTS.values(), *page_of_figures.DELAYS.values()])

    assert set(Dimension) == {"team", "kind", "centre", "session"}
    assert not re.search("agent|correct", words, re.IGNORECASE)
