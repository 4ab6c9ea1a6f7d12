"""A small library of texts, its index, and people who ask; as the desk finds them."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count

from sqlmodel import Session, select

from app.accounts import find_account
from app.assembly import Services
from app.turns import open_conversation, take_turn
from assistant.conversation import Message
from knowledge.library import index_folder
from knowledge.models import Circular

LILLE = "correctrice-maths"
MEETING = "Quand se tient la réunion d’harmonisation du BTS ?"
SITE = "Quel est le code du site de saisie du BTS ?"


@dataclass
class Shelf:
    """The folder that `permanence index` would read, and conversations of the demonstration's people."""

    services: Services
    folder: object
    keys: count = field(default_factory=count)

    def publish(self, now=None, **files):
        for name, text in files.items():
            (self.folder / f"{name}.md").write_text(text, encoding="utf-8")
        return index_folder(
            lambda: Session(self.services.engine),
            self.folder,
            self.services.settings.index_dir,
            self.services.index.embedder,
            now=now or datetime.now(UTC),
        )

    def ask(self, *said, account=LILLE, now=None):
        """The last turn of a conversation in which all this was said."""
        caller, now = find_account(account).caller(), now or datetime.now(UTC)
        talk = open_conversation(self.services, caller, key=f"talk-{next(self.keys)}", now=now)
        for text in said:
            turn = take_turn(
                self.services, caller, talk, Message(text, f"message-{next(self.keys)}"), now=now
            )
        self.talk = talk
        return turn

    def published(self, name):
        wanted = select(Circular).where(Circular.name == name, Circular.withdrawn_at == None)  # noqa: E711
        with Session(self.services.engine, expire_on_commit=False) as session:
            return session.exec(wanted).one()
