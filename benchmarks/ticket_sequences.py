"""Ten thousand random lives of tickets, and a thousand merges in opposite directions at once.

python -m benchmarks.ticket_sequences [lives] [merges]   # prints the lines that docs/quality.md keeps
"""

import random
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

from sqlalchemy.pool import StaticPool
from sqlmodel import Session, SQLModel, create_engine, select

from app.database import open_engine
from app.tables import METADATA
from ticketing import handling, merging, rebuilding, relations, states, tickets
from ticketing.drafts import TicketDraft
from ticketing.errors import TicketingError
from ticketing.models import Event, Message, Ticket
from ticketing.permissions import Caller, Role
from ticketing.tickets import Words
from ticketing.vocabulary import Defect, EventType, Kind, Priority, Relation, Side, Team, TicketState

NOW = datetime(2027, 6, 7, 9, 0, tzinfo=UTC)
REPORTERS = [Caller(f"correctrice-{number}", frozenset({Role.CORRECTOR}), "Lille") for number in range(2)]
DESK = [Caller("agent-a", frozenset({Role.AGENT})), Caller("superviseure", frozenset({Role.SUPERVISOR}))]
OFFICE = Caller("dec", frozenset({Role.EXAM_OFFICE}), "Lille")
EVERYBODY = [*REPORTERS, *DESK, OFFICE]
STEPS = 14
WAYS = {(rule.source, rule.target, rule.who) for rule in states.RULES}


class Life:
    """Three tickets of two people, and what anybody does with them."""

    def __init__(self, session: Session, chance: random.Random, keys: "count[int]") -> None:
        self.session, self.chance, self.keys = session, chance, keys
        self.now, self.refused = NOW, 0
        self.tickets = [
            tickets.open_ticket(
                session, TicketDraft(Kind.SCAN, defect=Defect.ROTATED, text="Page.", academy="Lille"),
                caller=REPORTERS[number % 2], key=str(next(keys)), now=NOW,
            )
            for number in range(3)
        ]  # fmt: skip

    def step(self) -> None:
        chance, session = self.chance, self.session
        self.now += timedelta(minutes=1, days=chance.choice((0, 0, 0, 1, 20)))
        ticket, other = chance.choice(self.tickets), chance.choice(self.tickets)
        who = {"caller": chance.choice(EVERYBODY), "now": self.now}
        then, kind = chance.choice([None, *TicketState]), chance.choice(list(Relation))
        words = Words(
            "Bonjour.",
            version=ticket.version - chance.choice((0, 0, 0, 1)),
            to_children=chance.random() < 0.3,
        )
        acts = (
            lambda: tickets.reply(session, ticket, words, then=then, **who),
            lambda: tickets.note(session, ticket, Words("Noté."), **who),
            lambda: tickets.assign(session, ticket, who["caller"].id, **who),
            lambda: tickets.resolve(session, ticket, **who),
            lambda: tickets.reopen(session, ticket, **who),
            lambda: tickets.confirm(session, ticket, **who),
            lambda: merging.merge(session, ticket, other, **who),
            lambda: merging.unmerge(session, ticket, **who),
            lambda: relations.tie(session, ticket, kind, other, **who),
            lambda: relations.untie(session, ticket, kind, other, **who),
            lambda: handling.prioritise(session, ticket, chance.choice(list(Priority)), "Motif", **who),
            lambda: handling.hand_over(session, ticket, chance.choice(list(Team)), "Motif", **who),
            lambda: handling.tag(session, ticket, chance.choice("abc"), **who),
            lambda: handling.untag(session, ticket, chance.choice("abc"), **who),
            lambda: self.split(ticket, who),
        )
        before = {one.id: one.version for one in self.tickets}
        try:
            chance.choice(acts)()
        except TicketingError:
            self.refused += 1
            assert before == {one.id: one.version for one in self.tickets}, "a refusal left something behind"

    def split(self, ticket: Ticket, who: dict) -> None:
        said = self.session.exec(select(Message).where(Message.ticket_id == ticket.id)).all()
        if said and len(self.tickets) < 5:
            made = relations.split(self.session, ticket, self.chance.choice(said).id, **who)
            if made not in self.tickets:
                self.tickets.append(made)

    def check(self) -> int:
        """No illegal state, no loop, caches equal to what the log gives; the number of events."""
        found = list(rebuilding.examine(self.session, [one.id for one in self.tickets]))
        assert found == [], found
        events = 0
        for ticket in self.tickets:
            merging.canonical(self.session, ticket)
            state = TicketState.NEW
            for event in self.session.exec(
                select(Event).where(Event.ticket_id == ticket.id).order_by(Event.number)
            ):
                events += 1
                if event.type in (EventType.MOVED, EventType.MERGED, EventType.UNMERGED):
                    target = TicketState(event.payload["to"])
                    assert event.payload["from"] == state
                    assert (state, target, Side(event.side)) in WAYS, (state, target, event.side)
                    state = target
            assert ticket.state is state
        return events


def live(lives: int, seed: int = 2027) -> str:
    """Each life is undone after it was checked: the database stays small."""
    engine = create_engine("sqlite://", poolclass=StaticPool)
    SQLModel.metadata.create_all(engine)
    keys, events, refused, began = count(), 0, 0, time.perf_counter()
    for number in range(lives):
        with Session(engine, expire_on_commit=False) as session:
            life = Life(session, random.Random(seed + number), keys)
            for _ in range(STEPS):
                life.step()
            events += life.check()
            refused += life.refused
            session.rollback()
    seconds = time.perf_counter() - began
    acts = f"{lives} lives, {lives * STEPS} acts, {refused} refused, {events} events"
    return f"{acts}, {seconds:.0f} s: no illegal state, caches equal to the log"


def merge_both_ways(rounds: int) -> str:
    with tempfile.TemporaryDirectory() as folder:
        engine = open_engine(f"sqlite:///{Path(folder) / 'merges.db'}")
        METADATA.create_all(engine)
        with Session(engine) as session, session.begin():
            draft = TicketDraft(Kind.SCAN, defect=Defect.ROTATED, text="Page.")
            names = [
                tickets.open_ticket(session, draft, caller=REPORTERS[0], key=str(key), now=NOW).reference
                for key in range(2 * rounds)
            ]
            opened = len(session.exec(select(Event.seq)).all())

        def merge(pair: tuple[str, str]) -> bool:
            with Session(engine) as session, session.begin():
                one, other = (tickets.get(session, reference, DESK[0]) for reference in pair)
                try:
                    merging.merge(session, one, other, caller=DESK[0], now=NOW)
                except TicketingError:
                    return False
            return True

        began, done = time.perf_counter(), []
        with ThreadPoolExecutor(2) as pool:
            for number in range(rounds):
                pair = names[2 * number], names[2 * number + 1]
                done.append(sorted(pool.map(merge, [pair, pair[::-1]])))
        seconds = time.perf_counter() - began
        with Session(engine) as session:
            every = session.exec(select(Ticket)).all()
            loops = sum(merging.canonical(session, one).state is TicketState.MERGED for one in every)
            wrong = list(rebuilding.examine(session, [one.id for one in every]))
            events = len(session.exec(select(Event.seq)).all())
        engine.dispose()
    assert done == [[False, True]] * rounds
    assert (loops, wrong, events) == (0, [], opened + 2 * rounds)
    return f"{rounds} pairs merged both ways at once, {seconds:.0f} s: one merge each, 0 lost, 0 loops"


if __name__ == "__main__":
    lives, rounds = (int(one) for one in (sys.argv[1:] + ["10000", "1000"][len(sys.argv) - 1 :]))
    print(merge_both_ways(rounds))
    print(live(lives))
