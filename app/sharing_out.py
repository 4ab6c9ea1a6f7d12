"""What the worker does for teams that share by rule: give what waits to whom the rule says."""

from datetime import datetime

from sqlalchemy import Engine
from sqlmodel import Session

from app.accounts import desk_members
from ticketing import sharing


def share(engine: Engine, reading: Engine, *, now: datetime) -> int:
    """One turn; no write lock is taken while nobody can be given anything."""
    members = desk_members()
    with Session(reading) as session:
        if not sharing.has_to_give(session, members, now=now):
            return 0
    with Session(engine) as session, session.begin():
        return sharing.share(session, members, now=now)
