"""Tables of the rules of routing: what was published, and what is being prepared."""

from datetime import datetime

from sqlalchemy import Column, Text
from sqlmodel import Field, SQLModel

from ticketing.columns import UtcDateTime


class RuleVersion(SQLModel, table=True):
    """One rule set as it was published; never changed. The last one is in force."""

    __tablename__ = "routing_version"

    number: int = Field(primary_key=True)
    rules: str = Field(sa_column=Column(Text, nullable=False))  # as `rule_text` writes them
    published_by: str = Field(max_length=100)
    published_at: datetime = Field(sa_type=UtcDateTime)
    restores: int | None = None  # the version whose rules it puts back


class RuleWork(SQLModel, table=True):
    """What the supervisors are preparing, one for all of them; gone once published or given up."""

    __tablename__ = "routing_work"

    id: int = Field(default=1, primary_key=True)
    step: int  # a change made against an older one is refused
    based_on: int
    rules: str = Field(sa_column=Column(Text, nullable=False))
    changed_by: str = Field(max_length=100)
    changed_at: datetime = Field(sa_type=UtcDateTime)
