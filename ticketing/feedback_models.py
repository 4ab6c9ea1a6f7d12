"""The table of field reports. Nothing in it leads to a person: no account, no address, no hour, no order."""

from datetime import date

from sqlalchemy import Column, Text
from sqlmodel import Field, SQLModel

from ticketing.columns import word
from ticketing.vocabulary import Theme

LONGEST_REPORT = 4000


class FieldReport(SQLModel, table=True):
    """What a teacher lets a union read, without anything that says who.

    The key is the hash of a receipt that only she holds, and the rows lie in its order: the order in which
    they came would tell whose they are, laid beside the conversations.
    """

    __tablename__ = "field_report"
    __table_args__ = ({"sqlite_with_rowid": False},)

    receipt_hash: str = Field(primary_key=True, max_length=64)
    week: date  # the Monday: on some days there is but one report
    theme: Theme = Field(sa_column=Column(word(Theme), nullable=False))
    text: str = Field(sa_column=Column(Text, nullable=False))
    reply: str | None = Field(default=None, sa_column=Column(Text, nullable=True))  # of a delegate
