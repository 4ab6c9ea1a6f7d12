"""Around a ticket of the desk: what led to it, what is like it, what its people were told."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from sqlmodel import Session

from app.web import desk_people, ticket_words
from app.web.pages import NBSP
from assistant import transcripts
from assistant.understanding import Exchange
from ticketing import participants, permissions, sisters, told
from ticketing.models import Ticket
from ticketing.permissions import Caller
from ticketing.similar import similar
from ticketing.sisters import Sisters
from ticketing.states import FINAL
from ticketing.timeline import Entry
from ticketing.told import Letter
from ticketing.vocabulary import Delivery, EventType, LinkKind

SIMILAR = 5
LONGEST = 280  # of a letter; the reply itself is in the story
SHOWN: dict[Delivery, str] = {
    Delivery.PENDING: "va s’afficher",
    Delivery.SENT: "affiché dans sa conversation",
    Delivery.DEAD: "ne s’est pas affiché",
    Delivery.ABANDONED: "abandonné",
}
MAILED: dict[Delivery, str] = {
    Delivery.PENDING: "courriel à partir",
    Delivery.SENT: "courriel parti",
    Delivery.GROUPED: "courriel parti avec un autre",
    Delivery.WITHHELD: "sans courriel",
    Delivery.DEAD: "courriel non parvenu",
    Delivery.ABANDONED: "courriel abandonné",
}
LOST = frozenset({Delivery.DEAD, Delivery.ABANDONED})


@dataclass(frozen=True, slots=True)
class Group:
    """Tickets about the same thing; `href` is the list of them all."""

    title: str
    count: str
    href: str
    named: Sequence[Ticket]


@dataclass(frozen=True, slots=True)
class Line:
    """One letter, as the desk reads it."""

    letter: Letter
    to: str
    body: str
    state: str
    icon: str
    is_lost: bool


@dataclass(frozen=True, slots=True)
class Context:
    groups: list[Group]
    alike: list[Ticket] | None  # None: not looked for
    exchanges: list[Exchange]  # what its reporter sent with it, and nothing else of the conversation
    letters: list[Line]
    participants: list[tuple[str, str]]  # keys and names of those whom the answers reach too
    tellable: list[tuple[str, str]]


def of(session: Session, ticket: Ticket, caller: Caller, history: Sequence[Entry]) -> Context:
    found = sisters.of(session, caller, ticket)
    works = permissions.may_read_notes(caller, ticket)
    told_too = participants.of(session, ticket) if works else []
    is_final = ticket.state in FINAL
    return Context(
        groups=[_group(one, found) for one in found],
        alike=None,
        exchanges=_sent_with_it(history),
        letters=[_line(one, ticket) for one in told.letters(session, ticket, caller)] if works else [],
        participants=[(one, ticket_words.person(one)) for one in told_too],
        tellable=desk_people.tellable(ticket, told_too) if works and not is_final else [],
    )


def alike(session: Session, ticket: Ticket, caller: Caller, context: Context) -> list[Ticket]:
    """The closest ones, less those that are named already."""
    known = {one.id for group in context.groups for one in group.named}
    found = similar(session, caller, ticket, SIMILAR + len(known))
    return [one for one in found if one.id not in known][:SIMILAR]


def without_exchanges(history: list[Entry]) -> list[Entry]:
    """The story, less what the section of the conversation shows."""
    return [
        replace(entry, body=transcripts.parted(entry.body)[0])
        if entry.type is EventType.OPENED and entry.body
        else entry
        for entry in history
    ]


def _sent_with_it(history: Sequence[Entry]) -> list[Exchange]:
    opened = next((entry for entry in history if entry.type is EventType.OPENED), None)
    return transcripts.parted(opened.body)[1] if opened and opened.body else []


def _group(one: Sisters, found: Sequence[Sisters]) -> Group:
    titles = {
        LinkKind.COPY: f"Copie {one.label}",
        LinkKind.LOT: f"Lot {one.label}",
        LinkKind.CENTRE: one.label,
    }
    count = f"{one.total} autre{'s' if one.total > 1 else ''}"
    if one.still_open:
        count += f", dont {one.still_open} ouverte{'s' if one.still_open > 1 else ''}"
    count = f"plus de {sisters.COUNTED} autres" if one.is_more else count
    return Group(titles[one.kind], count, _address(one, found), one.named)


def _address(one: Sisters, found: Sequence[Sisters]) -> str:
    if one.kind is LinkKind.CENTRE:
        return f"/desk?{urlencode({'view': 'all', 'centre': one.ref})}"
    lot = next((each.label for each in found if each.kind is LinkKind.LOT), None)
    words = f"copie {one.label}" if one.kind is LinkKind.COPY else f"lot {one.label}"
    if one.kind is LinkKind.COPY and lot:
        words += f" lot {lot}"
    return f"/desk?{urlencode({'view': 'all', 'q': words})}"


def _line(letter: Letter, ticket: Ticket) -> Line:
    to = ticket_words.person(letter.recipient)
    if letter.recipient == ticket.reporter_id:
        to = f"Demandeur{NBSP}: {ticket_words.reporter(ticket)}"
    shown = SHOWN.get(letter.shown, "") if letter.shown else ""
    # The e-mail is queued when the letter is shown, if its reader wants any.
    unmailed = "" if letter.shown is Delivery.PENDING else "sans courriel"
    mailed = MAILED[letter.mailed] if letter.mailed else unmailed
    if letter.mailed is Delivery.SENT and letter.mailed_at:
        mailed += f" {ticket_words.short_moment(letter.mailed_at)}"
    body = letter.body if len(letter.body) <= LONGEST else f"{letter.body[:LONGEST].rstrip()}…"
    is_lost = letter.shown in LOST or letter.mailed in LOST
    is_pending = Delivery.PENDING in (letter.shown, letter.mailed)
    icon = "exclamation-octagon" if is_lost else "hourglass-split" if is_pending else "check2"
    return Line(letter, to, body, " · ".join(filter(None, (shown, mailed))), icon, is_lost)
