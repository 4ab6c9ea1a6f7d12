"""Macros: kept by one person or shared by the desk, and applied through the gestures of every day."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, bindparam
from sqlmodel import Session, col, select

from ticketing import handling, moves, permissions, states, tickets, variables
from ticketing.errors import MessageTooLong, RightMissing
from ticketing.macro_models import NAME_LENGTH, Macro
from ticketing.models import BODY_LENGTH, Message, Ticket
from ticketing.permissions import Caller
from ticketing.steering_errors import MacroIncomplete, MacroMoved, MacroNotFound
from ticketing.tickets import Words
from ticketing.vocabulary import Kind, Priority, Team, TicketState

# What a macro may leave a ticket in.
TARGETS = (*sorted(states.WAITING), TicketState.RESOLVED)


@dataclass(frozen=True, slots=True)
class Draft:
    """What a macro is to do, as it was typed."""

    name: str
    kind: Kind | None = None
    reply: str = ""
    note: str = ""
    then: TicketState | None = None
    takes: bool = False
    team: Team | None = None
    priority: Priority | None = None

    @property
    def does_something(self) -> bool:
        return bool(self.reply or self.note or self.then or self.takes or self.team or self.priority)


class Named(NamedTuple):
    """A macro by its name."""

    id: UUID
    name: str


_NAMES = select(Macro.id, Macro.name).where(
    col(Macro.owner_id).is_(None) | (col(Macro.owner_id) == bindparam("owner")),
    col(Macro.removed_at).is_(None),
)


@dataclass(frozen=True, slots=True)
class Use:
    """What an agent says yes to: the words as they will leave, and the versions under her eyes."""

    reply: str
    note: str
    version: int  # of the ticket
    macro_version: int
    key: str

    @property
    def reply_key(self) -> str:
        return f"{self.key}-r"

    @property
    def note_key(self) -> str:
        return f"{self.key}-n"


def offered(session: Session, caller: Caller) -> list[Macro]:
    """Those this caller may use, in the order of their names; her own and the shared ones together."""
    query = select(Macro).where(_usable(caller), col(Macro.removed_at).is_(None))
    return sorted(session.exec(query), key=lambda macro: macro.name.casefold())


def named(session: Session, caller: Caller) -> tuple[Named, ...]:
    """The same ones, for a list to choose in."""
    found = session.connection().execute(_NAMES, {"owner": caller.id})
    return tuple(sorted((Named._make(one) for one in found), key=lambda one: one.name.casefold()))


def get(session: Session, macro_id: UUID, caller: Caller) -> Macro:
    """One of them, removed or not; MacroNotFound for somebody else's."""
    found = session.exec(select(Macro).where(col(Macro.id) == macro_id, _usable(caller))).one_or_none()
    if found is None or not permissions.reads_desk(caller):
        raise MacroNotFound(macro_id)
    return found


def create(session: Session, draft: Draft, *, caller: Caller, shared: bool, key: str, now: datetime) -> Macro:
    """Keep a macro for oneself, or for the whole desk; the same key gives back the one it made."""
    _refuse(caller, None if shared else caller.id)
    own_key = f"{caller.id}:{key}"  # two people may be given the same one
    known = session.exec(select(Macro).where(col(Macro.key) == own_key)).one_or_none()
    if known:
        return known
    macro = Macro(
        key=own_key,
        owner_id=None if shared else caller.id,
        name=draft.name,
        changed_at=now,
    )
    return _write(session, macro, draft, caller, now)


def edit(
    session: Session, macro: Macro, draft: Draft, *, caller: Caller, version: int, now: datetime
) -> Macro:
    _refuse(caller, macro.owner_id)
    _refuse_older(macro, version)
    macro.version += 1
    return _write(session, macro, draft, caller, now)


def remove(session: Session, macro: Macro, *, caller: Caller, version: int, now: datetime) -> None:
    """Take it out of the lists; `restore` puts it back."""
    _refuse(caller, macro.owner_id)
    _refuse_older(macro, version)
    macro.removed_at, macro.changed_by, macro.changed_at = now, caller.id, now
    macro.version += 1
    session.add(macro)
    session.flush()


def restore(session: Session, macro: Macro, *, caller: Caller, now: datetime) -> None:
    _refuse(caller, macro.owner_id)
    if macro.removed_at is not None:
        macro.removed_at, macro.changed_by, macro.changed_at = None, caller.id, now
        macro.version += 1
        session.add(macro)
        session.flush()


def apply(
    session: Session, ticket: Ticket, macro: Macro, use: Use, *, caller: Caller, now: datetime
) -> list[Message]:
    """Do all that the macro says, or nothing: each gesture by its own function, with its own refusals."""
    if done := _written(session, ticket, use, caller):
        return done  # a second click
    if macro.removed_at is not None or macro.version != use.macro_version:
        raise MacroMoved(macro.id)
    moves.refuse_older(session, ticket, use.version)
    if macro.takes and ticket.assignee_id != caller.id:
        tickets.assign(session, ticket, caller.id, caller=caller, now=now)
    if macro.priority:
        handling.prioritise(session, ticket, macro.priority, _why(macro), caller=caller, now=now)
    done = _write_words(session, ticket, macro, use, caller=caller, now=now)
    if macro.team:  # last: whoever gives it away may have nothing more to do with it
        handling.hand_over(session, ticket, macro.team, _why(macro), caller=caller, now=now)
    return done


def _write_words(
    session: Session, ticket: Ticket, macro: Macro, use: Use, *, caller: Caller, now: datetime
) -> list[Message]:
    done = []
    if macro.note:
        done.append(tickets.note(session, ticket, Words(use.note, key=use.note_key), caller=caller, now=now))
    if macro.reply:
        words = Words(use.reply, key=use.reply_key)
        done.append(tickets.reply(session, ticket, words, caller=caller, now=now, then=macro.then))
    elif macro.then:
        tickets.resolve(session, ticket, caller=caller, now=now)
    return done


def _why(macro: Macro) -> str:
    """The reason of what a macro decides is the macro."""
    return f"Macro « {macro.name} »."


def _written(session: Session, ticket: Ticket, use: Use, caller: Caller) -> list[Message]:
    mine = (col(Message.author_id) == caller.id, col(Message.key).in_([use.reply_key, use.note_key]))
    return list(session.exec(select(Message).where(col(Message.ticket_id) == ticket.id, *mine)))


def _usable(caller: Caller) -> ColumnElement[bool]:
    return col(Macro.owner_id).is_(None) | (col(Macro.owner_id) == caller.id)


def _refuse(caller: Caller, owner_id: str | None) -> None:
    if not (permissions.reads_desk(caller) and permissions.may_change_macro(caller, owner_id)):
        raise RightMissing(caller.id, "change this macro")


def _refuse_older(macro: Macro, version: int) -> None:
    if macro.version != version:
        raise MacroMoved(macro.id)


def _write(session: Session, macro: Macro, draft: Draft, caller: Caller, now: datetime) -> Macro:
    name, reply, note = draft.name.strip(), draft.reply.strip(), draft.note.strip()
    draft = replace(draft, name=name, reply=reply, note=note)
    if not name or len(name) > NAME_LENGTH:
        raise MacroIncomplete("name")
    if not draft.does_something:
        raise MacroIncomplete("gestures")
    if draft.team and draft.takes:
        raise MacroIncomplete("team")
    if draft.then is not None and (draft.then not in TARGETS or (draft.then in states.WAITING and not reply)):
        raise MacroIncomplete("reply")
    for text in (reply, note):
        if len(text) > BODY_LENGTH:
            raise MessageTooLong(len(text), BODY_LENGTH)
        variables.refuse_unknown(text)
    macro.name, macro.kind, macro.reply, macro.note = name, draft.kind, reply, note
    macro.then, macro.takes, macro.team, macro.priority = draft.then, draft.takes, draft.team, draft.priority
    macro.changed_by, macro.changed_at = caller.id, now
    session.add(macro)
    session.flush()
    return macro
