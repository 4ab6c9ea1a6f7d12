"""What the people of a ticket were told: each letter once, by which ways, and how far it got."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from ticketing import dead_letters, mailing, permissions
from ticketing.errors import RightMissing
from ticketing.models import OutgoingMessage, Ticket
from ticketing.permissions import Caller
from ticketing.vocabulary import Delivery

MAIL = "mail:"  # before the key of the letter that it announces


@dataclass(frozen=True, slots=True)
class Letter:
    """`mailed` is empty when its reader asked for no e-mail; nobody knows whether she read it."""

    recipient: str
    at: datetime
    body: str
    shown: Delivery | None  # in her conversation
    mailed: Delivery | None
    mailed_at: datetime | None


def letters(session: Session, ticket: Ticket, caller: Caller) -> list[Letter]:
    """Oldest first; for those who work on the ticket."""
    if not permissions.may_read_notes(caller, ticket):
        raise RightMissing(caller.id, "read letters")
    mine = col(OutgoingMessage.ticket_id) == ticket.id
    to_people = col(OutgoingMessage.channel).in_(dead_letters.TO_PEOPLE)
    rows = session.exec(select(OutgoingMessage).where(mine, to_people)).all()
    mailed = {row.dedupe_key.removeprefix(MAIL): row for row in rows if row.channel == mailing.CHANNEL}
    shown = [row for row in rows if row.channel != mailing.CHANNEL]
    found = [_letter(row, mailed.get(row.dedupe_key)) for row in shown]
    return sorted(found, key=lambda one: (one.at, one.recipient))


def _letter(row: OutgoingMessage, mail: OutgoingMessage | None) -> Letter:
    return Letter(
        recipient=row.recipient,
        at=row.queued_at or row.run_at,
        body=row.body,
        shown=row.state,
        mailed=mail.state if mail else None,
        mailed_at=mail.sent_at if mail else None,
    )
