"""A letter as a message: its two texts, and the headers by which programs know what it is."""

from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from app.letters import signatures
from app.letters.letter import Letter

TEMPLATES = Path(__file__).parent.parent / "web" / "templates" / "letters"
SENDER_NAME = "Permanence"
LOOP_HEADER = "X-Permanence-Loop"


@dataclass(frozen=True, slots=True)
class Stationery:
    """What all letters of this installation have in common."""

    site: str
    sender: str
    secret: str

    @property
    def domain(self) -> str:
        return self.sender.rpartition("@")[2]

    def stop_address(self, person_id: str) -> str:
        return f"{self.site}/letters/stop?token={signatures.stop_token(self.secret, person_id)}"

    def message_id(self, left: str) -> str:
        return f"<{left}@{self.domain}>"


@dataclass(frozen=True, slots=True)
class Envelope:
    """To whom, and where in which thread."""

    person_id: str
    address: str
    message_id: str  # the left part, fixed when the letter was queued
    thread: str
    before: str | None  # the left part of the one before, in the same thread
    at: datetime


def write(letter: Letter, envelope: Envelope, paper: Stationery) -> EmailMessage:
    message = EmailMessage(policy=SMTP)
    message["From"] = f"{SENDER_NAME} <{paper.sender}>"
    message["To"] = envelope.address
    message["Subject"] = letter.subject
    message["Date"] = format_datetime(envelope.at)
    message["Message-ID"] = paper.message_id(envelope.message_id)
    _thread(message, envelope, paper)
    # RFC 3834, and what Exchange reads: an absence notice is no answer.
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"
    stop = paper.stop_address(envelope.person_id)
    message["List-Unsubscribe"] = f"<{stop}>"
    message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"  # RFC 8058
    message[LOOP_HEADER] = signatures.loop_mark(paper.secret, envelope.message_id)
    message["Content-Language"] = "fr"
    shown = {"letter": letter, "site": paper.site, "stop": stop}
    message.set_content(_TEMPLATES.get_template("mail.txt").render(shown))
    message.add_alternative(_TEMPLATES.get_template("mail.html").render(shown), subtype="html")
    return message


def _thread(message: EmailMessage, envelope: Envelope, paper: Stationery) -> None:
    """A root that no message bears: the letters of a thread stand together even when one is lost."""
    root = paper.message_id(f"thread-{envelope.thread}")
    last = paper.message_id(envelope.before) if envelope.before else root
    message["In-Reply-To"] = last
    message["References"] = root if last == root else f"{root} {last}"


_TEMPLATES = Environment(
    loader=FileSystemLoader(TEMPLATES),
    autoescape=select_autoescape(["html"]),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
