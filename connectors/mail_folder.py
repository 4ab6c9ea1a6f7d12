"""Mail without a server: each message becomes a file in a folder, where a developer reads it."""

from dataclasses import dataclass
from email.message import EmailMessage
from hashlib import sha256
from pathlib import Path
from typing import ClassVar

from ticketing.outbox import TemporaryFailure

SENDER = "permanence@exemple.fr"


@dataclass(frozen=True, slots=True)
class MailFolder:
    """The same key writes the same file: a message carried twice is there once."""

    name: ClassVar[str] = "email"
    folder: Path

    def send(self, recipient: str, subject: str, body: str, *, key: str) -> None:
        message = EmailMessage()
        message["From"], message["To"], message["Subject"] = SENDER, recipient, subject
        message.set_content(body)
        name = sha256(key.encode()).hexdigest()[:24]
        try:
            self._write(f"{name}.eml", bytes(message))
        except OSError as error:
            raise TemporaryFailure(str(error)) from error

    def _write(self, name: str, content: bytes) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        aside = self.folder / f".{name}"
        aside.write_bytes(content)
        aside.replace(self.folder / name)
