"""Whatever becomes of a column or a derived row, the log gives it back."""

import pytest
from sqlalchemy import text
from sqlmodel import Session

from tests.ticketing.conftest import AGENT, NOW, OTHER_CORRECTOR
from ticketing import log, merging, rebuilding, rescan_log, tickets
from ticketing.models import Ticket
from ticketing.tickets import Words

# One damage each: what is done to the table, and what is said of it.
DAMAGE = {
    "state": ("UPDATE ticket SET state = 'closed'", "state"),
    "a moment that is none": ("UPDATE ticket SET changed_at = 'hier'", rebuilding.UNREADABLE),
    "a word of no list": ("UPDATE ticket SET team = 'nobody'", rebuilding.UNREADABLE),
    "version": ("UPDATE ticket SET version = 40", "version"),
    "subject": ("UPDATE ticket SET subject = ''", "subject"),
    "priority": ("UPDATE ticket SET priority = 4", "priority"),
    "moments": (
        "UPDATE ticket SET state_since = '2020-01-01 00:00:00.000000'",
        "state_since",
    ),
    "told": ("UPDATE ticket SET told = 0, last_word = 'system'", "told"),
    "merge": ("UPDATE ticket SET canonical_id = id", "canonical_id"),
    "a row lost": ("DELETE FROM rescan", "rescan "),
    "a row changed": ("UPDATE rescan SET state = 'delivered'", "rescan "),
    "a row of nobody": ("UPDATE rescan_reader SET person_id = 'x' WHERE person_id = 'correctrice-bts'", "x"),
}


@pytest.fixture
def some(session, make_report, make_ticket):
    """A report with its page asked for, answered; and another ticket merged into it."""
    report, other = make_report(), make_ticket(OTHER_CORRECTOR)
    tickets.assign(session, report, AGENT.id, caller=AGENT, now=NOW)
    tickets.reply(session, report, Words("C’est demandé."), caller=AGENT, now=NOW)
    merging.merge(session, other, report, caller=AGENT, now=NOW)
    session.commit()
    return [report, other]


def table_rows(session):
    return [
        [tuple(row) for row in session.connection().execute(text(f"SELECT * FROM {table} ORDER BY 1, 2"))]
        for table in ("ticket", "rescan", "rescan_reader")
    ]


def findings(session):
    return list(rebuilding.examine(session, rebuilding.every_ticket(session)))


def test_what_was_never_damaged_differs_in_nothing(session, some):
    assert findings(session) == []


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_damage_is_named_and_mended(session, some, damage):
    statement, named = DAMAGE[damage]
    before = table_rows(session)
    session.connection().execute(text(statement))

    found = findings(session)
    assert any(named in wrong for finding in found for wrong in finding.wrong), found
    for finding in found:
        rebuilding.mend(session, finding)

    assert findings(session) == []
    assert table_rows(session) == before


def test_two_references_that_were_exchanged_are_given_back(session, some):
    before = table_rows(session)
    for reference, said in (("?", 0), (some[0].reference, 1), (some[1].reference, 0)):
        update = text("UPDATE ticket SET reference = :to WHERE id = :id")
        session.connection().execute(update, {"to": reference, "id": some[said].id.hex})

    for finding in findings(session):
        rebuilding.mend(session, finding)

    assert table_rows(session) == before


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM ticket_event WHERE number = 1",
        "UPDATE ticket_event SET type = 'invented' WHERE number = 2",
        "UPDATE ticket_event SET payload = '{}' WHERE type = 'merged'",
    ],
)
def test_a_log_that_is_itself_broken_is_told_and_nothing_is_made_of_it(session, some, statement):
    before = table_rows(session)
    session.connection().execute(text(statement))
    session.expire_all()

    found = findings(session)

    assert found
    assert all((finding.wrong, finding.made) == (["log"], None) for finding in found)
    assert table_rows(session) == before


def test_the_tickets_of_the_application_are_those_that_were_rebuilt(engine, session, some):
    ids = [one.id for one in some]
    session.connection().execute(text("UPDATE ticket SET state = 'new', assignee_id = NULL"))
    for finding in findings(session):
        rebuilding.mend(session, finding)
    session.commit()

    with Session(engine) as another:
        for ticket_id in ids:
            again = another.get_one(Ticket, ticket_id)
            assert log.differences(another, again) == rescan_log.differences(another, again) == []
