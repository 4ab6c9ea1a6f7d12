"""Many at once, and in any order: one ticket per key, no illegal state, columns that the log explains."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from sqlalchemy.pool import StaticPool
from sqlmodel import Session, SQLModel, create_engine, func, select

from tests.ticketing.conftest import (
    AGENT,
    CORRECTOR,
    EVERYBODY,
    NOW,
    OTHER_AGENT,
    SUPERVISOR,
    make_draft,
)  # fmt: skip
from ticketing import log, states, tickets
from ticketing.errors import TicketingError
from ticketing.models import Event, Message, OutgoingMessage, Ticket
from ticketing.tickets import Words
from ticketing.vocabulary import EventType, Side, TicketState, Visibility

AT_ONCE = 50


def test_fifty_openings_with_one_key_make_one_ticket(engine):
    def open_it(_):
        with Session(engine) as session, session.begin():
            return tickets.open_ticket(session, make_draft(), caller=CORRECTOR, key="k", now=NOW).reference

    with ThreadPoolExecutor(AT_ONCE) as pool:
        references = list(pool.map(open_it, range(AT_ONCE)))

    assert references == ["P-2026-000001"] * AT_ONCE
    with Session(engine) as session:
        assert session.exec(select(func.count()).select_from(Ticket)).one() == 1
        assert session.exec(select(func.count()).select_from(Event)).one() == 2  # opened, routed


def test_fifty_openings_with_fifty_keys_have_fifty_references(engine):
    def open_it(number):
        with Session(engine) as session, session.begin():
            return tickets.open_ticket(
                session, make_draft(), caller=CORRECTOR, key=f"k{number}", now=NOW
            ).reference

    with ThreadPoolExecutor(AT_ONCE) as pool:
        references = list(pool.map(open_it, range(AT_ONCE)))

    assert len(set(references)) == AT_ONCE


def test_of_agents_who_answer_the_same_version_at_once_one_is_heard(engine):
    with Session(engine) as session, session.begin():
        tickets.open_ticket(session, make_draft(), caller=CORRECTOR, key="k", now=NOW)

    def answer(number):
        try:
            with Session(engine) as session, session.begin():
                ticket = tickets.get(session, "P-2026-000001", AGENT)
                tickets.reply(session, ticket, Words(f"Réponse {number}", version=2), caller=AGENT, now=NOW)
        except TicketingError:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        heard = list(pool.map(answer, range(8)))

    assert heard.count(True) == 1
    with Session(engine) as session:
        assert session.exec(select(func.count()).select_from(OutgoingMessage)).one() == 1


class AnyUse(RuleBasedStateMachine):
    """People do anything in any order; refusals are fine, illegal states are not."""

    def __init__(self):
        super().__init__()
        self.engine = create_engine("sqlite://", poolclass=StaticPool)
        SQLModel.metadata.create_all(self.engine)
        self.session = Session(self.engine, expire_on_commit=False)
        self.now = NOW
        self.keys = 0

    def teardown(self):
        self.session.close()
        self.engine.dispose()

    @initialize()
    def open_it(self):
        self.ticket = tickets.open_ticket(self.session, make_draft(), caller=CORRECTOR, key="k", now=self.now)

    @rule(days=st.integers(0, 20))
    def wait(self, days):
        self.now += timedelta(days=days, minutes=1)

    @rule(
        caller=st.sampled_from([CORRECTOR, AGENT, OTHER_AGENT, SUPERVISOR]),
        then=st.sampled_from([None, *TicketState]),
        body=st.sampled_from(["Bonjour.", " "]),
        behind=st.integers(0, 1),
    )
    def reply(self, caller, then, body, behind):
        words = Words(body, version=self.ticket.version - behind)
        self.attempt(lambda: tickets.reply(
            self.session, self.ticket, words, caller=caller, now=self.now, then=then
        ))  # fmt: skip

    @rule(
        caller=st.sampled_from(EVERYBODY),
        act=st.sampled_from(["note", "assign", "resolve", "reopen", "confirm"]),
    )
    def act(self, caller, act):
        acts = {
            "note": lambda **who: tickets.note(self.session, self.ticket, Words("Noté."), **who),
            "assign": lambda **who: tickets.assign(self.session, self.ticket, caller.id, **who),
            "resolve": lambda **who: tickets.resolve(self.session, self.ticket, **who),
            "reopen": lambda **who: tickets.reopen(self.session, self.ticket, **who),
            "confirm": lambda **who: tickets.confirm(self.session, self.ticket, **who),
        }
        self.attempt(lambda: acts[act](caller=caller, now=self.now))

    def attempt(self, act):
        before = self.ticket.version
        try:
            act()
        except TicketingError:
            assert self.ticket.version == before, "a refusal left something behind"

    @invariant()
    def every_move_was_in_the_table(self):
        ways = {(rule.source, rule.target, rule.who) for rule in states.RULES}
        state = TicketState.NEW
        for event in log.events_of(self.session, self.ticket):
            if event.type is EventType.MOVED:
                assert event.payload["from"] == state
                move = (state, TicketState(event.payload["to"]), event.side)
                assert move in ways
                state = move[1]
        assert self.ticket.state is state

    @invariant()
    def the_log_explains_every_column(self):
        assert log.differences(self.session, self.ticket) == []

    @invariant()
    def events_are_numbered_without_a_gap(self):
        numbers = [event.number for event in log.events_of(self.session, self.ticket)]
        assert numbers == list(range(1, self.ticket.version + 1))

    @invariant()
    def what_leaves_is_what_the_desk_said_aloud(self):
        said = self.session.exec(
            select(Message).where(Message.side == Side.DESK, Message.visibility == Visibility.PUBLIC)
        )
        left = self.session.exec(select(OutgoingMessage.dedupe_key))
        assert sorted(left) == sorted(f"reply:{message.id}" for message in said)


TestAnyUse = AnyUse.TestCase
TestAnyUse.settings = settings(
    max_examples=40, stateful_step_count=25, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
