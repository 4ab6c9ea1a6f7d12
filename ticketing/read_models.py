"""Who read a ticket that is neither hers nor given to her: a row an hour, kept for a limited time."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Column
from sqlmodel import Field, SQLModel

from ticketing.columns import UtcDateTime, word


class Access(StrEnum):
    PAGE = "page"  # the ticket with its messages
    SCAN = "scan"  # a scanned page of the copy
    ATTACHMENT = "attachment"
    EXPORT = "export"  # a file in which the ticket is


class TicketRead(SQLModel, table=True):
    """The hour is all that is kept of the moment: read twice within it, a ticket is read once."""

    __tablename__ = "ticket_read"

    ticket_id: UUID = Field(foreign_key="ticket.id", primary_key=True)
    reader_id: str = Field(max_length=100, primary_key=True)
    access: Access = Field(sa_column=Column(word(Access), primary_key=True))
    hour: datetime = Field(sa_type=UtcDateTime, primary_key=True, index=True)
    role: str = Field(max_length=30)  # by which she was let in
