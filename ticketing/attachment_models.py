"""Table of the files that go with a ticket; the files themselves are kept apart, by what they hold."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from ticketing.columns import UtcDateTime


class Attachment(SQLModel, table=True):
    """One file of one message, derived from the log. The name it had is not kept: it may name somebody."""

    __tablename__ = "ticket_attachment"
    __table_args__ = (Index("ix_ticket_attachment_sha256", "sha256"),)

    ticket_id: UUID = Field(foreign_key="ticket.id", primary_key=True)
    number: int = Field(primary_key=True)  # 1, 2, 3… within the ticket
    message_id: UUID = Field(foreign_key="ticket_message.id")
    sha256: str = Field(max_length=64)  # of what is kept, once its metadata are gone
    media_type: str = Field(max_length=40)  # by what the file holds
    size: int  # bytes
    width: int | None = None  # pixels, of an image
    height: int | None = None
    at: datetime = Field(sa_type=UtcDateTime)
    erased_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
