"""A real database in a file, the people of the demonstration, and tickets that are valid by default."""

import os
import shutil
from datetime import UTC, datetime
from itertools import count

import pytest
from sqlalchemy import event, text
from sqlmodel import Session, select

from app.database import open_engine
from app.migrate import bring_up_to_date
from app.tables import METADATA
from ticketing import rescans, rule_sets, tickets
from ticketing.models import OutgoingMessage
from ticketing.permissions import Caller, Role
from ticketing.rule_checks import Known
from ticketing.tickets import LinkDraft, TicketDraft, Words
from ticketing.vocabulary import Defect, Kind, LinkKind, TicketState

NOW = datetime(2026, 11, 20, 21, 4, tzinfo=UTC)
DEADLINE = datetime(2027, 6, 9, 16, 0, tzinfo=UTC)

CORRECTOR = Caller("correctrice-bts", frozenset({Role.CORRECTOR}), "Aix-Marseille")
OTHER_CORRECTOR = Caller("correcteur-philo", frozenset({Role.CORRECTOR}), "Toulouse")
AGENT = Caller("agent-a", frozenset({Role.AGENT}))
OTHER_AGENT = Caller("agent-b", frozenset({Role.AGENT}))
SUPERVISOR = Caller("superviseure", frozenset({Role.SUPERVISOR}))
EXAM_OFFICE = Caller("dec", frozenset({Role.EXAM_OFFICE}), "Aix-Marseille")
EXAM_OFFICE_ELSEWHERE = Caller("dec-lille", frozenset({Role.EXAM_OFFICE}), "Lille")
CURATOR = Caller("documentaliste", frozenset({Role.CURATOR}))
DELEGATE = Caller("deleguee", frozenset({Role.DELEGATE}), "Aix-Marseille")
CENTRE_HEAD = Caller("chef-centre", frozenset({Role.CENTRE_HEAD}), "Aix-Marseille", frozenset({"CAL13"}))
INSPECTOR = Caller("inspecteur", frozenset({Role.INSPECTOR}), "Aix-Marseille")
ALERT_CELL = Caller("cellule-alerte", frozenset({Role.ALERT_CELL}))

EVERYBODY = [
    CORRECTOR, OTHER_CORRECTOR, AGENT, OTHER_AGENT, SUPERVISOR,
    EXAM_OFFICE, EXAM_OFFICE_ELSEWHERE, CURATOR, DELEGATE, CENTRE_HEAD,
    INSPECTOR, ALERT_CELL,
]  # fmt: skip


def make_draft(page="3", copy="0423", lot="17", **fields) -> TicketDraft:
    links = (
        LinkDraft(LinkKind.COPY, f"copy-{lot}-{copy}", copy),
        LinkDraft(LinkKind.PAGE, f"page-{lot}-{copy}-{page}", page),
        LinkDraft(LinkKind.LOT, f"lot-{lot}", lot),
        LinkDraft(LinkKind.CENTRE, "CAL13", "Lycée des Calanques"),
    )
    usual = {
        "kind": Kind.SCAN, "defect": Defect.BLURRED, "text": "Illisible à partir du milieu.", "links": links,
        "academy": "Aix-Marseille", "session": "2027", "exam": "bts",
        "paper": "BTS, culture générale et expression", "deadline": DEADLINE,
    }  # fmt: skip
    return TicketDraft(**(usual | fields))


# The address of a PostgreSQL server whose database may be emptied; without it, SQLite.
POSTGRES = os.environ.get("PERMANENCE_TEST_POSTGRES")


@pytest.fixture(scope="session")
def postgres():
    """Its tables, made as an operator makes them."""
    assert POSTGRES
    engine = open_engine(POSTGRES)
    bring_up_to_date(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def engine(request, tmp_path):
    if POSTGRES:
        engine = request.getfixturevalue("postgres")
        names = ", ".join(f'"{table.name}"' for table in METADATA.sorted_tables)
        with engine.begin() as connection:
            connection.execute(text(f"TRUNCATE {names} RESTART IDENTITY CASCADE"))
        yield engine
        return
    empty_tables = request.getfixturevalue("empty_tables")
    path = shutil.copy(empty_tables, tmp_path / "tickets.db")
    engine = open_engine(f"sqlite:///{path}")
    yield engine
    engine.dispose()


@pytest.fixture
def session(engine):
    with Session(engine, expire_on_commit=False) as session:
        yield session


@pytest.fixture
def queries_of(engine):
    """How many statements an act sends to the database."""

    def count_them(act):
        sent = []

        def heard(connection, cursor, statement, *_):
            sent.append(statement)

        event.listen(engine, "before_cursor_execute", heard)
        try:
            act()
        finally:
            event.remove(engine, "before_cursor_execute", heard)
        return len([statement for statement in sent if not statement.startswith(("BEGIN", "SAVEPOINT"))])

    return count_them


@pytest.fixture
def plans_of(engine):
    """How SQLite means to answer each statement of an act."""

    def explained(act):
        sent = []

        def heard(connection, cursor, statement, parameters, *_):
            sent.append((statement, parameters))

        event.listen(engine, "before_cursor_execute", heard)
        try:
            act()
        finally:
            event.remove(engine, "before_cursor_execute", heard)
        asked = [one for one in sent if one[0].startswith("SELECT")]
        with engine.execution_options(deferred=True).connect() as connection:
            plans = [connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {one}", values) for one, values in asked]
            return [" | ".join(row[3] for row in plan) for plan in plans]

    return explained


@pytest.fixture
def make_ticket(session):
    numbers = count(1)

    def make(caller=CORRECTOR, now=NOW, **fields):
        key = f"key-{next(numbers)}"
        return tickets.open_ticket(session, make_draft(**fields), caller=caller, key=key, now=now)

    return make


@pytest.fixture
def make_report(make_ticket, session):
    """A ticket of which each page is asked of the centre."""

    def make(*pages, zone=None, **fields):
        copy = "copy-17-0423"
        links = (
            LinkDraft(LinkKind.COPY, copy, "0423"),
            *(
                LinkDraft(LinkKind.PAGE, f"page-17-0423-{page}", page, {"copy": copy, "zone": zone})
                for page in pages or ("3",)
            ),
            LinkDraft(LinkKind.LOT, "lot-17", "17"),
        )
        ticket = make_ticket(links=links, **fields)
        rescans.ask(session, ticket, now=NOW)
        return ticket

    return make


def out_tray(session):
    return session.exec(select(OutgoingMessage)).all()


def resolved(session, ticket, at=NOW):
    tickets.reply(session, ticket, Words("C’est refait."), caller=AGENT, now=at, then=TicketState.RESOLVED)
    return ticket


@pytest.fixture
def publish_rules(session):
    """Puts rules in force before those that come with the product."""

    def publish(*rules):
        known = Known(("santorin",), ("Lille", "Aix-Marseille"), ("bts",), tuple(Role))
        rule_sets.change(session, lambda shipped: (*rules, *shipped), seen=0, caller=SUPERVISOR, now=NOW)
        return rule_sets.publish(session, known, seen=1, caller=SUPERVISOR, now=NOW)

    return publish
