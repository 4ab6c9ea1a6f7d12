"""Tables of conversations: what was said, the form that is still open, and what each answer rests on."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import (
    JSON,
    Column,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    LargeBinary,
    Text,
    TypeDecorator,
    UniqueConstraint,
    Uuid,
)
from sqlmodel import Field, SQLModel

TITLE_LENGTH = 120


class UtcDateTime(TypeDecorator[datetime]):
    """Aware datetimes everywhere: SQLite drops the zone we store, so we put it back."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value.astimezone(UTC) if value else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value.replace(tzinfo=UTC) if value and value.tzinfo is None else value


class Conversation(SQLModel, table=True):
    """One thread of one person; a message read against an older `version` is refused."""

    __tablename__ = "conversation"
    __table_args__ = (
        UniqueConstraint("caller_id", "key"),
        Index("ix_conversation_caller", "caller_id", "changed_at"),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    caller_id: str = Field(max_length=100)
    key: str = Field(max_length=100)  # made by the browser: a retry finds the same conversation
    version: int = 0
    title: str = Field(default="", max_length=TITLE_LENGTH)  # the first question
    # The open form, with the values it holds; it survives a closed browser and another device.
    draft: dict[str, Any] | None = Field(default=None, sa_column=Column(JSON(none_as_null=True)))
    memory: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    started_at: datetime = Field(sa_type=UtcDateTime)
    changed_at: datetime = Field(sa_type=UtcDateTime)


class Turn(SQLModel, table=True):
    """One message and what was answered to it."""

    __tablename__ = "turn"
    __table_args__ = (
        UniqueConstraint("conversation_id", "number"),
        UniqueConstraint("conversation_id", "key"),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    conversation_id: UUID = Field(foreign_key="conversation.id")
    number: int  # 1, 2, 3…: the conversation's version once this turn is settled
    key: str = Field(max_length=100)
    text: str = Field(sa_column=Column(Text, nullable=False))
    # Of the text as sent: the text itself may be withheld, its key still belongs to it.
    digest: str = Field(max_length=64)
    answer: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    intent: str = Field(max_length=40)
    ticket_reference: str | None = Field(default=None, max_length=20)
    at: datetime = Field(sa_type=UtcDateTime)


def _of_turn(target: str) -> Column[Any]:
    return Column(Uuid, ForeignKey(target, ondelete="CASCADE"), primary_key=True)


class AnswerRecord(SQLModel, table=True):
    """What one answer from the texts was made of. Written once, with its turn; gone with its turn."""

    __tablename__ = "answer_record"
    __table_args__ = (Index("ix_answer_record_status", "status", "at"),)

    turn_id: UUID = Field(sa_column=_of_turn("turn.id"))
    at: datetime = Field(sa_type=UtcDateTime, index=True)
    question: str = Field(sa_column=Column(Text, nullable=False))  # made whole, as it was searched
    scope: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    act: str = Field(max_length=30)
    status: str = Field(max_length=30)
    said: str = Field(sa_column=Column(Text, nullable=False))  # to the word
    probability: float
    threshold: float
    model: str = Field(max_length=100)
    features: dict[str, float] = Field(sa_column=Column(JSON, nullable=False))
    seen: list[list[Any]] = Field(sa_column=Column(JSON, nullable=False))
    # Stamp of the index that was searched; none when there was no index.
    built: dict[str, Any] | None = Field(default=None, sa_column=Column(JSON(none_as_null=True)))
    ms: float
    # It rests on a scale: it exists only for those who hold a mission on the paper.
    is_closed: bool = False
    written_id: UUID | None = None  # the curated answer that was given, if one was


class AnswerCitation(SQLModel, table=True):
    """Words that an answer cites, by the version of the text that says them."""

    __tablename__ = "answer_citation"

    turn_id: UUID = Field(sa_column=_of_turn("answer_record.turn_id"))
    rank: int = Field(primary_key=True)
    circular_id: UUID = Field(index=True)  # knowledge's own; its texts are never deleted
    document: str = Field(max_length=500)
    heading: str = Field(sa_column=Column(Text, nullable=False))
    page: int
    start: int
    end: int
    quote: str = Field(sa_column=Column(Text, nullable=False))


class AnswerRating(SQLModel, table=True):
    """« Utile » or « Pas utile », said by whom the answer was given to; it bears no name of its own."""

    __tablename__ = "answer_rating"

    turn_id: UUID = Field(sa_column=_of_turn("turn.id"))
    is_useful: bool
    reason: str | None = Field(default=None, max_length=20)  # from a closed list: nobody is described in it
    at: datetime = Field(sa_type=UtcDateTime)


class AnswerNotice(SQLModel, table=True):
    """Whom an answer was given to is told that the words it cites no longer hold; once for each answer."""

    __tablename__ = "answer_notice"

    turn_id: UUID = Field(sa_column=_of_turn("answer_record.turn_id"))
    title: str = Field(max_length=500)  # of the text that it cites
    at: datetime = Field(sa_type=UtcDateTime, index=True)


class AnswerMeaning(SQLModel, table=True):
    """The meaning of a question that the texts did not answer well: it brings alike questions together."""

    __tablename__ = "answer_meaning"

    turn_id: UUID = Field(sa_column=_of_turn("answer_record.turn_id"))
    engine: str = Field(max_length=200)  # fingerprint: meanings of two engines are not compared
    vector: bytes = Field(sa_column=Column(LargeBinary, nullable=False))  # of half floats


class GapClosing(SQLModel, table=True):
    """What a curator did about a question; the next one of the same meaning is open again."""

    __tablename__ = "gap_closing"

    turn_id: UUID = Field(sa_column=_of_turn("answer_record.turn_id"))
    how: str = Field(max_length=20)
    by: str = Field(max_length=100)  # the curator's account
    at: datetime = Field(sa_type=UtcDateTime, index=True)


class WrittenAnswer(SQLModel, table=True):
    """A question that a curator bound to words of the texts. A correction is a new row; the former stays."""

    __tablename__ = "written_answer"

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    question: str = Field(sa_column=Column(Text, nullable=False))
    wordings: list[str] = Field(sa_column=Column(JSON, nullable=False))  # other ways of asking it
    lead: str = Field(default="", sa_column=Column(Text, nullable=False))  # said before the quotations
    academy: str | None = Field(default=None, max_length=100)
    session: str | None = Field(default=None, max_length=20)
    exam: str | None = Field(default=None, max_length=60)
    # [circular, document, start, end, quote], as they were when it was written
    passages: list[list[Any]] = Field(sa_column=Column(JSON, nullable=False))
    replaces_id: UUID | None = None
    by: str = Field(max_length=100)
    at: datetime = Field(sa_type=UtcDateTime)
    withdrawn_by: str | None = Field(default=None, max_length=100)
    withdrawn_at: datetime | None = Field(default=None, sa_type=UtcDateTime, index=True)


class AnswerProposal(SQLModel, table=True):
    """What an agent told somebody, proposed to the curator; whose question it was is not said."""

    __tablename__ = "answer_proposal"

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    key: str = Field(max_length=100, unique=True)
    question: str = Field(sa_column=Column(Text, nullable=False))
    answer: str = Field(sa_column=Column(Text, nullable=False))
    by: str = Field(max_length=100)  # the agent's account
    at: datetime = Field(sa_type=UtcDateTime)
    closed_by: str | None = Field(default=None, max_length=100)
    closed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
