"""To whom a ticket of the desk may be given."""

from collections import Counter

from app.accounts import DEMONSTRATION_ACCOUNTS
from ticketing import permissions
from ticketing.models import Ticket
from ticketing.permissions import Caller


def others(caller: Caller, ticket: Ticket | None = None) -> list[tuple[str, str]]:
    """Keys and names of the colleagues, those who work on this ticket when it is given."""
    found = [
        one
        for one in DEMONSTRATION_ACCOUNTS
        if one.id != caller.id
        and permissions.reads_desk(one.caller())
        and (ticket is None or permissions.may_read_notes(one.caller(), ticket))
    ]
    names = Counter(one.label for one in found)
    return [(one.id, one.label if names[one.label] == 1 else f"{one.label} ({one.id})") for one in found]
