"""Tables of the rescan loop: what the log says of each page, who is told of it, which events were taken."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, Column, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from ticketing.columns import UtcDateTime, word
from ticketing.vocabulary import Defect, RescanState


class Rescan(SQLModel, table=True):
    """One page to be scanned again, for one ticket; every column is derived from the ticket's log."""

    __tablename__ = "rescan"
    __table_args__ = (
        UniqueConstraint("ticket_id", "number"),
        Index("ix_rescan_item", "item_id"),
        Index("ix_rescan_state", "state"),
    )

    id: UUID = Field(primary_key=True)  # made of the ticket and the number: the log gives it again
    ticket_id: UUID = Field(foreign_key="ticket.id")
    number: int  # 1, 2, 3… within the ticket
    copy_id: str = Field(max_length=200)
    copy_label: str = Field(max_length=20)  # as printed, zeros kept
    lot_label: str = Field(max_length=20)
    page_id: str | None = Field(default=None, max_length=200)  # None: the page was never scanned
    page_number: int
    defect: Defect | None = Field(default=None, sa_column=Column(word(Defect)))
    # Shares of the page: left, top, right, bottom.
    zone: dict[str, float] | None = Field(default=None, sa_column=Column(JSON(none_as_null=True)))

    state: RescanState = Field(
        default=RescanState.WAITING, sa_column=Column(word(RescanState), nullable=False)
    )
    item_id: str | None = Field(default=None, max_length=100)  # of the backend, once it has taken it
    order_number: str | None = Field(default=None, max_length=40)
    step: int = -1  # the backend's own count of the item's moves: an older one changes nothing
    until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    reason: str | None = Field(default=None, max_length=40)
    reason_label: str | None = Field(default=None, max_length=200)
    old_version: int | None = None
    new_version: int | None = None
    again_of: str | None = Field(default=None, max_length=100)  # the item that this one asks for again
    readable: bool | None = None  # what the reporter answered, once the page was delivered


class RescanReader(SQLModel, table=True):
    """Who is told of the rescans of a ticket: its reporter, who holds the lot, who reported the page too."""

    __tablename__ = "rescan_reader"
    __table_args__ = (Index("ix_rescan_reader_person", "person_id"),)

    ticket_id: UUID = Field(foreign_key="ticket.id", primary_key=True)
    person_id: str = Field(max_length=100, primary_key=True)
    conversation_id: str | None = Field(default=None, max_length=100)
    may_answer: bool = True  # False once the lot is somebody else's


class BackendEvent(SQLModel, table=True):
    """One event of the backend that was taken: it may come again, and is then passed over."""

    __tablename__ = "backend_event"

    id: UUID = Field(primary_key=True)
    number: int
    kind: str = Field(max_length=40)
    taken_at: datetime = Field(sa_type=UtcDateTime)


class BackendFeed(SQLModel, table=True):
    """How far the feed of events was read, and how many that were not the backend's were refused."""

    __tablename__ = "backend_feed"

    name: str = Field(primary_key=True, max_length=20)
    last: int = 0
    refused: int = 0


Payload = dict[str, Any]
