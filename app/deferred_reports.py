"""The channel of the out-tray that opens the reports made while the backend was silent."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import ClassVar

from sqlalchemy import Engine
from sqlmodel import Session

from app.accounts import AccountNotFound, find_account
from assistant import deferred_reports, scan_replies, settling
from assistant.decisions import Step
from assistant.deferred_reports import Deferred
from assistant.my_tickets import TicketReader
from assistant.personal import PersonalRecords, RecordsUnavailable
from assistant.scan_form import ScanForm
from ticketing import tickets
from ticketing.models import Ticket
from ticketing.outbox import PermanentFailure, TemporaryFailure
from ticketing.permissions import Caller


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class ReportChannel:
    """Fulfils `Channel`: the recipient is who made the report, and is told what became of it."""

    name: ClassVar[str] = deferred_reports.CHANNEL
    engine: Engine
    records: PersonalRecords
    clock: Callable[[], datetime] = _now

    def send(self, recipient: str, subject: str, body: str, *, key: str) -> None:
        if body == deferred_reports.FORGOTTEN:
            return  # carried already, and not recorded as such
        deferred = deferred_reports.read(body)
        try:
            caller = find_account(recipient).caller()
        except AccountNotFound as error:
            raise PermanentFailure("the account was closed") from error
        form = ScanForm(self.records, TicketReader(lambda: Session(self.engine)), caller)
        try:
            step = form.deferred(deferred.draft, deferred.conversation_id)
        except RecordsUnavailable as error:
            raise TemporaryFailure("the backend is silent") from error
        self._settle(deferred, step, caller, key)

    def _settle(self, deferred: Deferred, step: Step, caller: Caller, key: str) -> None:
        """The ticket and the letter that tells it are there together."""
        now, answer = self.clock(), step.answer
        with Session(self.engine) as session, session.begin():
            ticket: Ticket | None = None
            if step.opening:
                answer = settling.open_deferred(session, step.opening, caller, now)
            if answer.ticket_reference:
                ticket = tickets.get(session, answer.ticket_reference, caller)
            deferred_reports.tell(session, deferred, answer, caller.id, ticket, now)
            deferred_reports.forget(session, key)


def take_back(engine: Engine, *, now: datetime) -> None:
    """Tell those whose reports the out-tray gave up."""
    with Session(engine) as session, session.begin():
        for lost in deferred_reports.given_up(session):
            deferred = deferred_reports.read(lost.body)
            answer = scan_replies.never_left(deferred.draft)
            deferred_reports.tell(session, deferred, answer, lost.recipient, None, now)
            deferred_reports.forget(session, lost.dedupe_key)
