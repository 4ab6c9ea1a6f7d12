"""To whom a ticket of the desk may be given."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from babel.dates import format_datetime
from sqlmodel import Session

from app.accounts import DEMONSTRATION_ACCOUNTS, Account
from app.web.pages import PARIS, hour
from ticketing import duty, permissions
from ticketing.duty_models import AgentDuty
from ticketing.models import Ticket
from ticketing.permissions import Caller


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody who may work on a ticket; `away` says until when she is not there, in words."""

    id: str
    label: str
    is_of_team: bool
    away: str = ""

    @property
    def said(self) -> str:
        return f"{self.label} ({self.away})" if self.away else self.label


def others(caller: Caller, ticket: Ticket | None = None) -> list[tuple[str, str]]:
    """Keys and names of the colleagues, those who work on this ticket when it is given."""
    found = [
        one
        for one in DEMONSTRATION_ACCOUNTS
        if one.id != caller.id
        and permissions.reads_desk(one.caller())
        and (ticket is None or permissions.may_read_notes(one.caller(), ticket))
    ]
    return named(found)


def named(accounts: list[Account]) -> list[tuple[str, str]]:
    """With its key, the name that two of them bear."""
    names = Counter(one.label for one in accounts)
    return [(one.id, one.label if names[one.label] == 1 else f"{one.label} ({one.id})") for one in accounts]


def colleagues(session: Session, caller: Caller, ticket: Ticket, now: datetime) -> list[Colleague]:
    """Those of its team first; whoever holds it already is left out."""
    kept, callers = duty.every(session), {one.id: one.caller() for one in DEMONSTRATION_ACCOUNTS}
    found = [
        Colleague(
            key,
            label,
            is_of_team=permissions.is_shared_with(callers[key], ticket.team),
            away=away(kept.get(key), now),
        )
        for key, label in others(caller, ticket)
        if key != ticket.assignee_id
    ]
    return sorted(found, key=lambda one: not one.is_of_team)


def tellable(ticket: Ticket, told: Sequence[str]) -> list[tuple[str, str]]:
    """Who may be added to those whom the answers reach."""
    return named(
        [
            one
            for one in DEMONSTRATION_ACCOUNTS
            if one.id not in told and permissions.may_be_told(one.caller(), ticket)
        ]
    )


def away(row: AgentDuty | None, now: datetime) -> str:
    """« absence jusqu’au 24 novembre, 8 h », or nothing."""
    if row is None or not row.is_away(now):
        return ""
    if row.away_until is None:
        return "absence sans date de retour"
    local = row.away_until.astimezone(PARIS)
    return f"absence jusqu’au {format_datetime(local, 'd MMMM', locale='fr_FR')}, {hour(row.away_until)}"
