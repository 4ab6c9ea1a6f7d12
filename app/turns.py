"""One turn of a conversation: a short read, the decision, one short write checked against what was read."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from app import arrivals, rescan_carrying
from app.arrivals import ArrivalKind, Arrived
from app.assembly import Services
from app.windows import Progress, Stage
from assistant import conversation, dialogue, rescan_settling
from assistant.answers import Answer
from assistant.conversation import Message, TurnView
from assistant.decisions import Decision, FieldReport
from assistant.dialogue import Answers, Assistant
from assistant.errors import ConversationMoved
from assistant.french import PARIS
from assistant.understanding import Exchange
from knowledge.scope import Scope
from ticketing import feedback
from ticketing.permissions import Caller
from ticketing.rescans import CHANNEL

# Two messages sent at once to one conversation: the second is decided again on what the first left.
TRIES = 3


def open_conversation(services: Services, caller: Caller, *, key: str, now: datetime) -> UUID:
    """The same key opens the same conversation."""
    with Session(services.engine, expire_on_commit=False) as session, session.begin():
        return conversation.start(session, caller, key=key, now=now).id


def take_turn(
    services: Services, caller: Caller, conversation_id: UUID, message: Message, *, now: datetime
) -> TurnView:
    """Answer a message, once for a key; no transaction is open while the backend or the index is asked."""
    for _ in range(TRIES - 1):
        try:
            return _try_turn(services, caller, conversation_id, message, now)
        except ConversationMoved:
            continue
    return _try_turn(services, caller, conversation_id, message, now)


def _try_turn(
    services: Services, caller: Caller, conversation_id: UUID, message: Message, now: datetime
) -> TurnView:
    with Session(services.reading, expire_on_commit=False) as session:
        answered = conversation.find_turn(session, conversation_id, caller, message.key, message.text)
        if answered is not None:
            return answered
        snapshot = conversation.snapshot(session, conversation_id, caller)
    begun = time.perf_counter()
    house = _announcing(services, caller, conversation_id, message)
    decision = house.decide(snapshot, message, caller, now)
    decision = replace(decision, ms=round((time.perf_counter() - begun) * 1000, 1))
    if decision.report:
        _let_go(services, decision.report, now)
    with Session(services.engine, expire_on_commit=False) as session, session.begin():
        turn = dialogue.settle(session, snapshot, message, decision, caller, now)
        # A receipt is told by the reply alone: no window may show what is kept in its place.
        if not decision.told and not _is_followed_up(services, decision):
            _announce(session, caller, turn, conversation_id, now)
    if _is_followed_up(services, decision):
        turn = _followed_up(services, decision, turn, now)
        # Only now: a window that read the turn before would keep an answer without its last word.
        with Session(services.engine) as session, session.begin():
            _announce(session, caller, turn, conversation_id, now)
    services.windows.wake(caller.id)
    if decision.report:
        services.assistant.held.drop(decision.report.form)
    return turn


def _announce(session: Session, caller: Caller, turn: TurnView, conversation_id: UUID, now: datetime) -> None:
    arrived = Arrived(ArrivalKind.TURN, turn_ref(turn.id), conversation_id)
    arrivals.record(session, caller.id, arrived, now=now)


def _is_followed_up(services: Services, decision: Decision) -> bool:
    return bool(decision.opening or decision.rescan) and CHANNEL in services.channels


def _followed_up(services: Services, decision: Decision, turn: TurnView, now: datetime) -> TurnView:
    """What is asked of the centre leaves at once, and the answer says until when, or that it waits."""
    with Session(services.reading) as session:
        ticket_id = rescan_settling.ticket_of(session, decision, turn.answer)
    if ticket_id is None:
        return turn
    kept = rescan_carrying.carry_now(services.engine, services.channels, ticket_id, now=now)
    answer = rescan_settling.followed_up(turn.answer, decision, kept, now)
    with Session(services.engine) as session, session.begin():
        return conversation.amend(session, turn.id, answer)


def turn_ref(turn_id: UUID) -> str:
    return f"turn:{turn_id}"


@dataclass(frozen=True, slots=True)
class _Announced:
    """The answers of the house; who waits is told that the texts are being read."""

    answers: Answers
    tell: Callable[[Stage], None]

    def answer(self, question: str, scope: Scope, context: Sequence[Exchange] = ()) -> Answer:
        self.tell(Stage.TEXTS)
        return self.answers.answer(question, scope, context)


def _announcing(services: Services, caller: Caller, conversation_id: UUID, message: Message) -> Assistant:
    """The same assistant, that says what it is doing to the caller's open windows."""

    def tell(stage: Stage) -> None:
        services.windows.tell(caller.id, Progress(conversation_id, message.key, stage))

    tell(Stage.READING)
    return replace(services.assistant, answers=_Announced(services.assistant.answers, tell))


def _let_go(services: Services, report: FieldReport, now: datetime) -> None:
    """In a transaction of its own: nothing of the database ties a field report to the turn that sent it.

    Told twice, it is kept once: its receipt is the same until the words are dropped.
    """
    today = now.astimezone(PARIS).date()
    with Session(services.engine) as session, session.begin():
        feedback.record(session, report.text, report.theme, receipt=report.receipt, today=today)
