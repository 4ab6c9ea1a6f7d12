"""What time does to what is kept: old conversations lose their person, old arrivals go."""

from calendar import monthrange
from datetime import datetime

from sqlmodel import Session

from app import arrivals
from app.assembly import Services
from assistant import archive


def tidy(services: Services, *, now: datetime) -> int:
    """One batch, in one transaction; the number of conversations treated, 0 when all is in order."""
    before = months_before(now, services.settings.retention_months)
    with Session(services.engine) as session, session.begin():
        arrivals.forget(session, now=now)
        return archive.anonymise(session, before=before)


def months_before(now: datetime, months: int) -> datetime:
    """The same day of the month, or its last one: 31 March less one month is 28 or 29 February."""
    year, month = divmod(now.year * 12 + now.month - 1 - months, 12)
    month += 1
    return now.replace(year=year, month=month, day=min(now.day, monthrange(year, month)[1]))
