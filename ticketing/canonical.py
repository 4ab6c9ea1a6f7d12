"""Which ticket carries another on, and which it carries."""

from sqlalchemy import bindparam
from sqlmodel import Session, col, select

from ticketing.errors import MergeLoop
from ticketing.models import Ticket

_MERGED_INTO = (
    select(Ticket)
    .where(col(Ticket.canonical_id).in_(bindparam("into", expanding=True)))
    .order_by(col(Ticket.reference))
)


_CARRIES = select(Ticket.id).where(col(Ticket.canonical_id) == bindparam("into")).limit(1)


def of(session: Session, ticket: Ticket) -> Ticket:
    """The ticket that carries this one on: itself when it is not merged."""
    passed = [ticket]
    while passed[-1].canonical_id is not None:
        following = session.get_one(Ticket, passed[-1].canonical_id)
        if following in passed:
            raise MergeLoop(ticket.reference)
        passed.append(following)
    return passed[-1]


def merged_into(session: Session, ticket: Ticket) -> list[Ticket]:
    """Those it carries on, merged into it or into one of them, by reference."""
    if not session.connection().execute(_CARRIES, {"into": ticket.id}).first():
        return []  # most carry none: no ticket is looked for as an object
    found: dict[str, Ticket] = {}
    near = [ticket]
    while near:
        merged = session.exec(_MERGED_INTO, params={"into": [one.id for one in near]})
        near = [one for one in merged if one.reference not in found]
        found |= {one.reference: one for one in near}
    return [found[reference] for reference in sorted(found)]
