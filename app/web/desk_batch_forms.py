"""What is asked of the tickets chosen in the list, and the change that does it to each."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, BaseModel, Field
from sqlmodel import Session

from app.accounts import find_account
from app.web import macro_words
from ticketing import assigning, handling, macros, merging, permissions, references, tickets
from ticketing.batches import Chosen, Gesture
from ticketing.errors import AlreadySo, BatchEmpty, ReasonMissing
from ticketing.macros import Use
from ticketing.models import Ticket
from ticketing.permissions import Caller
from ticketing.vocabulary import Priority, Team

CHOSEN = re.compile(r"(P-\d{4}-\d{6,9}):(\d{1,6})")
Change = Callable[[Ticket], None]


class Button(StrEnum):
    TAKE = "take"
    ASSIGN = "assign"
    RESOLVE = "resolve"
    MACRO = "macro"
    HAND_OVER = "hand_over"
    PRIORITISE = "prioritise"
    MERGE = "merge"


# Decided by hand: said in words, with what would be left out, before anything is done.
BY_HAND = frozenset({Button.HAND_OVER, Button.PRIORITISE, Button.MERGE})


def _shared(team: Team) -> Team:
    """What a reserved team holds leaves everybody's sight and does not come back: one ticket at a time."""
    if team in permissions.RESERVED:
        raise ValueError("one at a time")
    return team


class BatchIn(BaseModel):
    gesture: Button
    chosen: list[str] = Field(default_factory=list, max_length=1000)
    key: str = Field(min_length=8, max_length=64)
    assignee: str = Field(default="", max_length=100)
    macro: UUID | None = None
    macro_version: int = 0
    team: Annotated[Team, AfterValidator(_shared)] | None = None
    priority: Priority | None = None
    into: str = Field(default="", max_length=40)
    other: str = Field(default="", max_length=40)  # typed; it goes before the one chosen among them
    reason: str = Field(default="", max_length=2000)

    def tickets(self) -> list[Chosen]:
        """In the order of the list, each once; BatchEmpty when nothing can be read."""
        found = dict.fromkeys(match.groups() for one in self.chosen if (match := CHOSEN.fullmatch(one)))
        if not found:
            raise BatchEmpty(0)
        return [Chosen(reference, int(version)) for reference, version in found]

    def to_change(self) -> list[Chosen]:
        """Those that the gesture is done to: not the one that carries the others on."""
        carrier = self.carrier if self.gesture is Button.MERGE else ""
        left = [one for one in self.tickets() if one.reference != carrier]
        if not left:
            raise BatchEmpty(0)
        return left

    @property
    def carrier(self) -> str:
        said = self.other.strip() or self.into.strip()
        return references.find(said) or said


@dataclass(frozen=True, slots=True)
class Asking:
    """One form, sent by this person at this moment."""

    session: Session
    caller: Caller
    form: BatchIn
    now: datetime

    @property
    def gesture(self) -> Gesture:
        return Gesture.ASSIGN if self.form.gesture is Button.TAKE else Gesture(self.form.gesture)

    def change(self) -> Change:
        """What is done to each; whatever is missing from the form is refused here, before the first."""
        match self.form.gesture:
            case Button.MACRO:
                return self._macro()
            case Button.MERGE:
                return self._merge()
            case Button.HAND_OVER | Button.PRIORITISE:
                return self._by_hand()
            case Button.RESOLVE:
                return self._resolve
        assignee = (
            self.caller if self.form.gesture is Button.TAKE else find_account(self.form.assignee).caller()
        )
        return lambda ticket: assigning.give(self.session, ticket, assignee, caller=self.caller, now=self.now)

    def _resolve(self, ticket: Ticket) -> None:
        tickets.resolve(self.session, ticket, caller=self.caller, now=self.now)

    def _by_hand(self) -> Change:
        if not self.form.reason.strip():
            raise ReasonMissing
        if self.form.gesture is Button.HAND_OVER and self.form.team:
            return self._hand_over(self.form.team)
        if self.form.gesture is Button.PRIORITISE and self.form.priority:
            return self._prioritise(self.form.priority)
        raise BatchEmpty(0)

    def _hand_over(self, team: Team) -> Change:
        def give(ticket: Ticket) -> None:
            if ticket.team is team:
                raise AlreadySo(ticket.reference)
            reason = self.form.reason
            handling.hand_over(self.session, ticket, team, reason, caller=self.caller, now=self.now)

        return give

    def _prioritise(self, priority: Priority) -> Change:
        def change(ticket: Ticket) -> None:
            if ticket.priority is priority:
                raise AlreadySo(ticket.reference)
            reason = self.form.reason
            handling.prioritise(self.session, ticket, priority, reason, caller=self.caller, now=self.now)

        return change

    def _merge(self) -> Change:
        into = tickets.get(self.session, self.form.carrier, self.caller)

        def merge(ticket: Ticket) -> None:
            merging.merge(self.session, ticket, into, caller=self.caller, now=self.now)

        return merge

    def _macro(self) -> Change:
        if self.form.macro is None:
            raise BatchEmpty(0)
        macro = macros.get(self.session, self.form.macro, self.caller)

        def apply(ticket: Ticket) -> None:
            offer = macro_words.offer(macro, ticket, macro_words.values_of(ticket))
            key = f"{self.form.key}-{ticket.reference}"
            use = Use(offer.reply.text, offer.note.text, ticket.version, self.form.macro_version, key)
            macros.apply(self.session, ticket, macro, use, caller=self.caller, now=self.now)

        return apply
