"""A library of texts, its database and its index, and a person who asks on the day that a test says."""

from dataclasses import replace
from datetime import UTC, datetime
from itertools import count
from uuid import uuid4

from sqlmodel import Session

from app.live_index import LiveIndex
from assistant import answer_log, confidence, conversation, dialogue
from assistant.answering import Answerer
from assistant.conversation import Message
from assistant.dialogue import Assistant
from assistant.my_tickets import TicketReader
from assistant.replay import replay
from knowledge import circulars
from knowledge.library import index_folder
from ticketing.permissions import Caller, Role

MARCH = datetime(2031, 3, 20, 9, tzinfo=UTC)
ASKED = datetime(2031, 4, 1, 21, 30, tzinfo=UTC)
LATER = datetime(2031, 5, 10, 9, tzinfo=UTC)
LILLE = Caller("correctrice", frozenset({Role.CORRECTOR}), "Lille")
MEETING = "Quand se tient la réunion d’harmonisation du BTS ?"
CODE = "Quel code pour un candidat absent ?"


class Library:
    """A folder of texts, the database and the index; one person asks, on the day that a test says."""

    def __init__(self, tmp_path, engine, understanding, records):
        self.folder, self.index_dir, self.engine = tmp_path / "textes", tmp_path / "index", engine
        self.folder.mkdir()
        self.records = records
        model = confidence.load().at(0.0)
        self.answerer = Answerer(LiveIndex(self.index_dir, None), model)
        reports = TicketReader(lambda: Session(engine))
        self.house = Assistant(self.answerer, understanding, records, reports)
        self.keys = count()

    def publish(self, now, **files):
        for name, text in files.items():
            (self.folder / f"{name}.md").write_text(text, encoding="utf-8")
        index_folder(lambda: Session(self.engine), self.folder, self.index_dir, None, now=now)

    def ask(self, *said, caller=LILLE, now=ASKED, ms=12.5):
        """The last turn of a conversation in which all this was said."""
        with Session(self.engine) as session, session.begin():
            talk = conversation.start(session, caller, key=str(uuid4()), now=now).id
        for text in said:
            message = Message(text, f"m{next(self.keys)}")
            with Session(self.engine) as session:
                read = conversation.snapshot(session, talk, caller)
            decision = replace(self.house.decide(read, message, caller, now), ms=ms)
            with Session(self.engine, expire_on_commit=False) as session, session.begin():
                turn = dialogue.settle(session, read, message, decision, caller, now)
        return turn

    def recorded(self, turn):
        with Session(self.engine) as session:
            return answer_log.find(session, turn.id)

    def replay(self, turn, today=LATER.date()):
        with Session(self.engine) as session:
            recorded = answer_log.find(session, turn.id)
            versions = circulars.versions(session, {seen.circular_id for seen in recorded.grounds.seen})
        return replay(recorded, versions, self.answerer, today)
