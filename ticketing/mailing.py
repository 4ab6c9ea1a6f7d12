"""Letters that leave by e-mail: news of one ticket that come together leave as one, nobody gets too many."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, func, or_, update
from sqlmodel import Session, col, select

from ticketing import mail_preferences, outbox
from ticketing.models import OutgoingMessage
from ticketing.vocabulary import Delivery, NewsKind

CHANNEL = "email"
ATTEMPTS = 30  # a day of trying: a mail server may be down for a night
AT_ONCE = 4  # all of them, at their slowest, within one lease
WINDOW = timedelta(minutes=2)  # news of one thread within it leave as one letter
MOST_A_DAY = 20  # letters to one person; past it, one letter brings together what came since
DAY = timedelta(days=1)
DIGEST = "digest"


@dataclass(frozen=True, slots=True)
class Notice:
    """News for one person. `key` names the letter that tells it in the conversation."""

    key: str
    recipient: str
    subject: str
    news: NewsKind
    ticket_id: UUID | None


def put(session: Session, notice: Notice, *, now: datetime, window: timedelta = WINDOW) -> None:
    """Queue the e-mail of a piece of news, once, if its reader wants it. Its words stay where they are."""
    key = f"mail:{notice.key}"
    known = session.exec(select(OutgoingMessage.id).where(col(OutgoingMessage.dedupe_key) == key)).first()
    if known or not mail_preferences.of(session, notice.recipient).wants(notice.news):
        return
    session.add(
        OutgoingMessage(
            dedupe_key=key,
            ticket_id=notice.ticket_id,
            channel=CHANNEL,
            recipient=notice.recipient,
            subject=notice.subject,
            body="",
            queued_at=now,
            run_at=now + window,
            message_id=uuid4().hex,
            thread=str(notice.ticket_id or notice.key),
            news=notice.news,
        )
    )
    session.flush()


def claim(
    session: Session, *, worker: str, now: datetime, limit: int = AT_ONCE, most_a_day: int = MOST_A_DAY
) -> list[OutgoingMessage]:
    """As `outbox.claim`; each letter takes along what waits in its thread, for good, at its first attempt."""
    leads: list[OutgoingMessage] = []
    while len(leads) < limit:
        found = outbox.claim(session, worker=worker, now=now, channel=CHANNEL, limit=1)
        if not found:
            break
        lead = found[0]
        if lead.attempts > 1 or _may_leave(session, lead, now, most_a_day):
            leads.append(lead)
    return leads


def carried_by(session: Session, lead: OutgoingMessage) -> list[OutgoingMessage]:
    """The letter and those that leave within it, in the order of what happened."""
    grouped = session.exec(select(OutgoingMessage).where(col(OutgoingMessage.led_by) == lead.id)).all()
    return sorted([lead, *grouped], key=lambda one: (one.queued_at or one.run_at, one.dedupe_key))


def of_reader(session: Session, person_id: str) -> list[OutgoingMessage]:
    """All that was queued for one mailbox, oldest first."""
    mine = (col(OutgoingMessage.recipient) == person_id, col(OutgoingMessage.channel) == CHANNEL)
    return list(session.exec(select(OutgoingMessage).where(*mine).order_by(col(OutgoingMessage.queued_at))))


def before(session: Session, lead: OutgoingMessage) -> OutgoingMessage | None:
    """The last letter of the same thread that this reader was sent."""
    return session.exec(
        select(OutgoingMessage)
        .where(
            *_of_reader(lead),
            col(OutgoingMessage.thread) == lead.thread,
            col(OutgoingMessage.state) == Delivery.SENT,
        )
        .order_by(col(OutgoingMessage.sent_at).desc())
        .limit(1)
    ).first()


def _may_leave(session: Session, lead: OutgoingMessage, now: datetime, most_a_day: int) -> bool:
    if not mail_preferences.of(session, lead.recipient).wants(lead.news):
        _release(session, lead, lead.run_at)
        lead.state = Delivery.WITHHELD
        return False
    if earlier := _waits_for(session, lead):
        _release(session, lead, max(earlier.run_at, now) + timedelta(seconds=1))
        return False
    if until := _full_until(session, lead, now, most_a_day):
        lead.thread = f"{DIGEST}:{lead.recipient}"
        _release(session, lead, until)
        return False
    _gather(session, lead, now)
    return True


def _release(session: Session, lead: OutgoingMessage, run_at: datetime) -> None:
    lead.run_at, lead.lease_by, lead.lease_until = run_at, None, None
    lead.attempts -= 1
    session.add(lead)
    session.flush()


def _waits_for(session: Session, lead: OutgoingMessage) -> OutgoingMessage | None:
    """A letter of the same thread that was tried already: it leaves first."""
    return session.exec(
        select(OutgoingMessage).where(
            *_of_reader(lead),
            col(OutgoingMessage.thread) == lead.thread,
            col(OutgoingMessage.state) == Delivery.PENDING,
            col(OutgoingMessage.attempts) > 0,
        )
    ).first()


def _full_until(session: Session, lead: OutgoingMessage, now: datetime, most: int) -> datetime | None:
    """When this reader may be written to again, if she has had her number of letters of the day."""
    latest = session.exec(
        select(OutgoingMessage.sent_at)
        .where(
            *_of_reader(lead),
            col(OutgoingMessage.state) == Delivery.SENT,
            col(OutgoingMessage.sent_at) > now - DAY,
        )
        .order_by(col(OutgoingMessage.sent_at).desc())
        .limit(most)
    ).all()
    under_way = session.exec(
        select(func.count())
        .select_from(OutgoingMessage)
        .where(
            *_of_reader(lead),
            col(OutgoingMessage.state) == Delivery.PENDING,
            col(OutgoingMessage.lease_until) > now,
        )
    ).one()
    if len(latest) + under_way < most:
        return None
    oldest = min((sent for sent in latest if sent), default=now)
    return max(oldest + DAY, now + outbox.REST)


def _gather(session: Session, lead: OutgoingMessage, now: datetime) -> None:
    """Once a letter was tried it takes nothing more along: the same letter always says the same."""
    is_digest = (lead.thread or "").startswith(f"{DIGEST}:")
    session.connection().execute(
        update(OutgoingMessage)
        .where(
            *_of_reader(lead),
            *([] if is_digest else [col(OutgoingMessage.thread) == lead.thread]),
            col(OutgoingMessage.state) == Delivery.PENDING,
            col(OutgoingMessage.attempts) == 0,
            col(OutgoingMessage.news).in_(_wanted(session, lead.recipient)),
            or_(col(OutgoingMessage.lease_until).is_(None), col(OutgoingMessage.lease_until) <= now),
        )
        .values(state=Delivery.GROUPED, led_by=lead.id)
    )


def _wanted(session: Session, person_id: str) -> list[NewsKind]:
    chosen = mail_preferences.of(session, person_id)
    return [kind for kind in NewsKind if chosen.wants(kind)]


def _of_reader(lead: OutgoingMessage) -> list[ColumnElement[bool]]:
    return [
        col(OutgoingMessage.recipient) == lead.recipient,
        col(OutgoingMessage.channel) == CHANNEL,
        col(OutgoingMessage.id) != lead.id,
    ]
