"""Tables of tickets: the log of events is the truth, a ticket's columns are what it adds up to."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import JSON, Column, ForeignKey, Index, UniqueConstraint, Uuid, false
from sqlmodel import Field, Relationship, SQLModel

from ticketing.columns import PriorityColumn, UtcDateTime, word
from ticketing.vocabulary import (
    Defect,
    Delivery,
    EventType,
    Kind,
    LinkKind,
    NewsKind,
    Priority,
    Side,
    Team,
    TicketState,
    Trouble,
    Visibility,
)

SUBJECT_LENGTH = 200
BODY_LENGTH = 10_000
FAULT_LENGTH = 200


class Ticket(SQLModel, table=True):
    """One request followed until it is settled.

    Every column is derived from the events by `log.apply`, and from nothing else.
    """

    __tablename__ = "ticket"
    # Those of the desk's lists are in list_indexes.
    __table_args__ = (Index("ix_ticket_reporter", "reporter_id", "opened_at"),)

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    reference: str = Field(max_length=20, unique=True)
    # Number of its last event. A reply written against an older one is refused.
    version: int

    kind: Kind = Field(sa_column=Column(word(Kind), nullable=False))
    defect: Defect | None = Field(default=None, sa_column=Column(word(Defect)))
    trouble: Trouble | None = Field(default=None, sa_column=Column(word(Trouble)))
    application: str | None = Field(default=None, max_length=40)
    subject: str = Field(max_length=SUBJECT_LENGTH)

    state: TicketState = Field(sa_column=Column(word(TicketState), nullable=False))
    state_since: datetime = Field(sa_type=UtcDateTime)
    priority: Priority = Field(sa_column=Column(PriorityColumn, nullable=False))
    team: Team = Field(sa_column=Column(word(Team), nullable=False))
    assignee_id: str | None = Field(default=None, max_length=100)
    # The ticket that carries this one on while it is merged; which may be merged in its turn.
    canonical_id: UUID | None = Field(default=None, foreign_key="ticket.id")
    # Who wrote last among those the reporter reads; unread for the desk while it is the reporter.
    last_word: Side = Field(sa_column=Column(word(Side), nullable=False))
    told: bool = False  # the desk has written to the reporter at least once

    reporter_id: str = Field(max_length=100)
    reporter_role: str = Field(max_length=200)  # several, with commas, for a person of several roles
    channel: str = Field(max_length=20)
    # Opaque here: the assistant's own identifier of the exchange that led to the ticket.
    conversation_id: str | None = Field(default=None, max_length=100)

    academy: str | None = Field(default=None, max_length=100)
    session: str | None = Field(default=None, max_length=20)
    exam: str | None = Field(default=None, max_length=60)
    paper: str | None = Field(default=None, max_length=200)
    deadline: datetime | None = Field(default=None, sa_type=UtcDateTime)  # of the lot, as told at opening

    opened_at: datetime = Field(sa_type=UtcDateTime)
    changed_at: datetime = Field(sa_type=UtcDateTime)  # indexed in list_indexes
    resolved_at: datetime | None = Field(default=None, sa_type=UtcDateTime)

    # What was promised when it was opened, and the nearest thing due: None while all is paused or settled.
    policy_version: int = 0
    calendar_version: int = 0
    due_at: datetime | None = Field(default=None, sa_type=UtcDateTime, index=True)
    due_metric: str | None = Field(default=None, max_length=30)

    links: list["ObjectLink"] = Relationship(
        sa_relationship_kwargs={"order_by": "ObjectLink.position", "viewonly": True}
    )

    def link(self, kind: LinkKind) -> "ObjectLink | None":
        """The first link of a kind: most tickets have one copy, one page, one lot."""
        return next((link for link in self.links if link.kind is kind), None)


class Event(SQLModel, table=True):
    """One fact of a ticket's history; rows are added, never changed."""

    __tablename__ = "ticket_event"
    __table_args__ = (UniqueConstraint("ticket_id", "number"),)

    seq: int | None = Field(default=None, primary_key=True)
    ticket_id: UUID = Field(foreign_key="ticket.id")
    number: int  # 1, 2, 3… within the ticket
    type: EventType = Field(sa_column=Column(word(EventType), nullable=False))
    side: Side = Field(sa_column=Column(word(Side), nullable=False))
    actor_id: str | None = Field(default=None, max_length=100)  # None: the machine
    at: datetime = Field(sa_type=UtcDateTime)
    payload: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))


class Message(SQLModel, table=True):
    """What somebody wrote on a ticket."""

    __tablename__ = "ticket_message"
    __table_args__ = (
        # The browser makes the key with the form: a second click, or a retry, writes nothing more.
        UniqueConstraint("author_id", "key"),
        Index("ix_ticket_message_ticket", "ticket_id", "sent_at"),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    ticket_id: UUID = Field(foreign_key="ticket.id")
    author_id: str = Field(max_length=100)
    side: Side = Field(sa_column=Column(word(Side), nullable=False))
    visibility: Visibility = Field(sa_column=Column(word(Visibility), nullable=False))
    body: str = Field(max_length=BODY_LENGTH)
    sent_at: datetime = Field(sa_type=UtcDateTime)
    key: str | None = Field(default=None, max_length=100)


class ObjectLink(SQLModel, table=True):
    """A ticket's tie to something of the backend or of the knowledge, readable when they are down."""

    __tablename__ = "object_link"
    __table_args__ = (
        UniqueConstraint("ticket_id", "kind", "ref"),
        Index("ix_object_link_ref", "kind", "ref"),
        Index("ix_object_link_label", "kind", "label"),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    ticket_id: UUID = Field(foreign_key="ticket.id")
    position: int
    kind: LinkKind = Field(sa_column=Column(word(LinkKind), nullable=False))
    ref: str = Field(max_length=200)  # its identifier where it lives
    label: str = Field(max_length=200)  # as people say it: "0423", "3", "17"
    details: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))


class Opening(SQLModel, table=True):
    """One attempt to open a ticket, by the key its sender made: a retry finds the same ticket."""

    __tablename__ = "ticket_opening"

    reporter_id: str = Field(max_length=100, primary_key=True)
    key: str = Field(max_length=100, primary_key=True)
    digest: str = Field(max_length=64)  # of the draft: the same key with another body is refused
    # Written before its ticket, within one transaction: hence checked at commit.
    ticket_id: UUID = Field(
        sa_column=Column(Uuid, ForeignKey("ticket.id", deferrable=True, initially="DEFERRED"), nullable=False)
    )


class ReferenceCounter(SQLModel, table=True):
    """Last number given in a year."""

    __tablename__ = "reference_counter"

    year: int = Field(primary_key=True)
    last: int


class OutgoingMessage(SQLModel, table=True):
    """What must leave the house, written in the transaction of its cause and sent after it."""

    __tablename__ = "outgoing_message"
    __table_args__ = (
        Index("ix_outgoing_message_due", "channel", "state", "run_at"),
        Index("ix_outgoing_message_reader", "recipient", "channel", "state"),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    dedupe_key: str = Field(max_length=200, unique=True)
    ticket_id: UUID | None = Field(default=None, foreign_key="ticket.id", index=True)
    channel: str = Field(max_length=20)
    # Opaque here; only the channel reads it (person, e-mail address, Telegram chat).
    recipient: str = Field(max_length=320)
    subject: str = Field(max_length=SUBJECT_LENGTH + 40)
    body: str
    state: Delivery = Field(default=Delivery.PENDING, sa_column=Column(word(Delivery), nullable=False))
    queued_at: datetime | None = Field(default=None, sa_type=UtcDateTime)  # None: before this was kept
    run_at: datetime = Field(sa_type=UtcDateTime)
    attempts: int = 0
    lease_by: str | None = Field(default=None, max_length=100)
    lease_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    sent_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    fault: str | None = Field(default=None, max_length=FAULT_LENGTH)  # why the last attempt failed
    is_told: bool = Field(default=False, sa_column_kwargs={"server_default": false()})  # on the ticket
    # Of letters that leave by e-mail: the left part of the Message-ID, the same at each attempt.
    message_id: str | None = Field(default=None, max_length=64, unique=True)
    thread: str | None = Field(default=None, max_length=150)  # those of one thread may leave as one
    news: NewsKind | None = Field(default=None, sa_column=Column(word(NewsKind)))
    led_by: UUID | None = Field(default=None, index=True)  # the letter within which a grouped one leaves
