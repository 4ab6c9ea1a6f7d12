"""What the worker does about a text for a curator: the effect of its withdrawal, and telling people."""

from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session

from app.assembly import Services
from app.impact import work_out_withdrawal
from app.meanings import PERIOD
from assistant import notices
from assistant.french import PARIS
from knowledge import text_work
from knowledge.text_work import Kind


def do_next(services: Services, *, now: datetime) -> bool:
    """Do what a curator asked for first; say if there was something. The index is in step by then."""
    with Session(services.engine) as session, session.begin():
        wanted = text_work.claim(session, now=now)
    if wanted is None:
        return False
    circular_id, kind = wanted
    done = _DOING[kind](services, circular_id, now)
    with Session(services.engine) as session, session.begin():
        text_work.keep(session, circular_id, kind, done)
    return True


def _effect(services: Services, circular_id: UUID, now: datetime) -> dict[str, Any]:
    return work_out_withdrawal(services, circular_id, now=now)


def tell_people(services: Services, circular_id: UUID, now: datetime) -> dict[str, Any]:
    """Leave a notice with each answer of the period whose words no longer hold, whatever took them away."""
    with Session(services.reading) as session:
        given = notices.untold(session, since=now - PERIOD)
    found = notices.fallen(services.index, given, now.astimezone(PARIS).date())
    with Session(services.engine) as session, session.begin():
        told = notices.tell(session, found, now=datetime.now(UTC))
    return asdict(told)


_DOING = {Kind.WITHDRAWAL: _effect, Kind.TELLING: tell_people}
