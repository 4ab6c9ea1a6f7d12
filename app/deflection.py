"""How many conversations were answered without a ticket: said useful, or taken to be so, apart."""

from dataclasses import dataclass
from enum import StrEnum

from sqlmodel import Session, col, select

from assistant.answers import Act
from assistant.models import AnswerRating, Conversation, Turn
from ticketing import permissions
from ticketing.disclosure import Crowd, hidden
from ticketing.figures import Period
from ticketing.models import Ticket


class Outcome(StrEnum):
    CONFIRMED = "confirmed"  # answered, no ticket, an answer said useful
    ASSUMED = "assumed"  # answered, no ticket, nobody said anything
    NOT_USEFUL = "not_useful"  # answered, no ticket, an answer said of no use
    TICKET = "ticket"  # answered, and a ticket all the same


ALL = "all"


@dataclass
class _Seen:
    """What is known of one conversation in the period."""

    person: str
    has_ticket: bool = False
    is_useful: bool = False
    is_useless: bool = False

    @property
    def outcome(self) -> Outcome:
        if self.has_ticket:
            return Outcome.TICKET
        if self.is_useless:
            return Outcome.NOT_USEFUL
        return Outcome.CONFIRMED if self.is_useful else Outcome.ASSUMED


def count(session: Session, period: Period) -> dict[str, int | None]:
    """By outcome, and all those answered; None for what would tell of fewer than ten people."""
    seen = list(_answered(session, period).values())
    groups: dict[str, int] = {ALL: 0} | dict.fromkeys(Outcome, 0)
    for place, one in enumerate(seen):
        groups[ALL] |= 1 << place
        groups[one.outcome] |= 1 << place
    kept_back = hidden(groups, [list(Outcome)], Crowd([one.person for one in seen]))
    return {name: None if name in kept_back else mask.bit_count() for name, mask in groups.items()}


def _answered(session: Session, period: Period) -> dict[object, _Seen]:
    """The conversations that got an answer from the texts."""
    query = (
        select(
            Turn.conversation_id,
            Conversation.caller_id,
            Turn.ticket_reference,
            col(Turn.answer)["act"].as_string(),
            AnswerRating.is_useful,
        )  # type: ignore[call-overload]  # more columns than the stubs have overloads
        .join(Conversation, col(Conversation.id) == col(Turn.conversation_id))
        .join(AnswerRating, col(AnswerRating.turn_id) == col(Turn.id), isouter=True)
        .where(col(Turn.at) >= period.start, col(Turn.at) < period.end)
    )
    reserved = set(session.exec(select(Ticket.reference).where(col(Ticket.team).in_(permissions.RESERVED))))
    seen: dict[object, _Seen] = {}
    answered = set()
    for conversation, person, reference, act, is_useful in session.exec(query):
        one = seen.setdefault(conversation, _Seen(person))
        # Of what a reserved team holds, nobody is to know that it is there.
        one.has_ticket |= reference is not None and reference not in reserved
        one.is_useful |= is_useful is True
        one.is_useless |= is_useful is False
        if act == Act.ANSWER:
            answered.add(conversation)
    return {key: one for key, one in seen.items() if key in answered}
