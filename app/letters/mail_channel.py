"""The channel of the out-tray that writes to a mailbox: the letter is composed when it leaves."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from typing import ClassVar, Protocol

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from app.accounts import AccountNotFound, find_account
from app.database import reading
from app.letters import letter as letters
from app.letters.letter import Letter, News
from app.letters.writing import Envelope, Stationery, write
from app.web import rescan_view
from app.web.due_words import DueWords
from ticketing import canonical, mailing, rescan_letters
from ticketing.models import OutgoingMessage, Ticket
from ticketing.outbox import PermanentFailure
from ticketing.permissions import Caller


class Carrier(Protocol):
    """Takes charge of a message, or raises what `Channel.send` may raise."""

    def carry(self, message: EmailMessage, recipient: str) -> None: ...


@dataclass(frozen=True, slots=True)
class MailChannel:
    """Fulfils `Channel`: the recipient is a person, whose address comes from her account."""

    name: ClassVar[str] = mailing.CHANNEL
    engine: Engine
    carrier: Carrier
    paper: Stationery
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)

    def send(self, recipient: str, subject: str, body: str, *, key: str) -> None:
        caller, address = _reader(recipient)
        letter, envelope = self._read(key, caller, address)
        self.carrier.carry(write(letter, envelope, self.paper), address)

    def _read(self, key: str, caller: Caller, address: str) -> tuple[Letter, Envelope]:
        now = self.clock()
        with Session(reading(self.engine), expire_on_commit=False) as session:
            lead = session.exec(select(OutgoingMessage).where(col(OutgoingMessage.dedupe_key) == key)).one()
            due = DueWords(reading(self.engine))
            news = [_news(session, row, caller, due, now) for row in mailing.carried_by(session, lead)]
            before = mailing.before(session, lead)
            thread = lead.thread or str(lead.id)
            letter = letters.compose(news, is_digest=thread.startswith(mailing.DIGEST), now=now)
        return letter, Envelope(
            person_id=caller.id,
            address=address,
            message_id=lead.message_id or lead.id.hex,
            thread=thread.replace(":", "-"),
            before=before.message_id if before else None,
            at=now,
        )


def _news(session: Session, row: OutgoingMessage, caller: Caller, due: DueWords, now: datetime) -> News:
    ticket = session.get(Ticket, row.ticket_id) if row.ticket_id else None
    if ticket is None:
        return News(row, None)
    followed = rescan_letters.followed(session, caller, ticket_id=ticket.id)
    carrier = canonical.of(session, ticket)
    promised = due.told(ticket, now) or ""
    return News(row, ticket, carrier, tuple(rescan_view.lines(followed, now)), promised)


def _reader(person_id: str) -> tuple[Caller, str]:
    try:
        account = find_account(person_id)
    except AccountNotFound as error:
        raise PermanentFailure("the account was closed") from error
    if account.email is None:
        raise PermanentFailure("the account has no address")
    return account.caller(), account.email
