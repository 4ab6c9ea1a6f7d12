"""Who is asking, and what each may see or do: one named function per right."""

from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import lru_cache

from sqlalchemy import ColumnElement, and_, false, or_
from sqlmodel import col

from ticketing.errors import RightMissing
from ticketing.list_rows import TicketRow
from ticketing.models import Ticket
from ticketing.vocabulary import LinkKind, Side, Team


class Role(StrEnum):
    CORRECTOR = "corrector"
    CENTRE_HEAD = "centre_head"
    SCAN_OPERATOR = "scan_operator"
    AGENT = "agent"  # help-desk
    SUPERVISOR = "supervisor"
    CURATOR = "curator"
    DELEGATE = "delegate"  # union
    EXAM_OFFICE = "exam_office"
    INSPECTOR = "inspector"  # IA-IPR
    ALERT_CELL = "alert_cell"


@dataclass(frozen=True, slots=True)
class Caller:
    """The person behind a request, made at the edge from a verified session, address or account."""

    id: str
    roles: frozenset[Role]
    academy: str | None = None
    centres: frozenset[str] = field(default_factory=frozenset)


DESK_ROLES = frozenset({Role.AGENT, Role.SUPERVISOR})
# What the help desk and its supervisors never read, not even in a count.
RESERVED = frozenset({Team.ALERT_CELL})
# Whose teams are those of one académie; the alert cell is one for the whole country.
TEAMS_OF_AN_ACADEMY = {
    Role.EXAM_OFFICE: frozenset({Team.EXAM_OFFICE, Team.FINANCE, Team.REPLACEMENT}),
    Role.INSPECTOR: frozenset({Team.INSPECTOR}),
}
# Whose daily work each team is.
TEAMS_OF = TEAMS_OF_AN_ACADEMY | {
    Role.AGENT: frozenset({Team.HELP_DESK}),
    Role.ALERT_CELL: frozenset({Team.ALERT_CELL}),
}


def reads_desk(caller: Caller) -> bool:
    """May open the help-desk pages at all."""
    return bool(caller.roles & (DESK_ROLES | {*TEAMS_OF_AN_ACADEMY, Role.ALERT_CELL}))


def may_declare_incidents(caller: Caller) -> bool:
    """Told to everybody who meets the breakdown: a supervisor's word."""
    return Role.SUPERVISOR in caller.roles


def may_read_figures(caller: Caller) -> bool:
    """Counts and delays of the whole desk, of nobody in particular."""
    return Role.SUPERVISOR in caller.roles


def may_share_views(caller: Caller) -> bool:
    """A shared view is on everybody's page: a supervisor's word."""
    return Role.SUPERVISOR in caller.roles


def may_decide_levels(caller: Caller) -> bool:
    """Delays promised to everybody, and the hours of the desk: a supervisor's decision."""
    return Role.SUPERVISOR in caller.roles


def may_share_macros(caller: Caller) -> bool:
    """Writes and changes the macros of the whole desk; everybody keeps her own."""
    return Role.SUPERVISOR in caller.roles


def may_change_macro(caller: Caller, owner_id: str | None) -> bool:
    """Her own, or a shared one for those who may share."""
    return owner_id == caller.id if owner_id else may_share_macros(caller)


def may_look_after_letters(caller: Caller) -> bool:
    """Sees what did not reach people, sends it again or lets it be: a supervisor, each for what she may know.

    What a reserved team writes is looked after by that team.
    """
    return bool(caller.roles & {Role.SUPERVISOR, Role.ALERT_CELL})


def may_edit_rules(caller: Caller) -> bool:
    """Say which team takes what: for everybody's tickets, hence a supervisor's."""
    return Role.SUPERVISOR in caller.roles


def may_manage_team(caller: Caller) -> bool:
    """Say how teams share tickets, and how many each person may hold."""
    return Role.SUPERVISOR in caller.roles


def may_declare_absence(caller: Caller, person_id: str) -> bool:
    """One's own, as whoever works at the desk; anybody's, as a supervisor."""
    return may_manage_team(caller) or (reads_desk(caller) and caller.id == person_id)


def is_shared_with(caller: Caller, team: Team) -> bool:
    """Tickets of this team are given to her without a word: not those that she only watches over."""
    return any(team in TEAMS_OF[role] for role in caller.roles if role in TEAMS_OF)


def may_withdraw(caller: Caller, ticket: Ticket) -> bool:
    """Take a report back: who made it, and nobody in her place."""
    return ticket.reporter_id == caller.id


@lru_cache(maxsize=1_024)
def visible(caller: Caller) -> ColumnElement[bool]:
    """The tickets this caller may know of: one filter for list, search, counts, exports and streams."""
    return or_(col(Ticket.reporter_id) == caller.id, *_worked(caller))


def no_secret(caller: Caller) -> ColumnElement[bool]:
    """Those of which something may show to her without a word: a value of a list, a number that moves.

    All but what a reserved team holds and she may not see.
    """
    return col(Ticket.team).not_in(RESERVED) | visible(caller)


def may_see(caller: Caller, ticket: Ticket | TicketRow) -> bool:
    """The same rule as `visible`, on a ticket at hand; a test keeps the two alike."""
    return ticket.reporter_id == caller.id or may_work(caller, ticket)


def may_work(caller: Caller, ticket: Ticket | TicketRow) -> bool:
    """May answer for the desk, write notes, assign and resolve."""
    if ticket.team in RESERVED:
        return Role.ALERT_CELL in caller.roles
    if caller.roles & DESK_ROLES:
        return True
    return ticket.team in _teams_of_her_academy(caller) and ticket.academy == caller.academy


def may_read_notes(caller: Caller, ticket: Ticket | TicketRow) -> bool:
    """Never the reporter, even one who works at the desk."""
    return may_work(caller, ticket) and ticket.reporter_id != caller.id


def may_be_told(person: Caller, ticket: Ticket) -> bool:
    """May be added to those whom the desk's answers reach: who works on it, her académie, its centre.

    Never its reporter, who is told anyway; nobody of a ticket that nobody else may know of.
    """
    if ticket.team in RESERVED or ticket.reporter_id == person.id:
        return False
    centre = ticket.link(LinkKind.CENTRE)
    is_of_centre = centre is not None and centre.ref in person.centres
    is_of_academy = person.academy is not None and person.academy == ticket.academy
    return is_of_academy or is_of_centre or may_work(person, ticket)


def may_see_reads(caller: Caller, ticket: Ticket) -> bool:
    """Watch over who read it: the supervisor; the alert cell over what it alone reads."""
    watches = Role.ALERT_CELL if ticket.team in RESERVED else Role.SUPERVISOR
    return watches in caller.roles and may_work(caller, ticket)


def read_as(caller: Caller, ticket: Ticket) -> Role:
    """The role by which a caller who did not report a ticket may see it; RightMissing when none does."""
    for role in Role:
        if role in caller.roles and may_work(replace(caller, roles=frozenset({role})), ticket):
            return role
    raise RightMissing(caller.id, "read")


def reads_notes(caller: Caller) -> ColumnElement[bool]:
    """The same rule as `may_read_notes`, as a filter; a test keeps the two alike."""
    return and_(or_(false(), *_worked(caller)), col(Ticket.reporter_id) != caller.id)


def side_of(caller: Caller, ticket: Ticket) -> Side:
    """On whose behalf this caller speaks on this ticket: its reporter stays the reporter."""
    return Side.REPORTER if ticket.reporter_id == caller.id else Side.DESK


def _worked(caller: Caller) -> list[ColumnElement[bool]]:
    """The same rule as `may_work`: one of these conditions is enough."""
    allowed: list[ColumnElement[bool]] = []
    if caller.roles & DESK_ROLES:
        allowed.append(col(Ticket.team).not_in(RESERVED))
    if Role.ALERT_CELL in caller.roles:
        allowed.append(col(Ticket.team) == Team.ALERT_CELL)
    if teams := _teams_of_her_academy(caller):
        allowed.append(col(Ticket.team).in_(teams) & (col(Ticket.academy) == caller.academy))
    return allowed


def _teams_of_her_academy(caller: Caller) -> frozenset[Team]:
    if caller.academy is None:
        return frozenset()
    held = [teams for role, teams in TEAMS_OF_AN_ACADEMY.items() if role in caller.roles]
    return frozenset().union(*held)
