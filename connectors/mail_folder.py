"""Mail without a server: each message becomes a file in a folder, read in a page of the demonstration."""

import re
from dataclasses import dataclass
from datetime import datetime
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import parsedate_to_datetime
from hashlib import sha256
from pathlib import Path

from ticketing.outbox import TemporaryFailure

NAME = re.compile(r"^[0-9a-f]{24}$")
SHOWN = 200


class MailNotFound(Exception):
    """The folder has no such message."""


@dataclass(frozen=True, slots=True)
class Mail:
    name: str
    recipient: str
    subject: str
    at: datetime
    text: str
    html: str
    headers: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class MailFolder:
    """The same Message-ID writes the same file: a message carried twice is there once."""

    folder: Path

    def carry(self, message: EmailMessage, recipient: str) -> None:
        name = sha256(str(message["Message-ID"]).encode()).hexdigest()[:24]
        try:
            self._write(f"{name}.eml", bytes(message))
        except OSError as error:
            raise TemporaryFailure(f"the mail folder: {error.strerror}") from error

    def latest(self, recipient: str | None = None) -> list[Mail]:
        """The newest first; those of one address when it is named."""
        found = sorted(self.folder.glob("*.eml"), key=lambda path: path.stat().st_mtime_ns, reverse=True)
        mails = (_read(path) for path in found)
        return [mail for mail in mails if recipient in (None, mail.recipient)][:SHOWN]

    def get(self, name: str) -> Mail:
        path = self.folder / f"{name}.eml"
        if not NAME.match(name) or not path.is_file():
            raise MailNotFound(name)
        return _read(path)

    def _write(self, name: str, content: bytes) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        aside = self.folder / f".{name}"
        aside.write_bytes(content)
        aside.replace(self.folder / name)


def _read(path: Path) -> Mail:
    message = BytesParser(policy=policy.default).parsebytes(path.read_bytes())
    return Mail(
        name=path.stem,
        recipient=str(message["To"]),
        subject=str(message["Subject"]),
        at=parsedate_to_datetime(str(message["Date"])),
        text=_part(message, "plain"),
        html=_part(message, "html"),
        headers=tuple((name, str(value)) for name, value in message.items()),
    )


def _part(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    return str(part.get_content()) if part else ""
