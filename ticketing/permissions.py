"""Who is asking, and what each may see or do: one named function per right."""

from dataclasses import dataclass, field
from enum import StrEnum

from sqlalchemy import ColumnElement, false, true
from sqlmodel import col

from ticketing.models import Ticket
from ticketing.vocabulary import Side, Team


class Role(StrEnum):
    CORRECTOR = "corrector"
    CENTRE_HEAD = "centre_head"
    SCAN_OPERATOR = "scan_operator"
    AGENT = "agent"  # help-desk
    SUPERVISOR = "supervisor"
    CURATOR = "curator"
    DELEGATE = "delegate"  # union
    EXAM_OFFICE = "exam_office"


@dataclass(frozen=True, slots=True)
class Caller:
    """The person behind a request, made at the edge from a verified session, address or account."""

    id: str
    roles: frozenset[Role]
    academy: str | None = None
    centres: frozenset[str] = field(default_factory=frozenset)


DESK_ROLES = frozenset({Role.AGENT, Role.SUPERVISOR})


def reads_desk(caller: Caller) -> bool:
    """May open the help-desk pages at all."""
    return bool(caller.roles & (DESK_ROLES | {Role.EXAM_OFFICE}))


def may_declare_incidents(caller: Caller) -> bool:
    """Told to everybody who meets the breakdown: a supervisor's word."""
    return Role.SUPERVISOR in caller.roles


def may_share_views(caller: Caller) -> bool:
    """A shared view is on everybody's page: a supervisor's word."""
    return Role.SUPERVISOR in caller.roles


def visible(caller: Caller) -> ColumnElement[bool]:
    """The tickets this caller may know of: one filter for list, search, counts, exports and streams."""
    own = col(Ticket.reporter_id) == caller.id
    if caller.roles & DESK_ROLES:
        return true()
    if Role.EXAM_OFFICE in caller.roles and caller.academy is not None:
        return own | ((col(Ticket.team) == Team.EXAM_OFFICE) & (col(Ticket.academy) == caller.academy))
    return own


def may_see(caller: Caller, ticket: Ticket) -> bool:
    """The same rule as `visible`, on a ticket at hand; a test keeps the two alike."""
    return ticket.reporter_id == caller.id or may_work(caller, ticket)


def may_work(caller: Caller, ticket: Ticket) -> bool:
    """May answer for the desk, write notes, assign and resolve."""
    if caller.roles & DESK_ROLES:
        return True
    return (
        Role.EXAM_OFFICE in caller.roles
        and caller.academy is not None
        and ticket.team is Team.EXAM_OFFICE
        and ticket.academy == caller.academy
    )


def may_read_notes(caller: Caller, ticket: Ticket) -> bool:
    """Never the reporter, even one who works at the desk."""
    return may_work(caller, ticket) and ticket.reporter_id != caller.id


def reads_notes(caller: Caller) -> ColumnElement[bool]:
    """The same rule as `may_read_notes`, as a filter; a test keeps the two alike."""
    outside = col(Ticket.reporter_id) != caller.id
    if caller.roles & DESK_ROLES:
        return outside
    if Role.EXAM_OFFICE in caller.roles and caller.academy is not None:
        return outside & (col(Ticket.team) == Team.EXAM_OFFICE) & (col(Ticket.academy) == caller.academy)
    return false()


def side_of(caller: Caller, ticket: Ticket) -> Side:
    """On whose behalf this caller speaks on this ticket: its reporter stays the reporter."""
    return Side.REPORTER if ticket.reporter_id == caller.id else Side.DESK
