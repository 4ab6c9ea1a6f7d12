"""Table of what each person wants to be told by e-mail."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from ticketing.columns import UtcDateTime


class MailPreference(SQLModel, table=True):
    """Absent: everything is told by e-mail, as well as in the conversation."""

    __tablename__ = "mail_preference"

    person_id: str = Field(max_length=100, primary_key=True)
    by_mail: bool
    replies: bool
    centre: bool
    end: bool
    changed_at: datetime = Field(sa_type=UtcDateTime)
