"""What a turn does to reports and to pages scanned again, in the transaction of the turn."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from assistant import deferred_reports, rescan_words, withdrawal
from assistant.answers import Act, Answer, Route, Sentence, Status
from assistant.conversation import Snapshot
from assistant.decisions import Answering, Decision, Deferring, Effect, Following, Withdrawing
from assistant.deferred_reports import Deferred
from assistant.replies import MY_REPORTS, say
from ticketing import permissions, rescans, tickets, withdrawing
from ticketing.errors import MoveRefused, RescanNotAwaited, RescanNotFound, TicketNotFound
from ticketing.permissions import Caller
from ticketing.rescan_log import Rescans

WILL_BE_TOLD = "Un message viendra ici quand elle sera rendue."
MOVED_ON = "Cette page n’attend plus de réponse. « Mes signalements » dit où elle en est."


def settle(
    session: Session,
    read: Snapshot,
    effect: Effect,
    answer: Answer,
    caller: Caller,
    now: datetime,
) -> Answer:
    """The answer to give, once the effect is there."""
    if isinstance(effect, Deferring):
        waits = Deferred(effect.draft, str(read.conversation_id))
        deferred_reports.keep(session, waits, caller=caller, now=now)
        return answer
    if isinstance(effect, Following):
        return _follow(session, read, effect, answer, caller, now)
    if isinstance(effect, Withdrawing):
        return _withdraw(session, effect.reference, answer, caller, now)
    try:
        rescans.answer(session, effect.rescan_id, readable=effect.readable, caller=caller, now=now)
    except (RescanNotAwaited, RescanNotFound):
        return say(Act.TICKET_STATUS, Route.REPORT_SCAN, Status.ESCALATED, MOVED_ON, actions=(MY_REPORTS,))
    return answer


def _withdraw(session: Session, reference: str, answer: Answer, caller: Caller, now: datetime) -> Answer:
    """Somebody may have begun on it since it was asked."""
    try:
        ticket = tickets.get(session, reference, caller, own=True)
        withdrawing.withdraw(session, ticket, caller=caller, now=now)
    except (MoveRefused, TicketNotFound):
        return withdrawal.refused(reference, "en cours", is_open=True)
    return answer


def _follow(
    session: Session, read: Snapshot, effect: Following, answer: Answer, caller: Caller, now: datetime
) -> Answer:
    """A page that somebody else reported: this person is told of it too."""
    others = [
        ticket
        for page in effect.pages
        for ticket in tickets.open_reports(session, effect.copy_id, page)
        if not permissions.may_see(caller, ticket)
    ]
    conversation_id = str(read.conversation_id)
    told = [
        rescans.follow(session, each, caller=caller, conversation_id=conversation_id, now=now)
        for each in others
    ]
    return replace(answer, sentences=(*answer.sentences, Sentence(WILL_BE_TOLD))) if any(told) else answer


def ticket_of(session: Session, decision: Decision, answer: Answer) -> UUID | None:
    """The ticket of which pages were just asked for, or answered for."""
    if isinstance(decision.rescan, Answering):
        return rescans.get(session, decision.rescan.rescan_id).ticket_id
    opened = decision.opening is not None and answer.act is Act.TICKET_CREATED
    return rescans.ticket_id_of(session, answer.ticket_reference or "") if opened else None


def followed_up(answer: Answer, decision: Decision, kept: Rescans, now: datetime) -> Answer:
    """The same answer, with what became of it once the backend was asked, or was silent."""
    if answer.act is Act.TICKET_CREATED:
        first, *others = answer.sentences
        asked = Sentence(rescan_words.asked(kept.current(), now))
        return replace(answer, sentences=(first, asked, *others))
    if isinstance(decision.rescan, Answering) and answer.act is Act.TICKET_UPDATED:
        said = rescan_words.answered(kept.latest(decision.rescan.rescan_id), now)
        return replace(answer, sentences=(Sentence(said),))
    return answer
