"""What service levels cost: due dates worked out, tickets opened, the figures of ten thousand tickets."""

import argparse
import random
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import perf_counter
from uuid import uuid4

from sqlalchemy import Connection, inspect, text
from sqlmodel import Session

from app.database import open_engine
from app.tables import METADATA
from ticketing import figures, tickets
from ticketing.figures import Month, Period
from ticketing.models import Event
from ticketing.permissions import Caller, Role
from ticketing.service_levels import defaults, policies, rebuilding
from ticketing.service_levels.calendars import read
from ticketing.service_levels.open_time import open_time
from ticketing.service_levels.versions import Levels
from ticketing.tickets import LinkDraft, TicketDraft, Words
from ticketing.vocabulary import EventType, Kind, LinkKind, Side, TicketState

COPIES = 10
START = datetime(2026, 10, 1, 7, 0, tzinfo=UTC)
AGENT = Caller("agent-a", frozenset({Role.AGENT}))
SUPERVISOR = Caller("superviseure", frozenset({Role.SUPERVISOR}))


def rate(what: str, number: int, seconds: float) -> None:
    print(f"{what} : {number / seconds:,.0f} par seconde".replace(",", " "))


def due_dates(number: int) -> None:
    """One addition of open time; then a whole history of eight events folded."""
    draw, places = random.Random(7), read(defaults.CALENDARS)
    hours = [open_time(one) for one in places.all]
    moments = [START + timedelta(minutes=draw.randrange(500_000)) for _ in range(number)]
    for one in hours:
        one.after(START, timedelta(hours=500))
    began = perf_counter()
    for place, moment in enumerate(moments):
        hours[place % len(hours)].after(moment, timedelta(hours=30))
    rate("Échéances", number, perf_counter() - began)
    levels, few = Levels(policies.read(defaults.POLICY), places), number // 50
    histories = [_history(moment) for moment in moments[:few]]
    began = perf_counter()
    for history in histories:
        rebuilding.due(history, levels, history[0].ticket_id)
    rate("Historiques de huit événements", few, perf_counter() - began)


def _history(at: datetime) -> list[Event]:
    opened = {"kind": "scan", "team": "help_desk", "priority": 3, "academy": "Lille", "subject": "Page floue"}
    facts = [(EventType.OPENED, Side.REPORTER, opened)]
    for source, target in (("new", "waiting_centre"), ("waiting_centre", "in_progress")):
        facts += [
            (EventType.MOVED, Side.DESK, {"from": source, "to": target}),
            (EventType.REPLIED, Side.DESK, {}),
            (EventType.REPLIED, Side.REPORTER, {}),
        ]
    facts.append((EventType.MOVED, Side.DESK, {"from": "in_progress", "to": "resolved"}))
    ticket_id = uuid4()
    return [
        Event(
            ticket_id=ticket_id, number=n, type=kind, side=side, at=at + timedelta(hours=n), payload=payload
        )
        for n, (kind, side, payload) in enumerate(facts, start=1)
    ]


def desk(number: int, folder: Path) -> None:
    """A tenth of the tickets opened, half of them settled; copied to make the number; then their figures."""
    engine = open_engine(f"sqlite:///{folder / 'figures.db'}")
    METADATA.create_all(engine)
    draw, opening, made = random.Random(7), 0.0, number // COPIES
    with Session(engine, expire_on_commit=False) as session, session.begin():
        for place in range(made):
            now, caller = START + timedelta(minutes=draw.randrange(40_000)), _person(draw)
            began = perf_counter()
            ticket = tickets.open_ticket(session, _draft(draw), caller=caller, key=f"k{place}", now=now)
            opening += perf_counter() - began
            if place % 2:
                later, words = now + timedelta(hours=draw.randrange(1, 90)), Words("Voici la réponse.")
                tickets.reply(session, ticket, words, caller=AGENT, now=later, then=TicketState.RESOLVED)
    rate("Demandes ouvertes, une transaction", made, opening)
    with engine.begin() as connection:
        for copy in range(1, COPIES):
            for table, key in (("ticket", "id"), ("ticket_clock", "ticket_id"), ("object_link", "ticket_id")):
                connection.execute(text(_copied(connection, table, key, copy)))
    with Session(engine) as session:
        began = perf_counter()
        figures.report(session, SUPERVISOR, Period((Month(2026, 10),)))
        print(f"Chiffres d’un mois sur {number} demandes : {perf_counter() - began:.2f} s")
    engine.dispose()


def _copied(connection: Connection, table: str, key: str, copy: int) -> str:
    """The rows of the tickets that were opened once more, of other people, under other identifiers."""
    fresh = {
        key: f"'{copy:02x}' || substr({key}, 1, 30)",
        "reference": f"reference || '-{copy}'",
        "reporter_id": f"reporter_id || '-{copy}'",
    }
    if table == "object_link":
        fresh["id"] = f"'{copy:02x}' || substr(id, 1, 30)"
    names = [column["name"] for column in inspect(connection).get_columns(table)]
    taken = f"{key} IN (SELECT id FROM ticket WHERE reference NOT LIKE '%-%-%-%')"
    values = ", ".join(fresh.get(name, name) for name in names)
    columns = ", ".join(names)
    return f"INSERT INTO {table} ({columns}) SELECT {values} FROM {table} WHERE {taken}"


def _draft(draw: random.Random) -> TicketDraft:
    centre = f"Lycée {draw.randrange(60)}"
    links = (LinkDraft(LinkKind.CENTRE, centre, centre),)
    kind = draw.choice([Kind.QUESTION, Kind.HUMAN, Kind.CONNECTIVITY, Kind.SCAN, Kind.EXPENSE])
    academy = draw.choice(["Lille", "La Réunion", "Strasbourg", "Guadeloupe"])
    return TicketDraft(kind=kind, text="Une question.", links=links, academy=academy, session="2027")


def _person(draw: random.Random) -> Caller:
    return Caller(f"personne-{draw.randrange(3000)}", frozenset({Role.CORRECTOR}))


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--due", type=int, default=100_000)
    options.add_argument("--tickets", type=int, default=10_000)
    asked = options.parse_args()
    due_dates(asked.due)
    with tempfile.TemporaryDirectory() as made:
        desk(asked.tickets, Path(made))
