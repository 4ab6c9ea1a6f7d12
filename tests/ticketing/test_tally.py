"""Counts from memory: those that SQL would give, after anything that anybody did."""

import random
from datetime import timedelta
from itertools import count
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, or_, text, true, update
from sqlmodel import Session, select

from app.database import reading
from benchmarks.ticket_sequences import Life
from tests.ticketing.conftest import AGENT, ALERT_CELL, CORRECTOR, EXAM_OFFICE, NOW, SUPERVISOR, make_draft
from ticketing import queues, rebuilding, tally, tickets
from ticketing.filters import Filters, Holder
from ticketing.models import Ticket
from ticketing.permissions import Caller, Role
from ticketing.selections import Selection
from ticketing.tickets import Words
from ticketing.views import View
from ticketing.vocabulary import Defect, Kind, Priority, Side, Team, TicketState, Trouble

CALLERS = [
    AGENT,
    SUPERVISOR,
    EXAM_OFFICE,
    ALERT_CELL,
    CORRECTOR,
    Caller("dec", frozenset({Role.EXAM_OFFICE}), "Lille"),
]
OPEN = Selection(View.OPEN)
VIEWS = [Selection(view) for view in View]


def some(values):
    return st.lists(st.sampled_from(list(values)), max_size=3, unique=True).map(tuple)


FILTERS = st.builds(
    Filters,
    state=some(TicketState), team=some(Team), kind=some(Kind), defect=some(Defect), trouble=some(Trouble),
    priority=some(Priority), academy=st.sampled_from([None, "Lille", "Aix-Marseille", "Nulle part"]),
    exam=st.sampled_from([None, "bts"]), holder=st.sampled_from([None, *Holder]),
    centre=st.sampled_from([None, "CAL13", "Lycée des Calanques", "ailleurs"]),
    since=st.sampled_from([None, NOW.date()]), before=st.sampled_from([None, NOW.date()]),
    due_in=st.sampled_from([None, 0, 300]), unread=st.booleans(),
)  # fmt: skip


@pytest.fixture
def readers(engine):
    return reading(engine)


def in_sql(session, caller, selection, now):
    return session.exec(
        select(func.count()).select_from(Ticket).where(queues.held_by(selection, caller, now))
    ).one()


def from_memory(session, caller, selections, now):
    """None where SQL would have to be asked."""
    kept = tally.of(session)
    names = [queues.known_as(one, caller) for one in selections]
    return kept.counts(session, [queues.held_by(one, caller, now) for one in selections], names)


def check(readers, selections, now):
    with Session(readers) as session:
        for caller in CALLERS:
            expected = [in_sql(session, caller, one, now) for one in selections]
            assert from_memory(session, caller, selections, now) == expected
            few = tally.of(session).few(session, queues.held_by(selections[0], caller, now), 1_000)
            assert len(few) == len(set(few)) == expected[0]


@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**32), filters=st.lists(FILTERS, min_size=2, max_size=4), data=st.data())
def test_whatever_is_done_memory_counts_what_sql_counts(engine, readers, seed, filters, data):
    chance, keys = random.Random(seed), (f"{uuid4()}" for _ in count())
    with Session(engine, expire_on_commit=False) as session:
        life = Life(session, chance, keys)
        tickets.open_ticket(session, make_draft(), caller=CORRECTOR, key=next(keys), now=NOW)
        session.commit()
        for _ in range(6):
            life.step()
            if data.draw(st.booleans()):
                session.commit()
                selections = [*VIEWS, *(Selection(chance.choice(list(View)), one) for one in filters)]
                check(readers, selections, life.now)
        session.commit()
    check(readers, [*VIEWS, *(Selection(View.ALL, one) for one in filters)], life.now + timedelta(days=2))


@pytest.fixture
def opened(engine):
    """Opens a ticket for good."""
    numbers = count(1)

    def open_one(**fields):
        with Session(engine, expire_on_commit=False) as session, session.begin():
            key = f"key-{next(numbers)}"
            return tickets.open_ticket(session, make_draft(**fields), caller=CORRECTOR, key=key, now=NOW)

    return open_one


def open_count(readers):
    with Session(readers) as session:
        return queues.counts(session, AGENT, [OPEN], now=NOW)[OPEN]


def test_what_was_not_committed_was_never_counted(engine, readers, opened):
    opened()
    with Session(engine) as session:
        tickets.open_ticket(session, make_draft(), caller=CORRECTOR, key="lost", now=NOW)
        assert queues.counts(session, AGENT, [OPEN], now=NOW) == {OPEN: 2}  # by SQL: it alone sees them
        assert open_count(readers) == 1
        session.rollback()

    assert open_count(readers) == 1
    opened()
    assert open_count(readers) == 2


def test_a_page_begun_before_a_change_counts_what_it_lists(engine, readers, opened):
    opened()
    with Session(readers) as before:
        assert queues.last_event(before) == 2
        opened()
        assert open_count(readers) == 2

        assert from_memory(before, AGENT, [OPEN], NOW) == [None]
        assert queues.counts(before, AGENT, [OPEN], now=NOW) == {OPEN: 1}
        assert len(queues.listed(before, AGENT, OPEN, now=NOW).rows) == 1


def test_columns_that_were_mended_or_spoilt_are_counted_as_they_are(engine, readers, opened):
    ticket = opened()
    assert open_count(readers) == 1

    with Session(engine) as session, session.begin():
        session.exec(update(Ticket).where(Ticket.id == ticket.id).values(state=TicketState.CLOSED))
    assert open_count(readers) == 0

    with Session(engine) as session, session.begin():
        (finding,) = rebuilding.examine(session, [ticket.id])
        rebuilding.mend(session, finding)
    assert open_count(readers) == 1


def test_the_log_alone_never_has_everything_read_again(engine, readers, opened):
    ticket = opened()
    with Session(engine) as session, session.begin():
        held = tickets.get(session, ticket.reference, AGENT)
        tickets.assign(session, held, AGENT.id, caller=AGENT, now=NOW)
        tickets.reply(session, held, Words("Voici."), caller=AGENT, now=NOW, then=TicketState.RESOLVED)
        tickets.confirm(session, held, caller=CORRECTOR, now=NOW)

    with Session(readers) as session:
        assert session.connection().execute(text("SELECT count(*) FROM ticket_unlogged")).scalar() == 0


def test_every_view_filter_and_right_is_counted_from_memory(readers, opened):
    opened()
    every = Filters(
        state=(TicketState.NEW,), team=(Team.HELP_DESK,), kind=(Kind.SCAN,), defect=(Defect.BLURRED,),
        trouble=tuple(Trouble), priority=tuple(Priority), academy="Lille", session="2027", exam="bts",
        centre="CAL13", holder=Holder.NOBODY, since=NOW.date(), before=NOW.date(), due_in=3, unread=True,
    )  # fmt: skip
    holders = [Selection(View.ALL, Filters(holder=one)) for one in Holder]
    with Session(readers) as session:
        for caller in CALLERS:
            assert None not in from_memory(
                session, caller, [*VIEWS, *holders, Selection(View.ALL, every)], NOW
            )


def test_a_condition_that_memory_does_not_hold_is_asked_of_sql(readers, opened):
    opened()
    with Session(readers) as session:
        assert tally.of(session).counts(session, [Ticket.subject == "Page 3 floue"]) == [None]
        neither = ~or_(Ticket.last_word == Side.REPORTER, Ticket.team == Team.HELP_DESK)
        assert tally.of(session).counts(session, [neither, true()]) == [None, 1]
        assert tally.of(session).few(session, Ticket.subject == "Page 3 floue", 9) is None


def test_many_changes_at_once_are_read_together(monkeypatch, readers, opened):
    monkeypatch.setattr(tally, "AT_ONCE", 2)
    assert open_count(readers) == 0

    opened()
    assert open_count(readers) == 1
    for _ in range(4):
        opened()
    assert open_count(readers) == 5
