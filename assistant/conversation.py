"""Conversations: start one, read where it stands, add a turn. A conversation is only its caller's."""

import hashlib
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select, update

from assistant import answer_json, drafts, memory
from assistant.answers import Act, Answer
from assistant.composition import plain
from assistant.drafts import Draft, Zone
from assistant.errors import ConversationMoved, ConversationNotFound, MessageKeyReused
from assistant.intents import Intent
from assistant.memory import Memory
from assistant.models import TITLE_LENGTH, Conversation, Turn
from assistant.understanding import Exchange
from ticketing.permissions import Caller

# Earlier exchanges that a message is read with.
REMEMBERED = 6


@dataclass(frozen=True, slots=True)
class PageContext:
    """Where the caller stands in the page that hosts the assistant; numbers as printed."""

    lot: str | None = None
    copy: str | None = None
    page: str | None = None
    zone: Zone | None = None  # drawn on that page


@dataclass(frozen=True, slots=True)
class Message:
    """What is sent; `key` is made by the browser, the same for a retry of the same message."""

    text: str
    key: str
    context: PageContext | None = None


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Where a conversation stands, read in one short transaction and decided upon without any."""

    conversation_id: UUID
    version: int = 0
    draft: Draft | None = None
    memory: Memory = field(default_factory=Memory)
    exchanges: tuple[Exchange, ...] = ()  # oldest first


@dataclass(frozen=True, slots=True)
class TurnView:
    id: UUID
    number: int
    text: str
    answer: Answer
    at: datetime


@dataclass(frozen=True, slots=True)
class SettledTurn:
    """A turn with where it stands; `key` is the sender's own."""

    conversation_id: UUID
    key: str
    turn: TurnView


@dataclass(frozen=True, slots=True)
class ConversationView:
    id: UUID
    title: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Settled:
    """A turn to record, with what it leaves to the next one."""

    text: str
    key: str
    digest: str
    answer: Answer
    intent: Intent
    draft: Draft | None
    memory: Memory


def start(session: Session, caller: Caller, *, key: str, now: datetime) -> Conversation:
    """A new conversation, or the one that this caller already started with this key."""
    found = _by_key(session, caller, key)
    if found:
        return found
    conversation = Conversation(caller_id=caller.id, key=key, started_at=now, changed_at=now)
    try:
        with session.begin_nested():
            session.add(conversation)
    except IntegrityError:
        # Two requests with one key at the same moment: the other one wrote first.
        found = _by_key(session, caller, key)
        if found is None:
            raise
        return found
    return conversation


def snapshot(session: Session, conversation_id: UUID, caller: Caller) -> Snapshot:
    """Where the conversation stands; ConversationNotFound when it is not this caller's."""
    conversation = _mine(session, conversation_id, caller)
    last = session.exec(
        select(Turn)
        .where(col(Turn.conversation_id) == conversation.id)
        .order_by(col(Turn.number).desc())
        .limit(REMEMBERED)
    ).all()
    return Snapshot(
        conversation_id=conversation.id,
        version=conversation.version,
        draft=drafts.load(conversation.draft) if conversation.draft else None,
        memory=memory.load(conversation.memory),
        exchanges=tuple((turn.text, plain(answer_json.load(turn.answer))) for turn in reversed(last)),
    )


def find_turn(
    session: Session, conversation_id: UUID, caller: Caller, key: str, words: str | None = None
) -> TurnView | None:
    """The turn already settled with this key; MessageKeyReused if it was for other words."""
    conversation = _mine(session, conversation_id, caller)
    turn = session.exec(
        select(Turn).where(col(Turn.conversation_id) == conversation.id, col(Turn.key) == key)
    ).one_or_none()
    withheld = turn is not None and not turn.digest
    if turn and words is not None and not withheld and turn.digest != digest(words):
        raise MessageKeyReused(key)
    return _view(turn) if turn else None


def turns(session: Session, conversation_id: UUID, caller: Caller) -> list[TurnView]:
    """The whole thread, oldest first."""
    conversation = _mine(session, conversation_id, caller)
    rows = session.exec(
        select(Turn).where(col(Turn.conversation_id) == conversation.id).order_by(col(Turn.number))
    )
    return [_view(turn) for turn in rows]


def settled_turn(session: Session, turn_id: UUID, caller: Caller) -> SettledTurn | None:
    """One turn of this caller; None when it was erased since, or is somebody else's."""
    turn = session.exec(
        select(Turn)
        .join(Conversation)
        .where(col(Turn.id) == turn_id, col(Conversation.caller_id) == caller.id)
    ).one_or_none()
    return SettledTurn(turn.conversation_id, turn.key, _view(turn)) if turn else None


def mine(session: Session, caller: Caller, limit: int = 50) -> list[ConversationView]:
    """The caller's conversations in which something was said, the last touched first."""
    rows = session.exec(
        select(Conversation)
        .where(col(Conversation.caller_id) == caller.id, col(Conversation.version) > 0)
        .order_by(col(Conversation.changed_at).desc())
        .limit(limit)
    )
    return [ConversationView(row.id, row.title, row.changed_at) for row in rows]


def add_turn(session: Session, read: Snapshot, settled: Settled, caller: Caller, now: datetime) -> TurnView:
    """Record a turn decided on `read`; ConversationMoved when another one was recorded meanwhile."""
    conversation = _mine(session, read.conversation_id, caller)
    # One statement, so that of two turns decided on the same version one alone is recorded.
    claimed = session.connection().execute(
        update(Conversation)
        .where(col(Conversation.id) == conversation.id, col(Conversation.version) == read.version)
        .values(version=read.version + 1)
    )
    if claimed.rowcount == 0:
        raise ConversationMoved(conversation.id, read.version, conversation.version)
    session.refresh(conversation)
    conversation.changed_at = now
    conversation.draft = drafts.dump(settled.draft) if settled.draft else None
    conversation.memory = memory.dump(settled.memory)
    conversation.title = conversation.title or _title(settled.text)
    turn = Turn(
        conversation_id=conversation.id,
        number=read.version + 1,
        key=settled.key,
        text=settled.text,
        digest=settled.digest,
        answer=answer_json.dump(settled.answer),
        intent=settled.intent,
        ticket_reference=settled.answer.ticket_reference,
        at=now,
    )
    session.add(turn)
    session.flush()
    return _view(turn)


def amend(session: Session, turn_id: UUID, answer: Answer) -> TurnView:
    """Say more in the answer of a turn that has just been recorded, before anybody was shown it."""
    turn = session.get_one(Turn, turn_id)
    turn.answer = answer_json.dump(answer)
    session.flush()
    return _view(turn)


def rename(session: Session, conversation_id: UUID, caller: Caller, title: str) -> None:
    """Give it a name of one's own; without one, that of its first question again."""
    conversation = _mine(session, conversation_id, caller)
    turns = select(Turn).where(col(Turn.conversation_id) == conversation.id).order_by(col(Turn.number))
    turn = session.exec(turns.limit(1)).first()
    conversation.title = _title(title) or _title(turn.text if turn else "")
    session.flush()


def forget_withheld(session: Session, conversation_id: UUID) -> None:
    """Take away the turns of a field report that is now elsewhere; the turn that follows marks it."""
    of_reports = (col(Turn.conversation_id) == conversation_id, col(Turn.digest) == "")
    for turn in session.exec(select(Turn).where(*of_reports)):
        if answer_json.load(turn.answer).act is not Act.FEEDBACK_RECORDED:
            session.delete(turn)
    session.flush()


def digest(words: str) -> str:
    """Tells a retry from another message under the same key."""
    return hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()


def _mine(session: Session, conversation_id: UUID, caller: Caller) -> Conversation:
    found = session.exec(
        select(Conversation).where(
            col(Conversation.id) == conversation_id, col(Conversation.caller_id) == caller.id
        )
    ).one_or_none()
    if found is None:
        raise ConversationNotFound(conversation_id)
    return found


def _by_key(session: Session, caller: Caller, key: str) -> Conversation | None:
    return session.exec(
        select(Conversation).where(col(Conversation.caller_id) == caller.id, col(Conversation.key) == key)
    ).one_or_none()


def _view(turn: Turn) -> TurnView:
    return TurnView(turn.id, turn.number, turn.text, answer_json.load(turn.answer), turn.at)


def _title(words: str) -> str:
    flat = " ".join(words.split())
    return flat if len(flat) <= TITLE_LENGTH else flat[: TITLE_LENGTH - 1].rstrip() + "…"
