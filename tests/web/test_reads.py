"""Who read a ticket: once an hour, told to its reporter by service, to a supervisor by person."""

from datetime import timedelta

import pytest
from sqlmodel import Session

from app import retention
from tests.web.desk_fixtures import NOW, fields_of, read
from ticketing import reads, tickets
from ticketing.models import Ticket
from ticketing.permissions import Caller, Role
from ticketing.read_models import Access, TicketRead
from ticketing.vocabulary import Defect, Kind


@pytest.fixture
def rows(stored):
    return lambda: sorted((row.reader_id, row.access.value, row.role) for row in stored(TicketRead))


def test_a_read_is_noted_once_an_hour_and_told_to_the_reporter_without_a_name(sign_in_as, open_report, rows):
    reference = open_report()
    for account in ("agent-a", "agent-a", "agent-b", "superviseure"):
        assert sign_in_as(account).get(f"/desk/{reference}").status_code == 200

    assert rows() == [
        ("agent-a", "page", "agent"), ("agent-b", "page", "agent"), ("superviseure", "page", "supervisor"),
    ]  # fmt: skip
    mine = read(sign_in_as("correctrice-bts").get(f"/my-reports/{reference}"))
    assert mine.count("Consultée par l’assistance le ") == 1
    assert "Consultée par la supervision de l’assistance le " in mine
    assert "Agent" not in mine.split("Qui a consulté")[1]
    assert len(rows()) == 3


def test_neither_the_reporter_nor_the_assignee_leaves_a_trace(sign_in_as, open_report, rows):
    reference = open_report()
    browser = sign_in_as("agent-a")
    browser.get(f"/desk/{reference}")
    browser.post(f"/desk/{reference}/assignment", data={"version": "2"})
    before = rows()

    browser.get(f"/desk/{reference}")
    browser.get(f"/my-reports/{reference}")
    own = open_report(account="agent-b")
    sign_in_as("agent-b").get(f"/desk/{own}")
    sign_in_as("correctrice-bts").get(f"/my-reports/{reference}")

    assert rows() == before == [("agent-a", "page", "agent")]


def test_a_scanned_page_and_a_refused_reply_are_reads_too(sign_in_as, open_report, stored, rows):
    reference = open_report()
    with_page = stored(Ticket)[0]
    browser = sign_in_as("agent-b")
    form = fields_of(browser.get(f"/desk/{reference}"), "replies")
    page = stored_page(stored, with_page)
    browser.get(f"/tickets/{reference}/pages/{page}/image")
    dec = sign_in_as("superviseure")
    late = dec.post(f"/desk/{reference}/replies", data=form | {"version": "0", "body": "Trop tard."})

    assert late.status_code == 409
    assert [row[:2] for row in rows()] == [
        ("agent-b", "page"), ("agent-b", "scan"), ("superviseure", "page"),
    ]  # fmt: skip


def stored_page(stored, ticket):
    from ticketing.models import ObjectLink
    from ticketing.vocabulary import LinkKind

    return next(one.ref for one in stored(ObjectLink) if one.kind is LinkKind.PAGE)


def test_the_supervisor_sees_by_whom_and_nobody_else(sign_in_as, open_report):
    reference = open_report(defect=Defect.NAME_VISIBLE)
    sign_in_as("dec").get(f"/desk/{reference}")

    page = read(sign_in_as("superviseure").get(f"/desk/{reference}/reads"))
    assert "Gestionnaire, bureau des examens" in page
    for account, status in (("agent-a", 403), ("dec", 403), ("inspecteur", 404), ("correctrice-bts", 403)):
        assert sign_in_as(account).get(f"/desk/{reference}/reads").status_code == status


def test_the_alert_cell_watches_over_its_own(sign_in_as, open_report):
    reference = open_report(kind=Kind.SUBJECT_INCIDENT, defect=None, links=())
    sign_in_as("cellule-alerte").get(f"/desk/{reference}")

    assert sign_in_as("superviseure").get(f"/desk/{reference}/reads").status_code == 404
    assert "Cellule d’alerte" in read(sign_in_as("cellule-alerte").get(f"/desk/{reference}/reads"))


def test_traces_are_kept_as_long_as_the_setting_says(services, open_report, stored):
    open_report()
    reader = Caller("agent-a", frozenset({Role.AGENT}))
    with Session(services.engine) as session, session.begin():
        (ticket,) = tickets.mine(session, Caller("correctrice-bts", frozenset()))
        for days in (0, 179, 181):
            reads.note(session, [ticket], reader, Access.EXPORT, now=NOW - timedelta(days=days))

    retention.tidy(services, now=NOW)

    assert len(stored(TicketRead)) == 2


def test_the_reader_finds_her_own_traces_among_what_is_kept_of_her(sign_in_as, open_report):
    reference = open_report()
    agent = sign_in_as("agent-a")
    agent.get(f"/desk/{reference}")
    agent.post("/desk/team/duty", data={"person": "agent-a", "seen": "0", "away_from": "2026-12-01T08:00"})

    page = read(agent.get("/my-data"))
    assert "1 consultation de demandes que vous ne suiviez pas" in page
    assert "Absence à partir du mardi 1er décembre 2026" in page
    kept = agent.get("/api/my-data").json()
    assert [one["quoi"] for one in kept["demandes_consultees"]] == ["page"]
    assert kept["presence"]["absence_du"].startswith("2026-12-01T07:00")
