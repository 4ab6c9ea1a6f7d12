"""What time does to what is kept: conversations lose their person; arrivals, traces of reads and files go."""

from calendar import monthrange
from datetime import datetime, timedelta

from sqlmodel import Session

from app import arrivals
from app.assembly import Services
from assistant import archive
from ticketing import attachments, begun, reads


def tidy(services: Services, *, now: datetime) -> int:
    """One batch, in one transaction; how many conversations and tickets were treated, 0 once all is well."""
    before = months_before(now, services.settings.retention_months)
    with Session(services.engine) as session, session.begin():
        arrivals.forget(session, now=now)
        reads.forget(session, before=now - timedelta(days=services.settings.read_traces_days))
        begun.forget(session, before=now - begun.KEPT)
        treated = archive.anonymise(session, before=before)
        treated += attachments.erase_old(session, before=before, now=now)
    if not treated:
        _sweep_files(services, now)
    return treated


def _sweep_files(services: Services, now: datetime) -> None:
    with Session(services.reading) as session:
        names = attachments.unused(session, services.files, now=now)
    attachments.sweep(services.files, names, now=now)


def months_before(now: datetime, months: int) -> datetime:
    """The same day of the month, or its last one: 31 March less one month is 28 or 29 February."""
    year, month = divmod(now.year * 12 + now.month - 1 - months, 12)
    month += 1
    return now.replace(year=year, month=month, day=min(now.day, monthrange(year, month)[1]))
