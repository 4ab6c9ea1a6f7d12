"""Who is on duty and for how many tickets, and how each team shares what comes."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Column
from sqlmodel import Field, SQLModel

from ticketing.columns import UtcDateTime, word
from ticketing.vocabulary import Team


class Sharing(StrEnum):
    BY_HAND = "by_hand"  # whoever takes it
    LEAST_LOADED = "least_loaded"
    ROUND_ROBIN = "round_robin"


class AgentDuty(SQLModel, table=True):
    """No row: on duty, without a limit."""

    __tablename__ = "agent_duty"

    person_id: str = Field(max_length=100, primary_key=True)
    step: int  # a change made against an older one is refused
    away_from: datetime | None = Field(default=None, sa_type=UtcDateTime)
    away_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    most_open: int | None = None
    changed_by: str = Field(max_length=100)
    changed_at: datetime = Field(sa_type=UtcDateTime)

    def is_away(self, now: datetime) -> bool:
        began = self.away_from is not None and self.away_from <= now
        return began and (self.away_until is None or now < self.away_until)


class TeamSharing(SQLModel, table=True):
    """No row: by hand."""

    __tablename__ = "team_sharing"

    team: Team = Field(sa_column=Column(word(Team), primary_key=True))
    how: Sharing = Field(sa_column=Column(word(Sharing), nullable=False))
    last_given: str | None = Field(default=None, max_length=100)  # whose turn it was last
    changed_by: str = Field(max_length=100)
    changed_at: datetime = Field(sa_type=UtcDateTime)
