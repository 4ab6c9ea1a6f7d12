"""A desk of many tickets, written straight into the tables but by the log's own fold: the columns of each
ticket are what its events add up to.
"""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import islice
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from pydantic_core import PydanticUndefined
from sqlalchemy import Connection, Engine, insert

from app import tables
from ticketing import french, log, summaries
from ticketing.drafts import LinkDraft, TicketDraft
from ticketing.models import Ticket
from ticketing.permissions import Caller, Role
from ticketing.references import written
from ticketing.vocabulary import (
    Defect,
    EventType,
    Kind,
    LinkKind,
    Priority,
    Side,
    Team,
    TicketState,
    Trouble,
    Visibility,
)

BEGAN = datetime(2026, 5, 1, 6, 0, tzinfo=UTC)
SPACING = timedelta(minutes=2)
YEAR = 2026
OPEN_SHARE = 0.2
BATCH = 5_000
TABLES = ("ticket", "ticket_event", "ticket_message", "object_link", "ticket_text")
CORRECTOR = Caller("correctrice-bts", frozenset({Role.CORRECTOR}), "Aix-Marseille")
AGENTS = ("agent-a", "agent-b", "superviseure")
ACADEMIES = (
    "Aix-Marseille", "Amiens", "Besançon", "Bordeaux", "Clermont-Ferrand", "Créteil", "Dijon", "Grenoble",
    "La Réunion", "Lille", "Lyon", "Montpellier", "Nancy-Metz", "Nantes", "Nice", "Normandie", "Paris",
    "Poitiers", "Reims", "Rennes", "Strasbourg", "Toulouse", "Versailles",
)  # fmt: skip
EXAMS = ("bac", "bts", "dnb", "cap", "bacpro")
SUBJECTS = ("page", "copie", "écran", "document", "lot", "bordereau", "fichier", "image", "scanner", "annexe")
VERBS = ("coupée", "illisible", "floue", "décalée", "tachée", "retournée", "mélangée", "numérisée", "perdue")
PLACES = ("en bas", "au milieu", "en haut", "sur le bord", "au verso", "à gauche", "dans la marge")
AFTER = ("impossible de noter", "le texte saute", "une ligne manque", "je ne lis rien", "merci de refaire")
RARE = ("étiquette", "agrafe", "calque", "papillon", "filigrane", "parapheur", "dictaphone", "trombone")


def seed(engine: Engine, count: int, *, seed_of: int = 7) -> int:
    """Fill an empty SQLite database with `count` tickets; the number of events written.

    Indexes are made afterwards: ten times quicker than keeping them at each row.
    """
    made, events = _tickets(random.Random(seed_of), count), 0
    with _bare(engine) as connection:
        while batch := list(islice(made, BATCH)):
            for name in TABLES:
                rows = [row for one in batch for row in one[name]]
                connection.execute(insert(tables.METADATA.tables[name]), rows)
                events += len(rows) if name == "ticket_event" else 0
        counter = tables.METADATA.tables["reference_counter"]
        connection.execute(insert(counter), [{"year": YEAR, "last": count}])
    return events


@contextmanager
def _bare(engine: Engine) -> Iterator[Connection]:
    """A transaction without indexes, triggers nor foreign keys; all are back at its end."""
    with engine.connect() as connection:
        raw = connection.connection.dbapi_connection
        for pragma in ("synchronous=OFF", "foreign_keys=OFF", "cache_size=-200000"):
            raw.cursor().execute(f"PRAGMA {pragma}")
        with connection.begin():
            names = ", ".join(f"'{name}'" for name in TABLES)
            query = (
                "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL "
                f"AND type IN ('index', 'trigger') AND tbl_name IN ({names})"
            )
            taken_off = connection.exec_driver_sql(query).all()
            for kind, name, _ in taken_off:
                connection.exec_driver_sql(f"DROP {kind} {name}")
            yield connection
            for _, _, sql in taken_off:
                connection.exec_driver_sql(sql)
            connection.exec_driver_sql("INSERT INTO ticket_words(ticket_words) VALUES ('rebuild')")
            connection.exec_driver_sql("ANALYZE")
    engine.dispose()


def _tickets(chance: random.Random, count: int) -> Iterator[dict[str, list[dict[str, Any]]]]:
    for number in range(1, count + 1):
        yield _Story(chance, number, is_open=chance.random() < OPEN_SHARE).rows()


class _Story:
    """The life of one ticket, told by events."""

    def __init__(self, chance: random.Random, number: int, *, is_open: bool) -> None:
        self.chance, self.number, self.is_open = chance, number, is_open
        self.id = UUID(int=chance.getrandbits(128), version=4)
        self.now = BEGAN + number * SPACING
        self.events: list[dict[str, Any]] = []
        self.messages: list[dict[str, Any]] = []
        self.ticket = SimpleNamespace(
            **{name: None if field.default is PydanticUndefined else field.default
               for name, field in Ticket.model_fields.items()}
        )  # fmt: skip
        self.ticket.id, self.ticket.version = self.id, 0

    def rows(self) -> dict[str, list[dict[str, Any]]]:
        draft = self._draft()
        self._open(draft)
        self._go_on()
        said = french.stems(self.ticket.subject)
        for one in self.messages:
            said |= french.stems(one["body"]) if one["visibility"] is Visibility.PUBLIC else set()
        noted = [one["body"] for one in self.messages if one["visibility"] is Visibility.INTERNAL]
        text = {
            "number": self.number, "ticket_id": self.id, "said": " ".join(sorted(said)),
            "noted": " ".join(sorted(french.stems(" ".join(noted)))),
        }  # fmt: skip
        links = [
            {"id": self._uuid(), "ticket_id": self.id, "position": place, "kind": link.kind, "ref": link.ref,
             "label": link.label, "details": {}}
            for place, link in enumerate(draft.links)
        ]  # fmt: skip
        ticket = {name: getattr(self.ticket, name) for name in Ticket.model_fields}
        return {
            "ticket": [ticket], "ticket_event": self.events, "ticket_message": self.messages,
            "object_link": links, "ticket_text": [text],
        }  # fmt: skip

    def _draft(self) -> TicketDraft:
        pick = self.chance.choice
        academy = pick(ACADEMIES)
        text = f"La {pick(SUBJECTS)} est {pick(VERBS)} {pick(PLACES)}, {pick(AFTER)}."
        if self.chance.random() < 0.01:
            text += f" On voit un {pick(RARE)}."
        if self.chance.random() < 0.25:
            return TicketDraft(Kind.CONNECTIVITY, trouble=pick(list(Trouble)), application="santorin",
                               text=text, academy=academy, session="2027", exam=pick(EXAMS))  # fmt: skip
        lot, copy = str(self.chance.randrange(1, 3_000)), f"{self.chance.randrange(1, 10_000):04d}"
        centre = self.chance.randrange(300)
        links = (
            LinkDraft(LinkKind.COPY, f"lot-{lot}-{copy}", copy),
            LinkDraft(LinkKind.PAGE, f"lot-{lot}-{copy}-3", "3"),
            LinkDraft(LinkKind.LOT, f"lot-{lot}", lot),
            LinkDraft(LinkKind.CENTRE, f"CEN{centre:03d}", f"Lycée n° {centre}"),
        )
        return TicketDraft(
            Kind.SCAN, defect=pick(list(Defect)), text=text, links=links, academy=academy, session="2027",
            exam=pick(EXAMS), deadline=self.now + timedelta(days=self.chance.randrange(1, 40)),
        )  # fmt: skip

    def _open(self, draft: TicketDraft) -> None:
        for_exam_office = draft.defect in {Defect.NAME_VISIBLE, Defect.OTHER_COPY}
        team = Team.EXAM_OFFICE if for_exam_office else Team.HELP_DESK
        priority = self.chance.choices(list(Priority), weights=(5, 35, 45, 15))[0]
        opened = {
            "kind": draft.kind, "defect": draft.defect, "trouble": draft.trouble,
            "application": draft.application, "subject": summaries.subject(draft), "priority": priority,
            "team": team, "reporter_id": f"personne-{self.chance.randrange(20_000)}",
            "reporter_role": "corrector", "channel": "web", "conversation_id": None,
            "academy": draft.academy, "session": draft.session, "exam": draft.exam, "paper": None,
            "deadline": draft.deadline.isoformat() if draft.deadline else None,
            "reference": written(YEAR, self.number), "policy_version": 0, "calendar_version": 0,
        }  # fmt: skip
        said = self._say(Side.REPORTER, draft.text)
        self._happens(EventType.OPENED, Side.REPORTER, opened | {"message": said})

    def _go_on(self) -> None:
        """Some are untouched; the others are taken, noted, answered, and settled when they are."""
        if self.is_open and self.chance.random() < 0.3:
            return
        agent = self.chance.choice(AGENTS)
        self._happens(EventType.ASSIGNED, Side.DESK, {"assignee": agent}, agent)
        self._moves(TicketState.IN_PROGRESS, agent)
        if self.chance.random() < 0.2:
            note = self._say(Side.DESK, "Vu avec le centre : vitre sale.", agent, Visibility.INTERNAL)
            self._happens(EventType.NOTED, Side.DESK, {"message": note}, agent)
        if self.is_open and self.chance.random() < 0.3:
            return
        told = self._say(Side.DESK, "La page est demandée au centre. Elle revient bientôt.", agent)
        self._happens(EventType.REPLIED, Side.DESK, {"message": told}, agent)
        waiting = (TicketState.WAITING_CENTRE, TicketState.WAITING_REQUESTER, TicketState.WAITING_THIRD_PARTY)
        self._moves(self.chance.choice(waiting) if self.is_open else TicketState.RESOLVED, agent)

    def _say(
        self, side: Side, body: str, who: str | None = None, visibility: Visibility = Visibility.PUBLIC
    ) -> str:
        said = {
            "id": self._uuid(), "ticket_id": self.id, "author_id": who or "personne", "side": side,
            "visibility": visibility, "body": body, "sent_at": self.now, "key": None,
        }  # fmt: skip
        self.messages.append(said)
        return str(said["id"])

    def _moves(self, to: TicketState, who: str) -> None:
        self._happens(EventType.MOVED, Side.DESK, {"from": self.ticket.state, "to": to}, who)

    def _happens(self, kind: EventType, side: Side, payload: dict[str, Any], who: str | None = None) -> None:
        event = {
            "ticket_id": self.id, "number": self.ticket.version + 1, "type": kind, "side": side,
            "actor_id": who, "at": self.now, "payload": payload,
        }  # fmt: skip
        log.apply(self.ticket, SimpleNamespace(**event))
        self.events.append(event)
        self.now += timedelta(minutes=self.chance.randrange(1, 240))

    def _uuid(self) -> UUID:
        return UUID(int=self.chance.getrandbits(128), version=4)
