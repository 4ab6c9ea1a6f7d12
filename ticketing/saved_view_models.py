"""Views that people keep under a name."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import JSON, Column, Index
from sqlmodel import Field, SQLModel

from ticketing.columns import UtcDateTime

NAME_LENGTH = 60


class SavedView(SQLModel, table=True):
    """A selection under a name; shared, everybody at the desk finds it among theirs."""

    __tablename__ = "saved_view"
    __table_args__ = (Index("ix_saved_view_owner", "owner_id", "shared"),)

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    key: str = Field(max_length=100, unique=True)  # made with the form: a second click keeps nothing more
    owner_id: str = Field(max_length=100)
    name: str = Field(max_length=NAME_LENGTH)
    # As an address writes a selection; never the words of a search, which may name a candidate.
    pairs: list[list[str]] = Field(sa_column=Column(JSON, nullable=False))
    shared: bool = False
    created_at: datetime = Field(sa_type=UtcDateTime)
    deleted_at: datetime | None = Field(default=None, sa_type=UtcDateTime)  # may be taken back for a while
