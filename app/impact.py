"""The effect of a publication or of a withdrawal, worked out before it: answers, tickets, past answers."""

from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import islice
from typing import Any
from uuid import UUID

from sqlmodel import Session

from app.assembly import Services
from app.meanings import PERIOD
from app.trace_words import frame
from app.web.wording import EXAMPLES, STAFF_EXAMPLES
from assistant import impact, written
from assistant.curated import CuratedAnswers, living
from assistant.french import PARIS
from assistant.impact import Asked, Span
from knowledge import deposits, shelf
from knowledge.deposits import Draft
from knowledge.errors import DepositNotFound
from knowledge.metadata import Metadata
from knowledge.scope import Scope
from knowledge.supposition import Fallen, Folders, Supposition, suppose, suppose_without
from ticketing.on_circulars import carried


def work_out_next(services: Services, *, now: datetime) -> bool:
    """Work out the effect of one draft whose curator asked for it; say if there was one."""
    with Session(services.engine, expire_on_commit=False) as session, session.begin():
        wanted = deposits.claim_impact(session, now=now)
    if wanted is None:
        return False
    try:
        with Session(services.reading) as session:
            draft = deposits.draft(session, wanted)
    except DepositNotFound:
        return True
    found = work_out(services, draft, now=now)
    with Session(services.engine) as session, session.begin():
        deposits.keep_impact(session, draft, found)
    return True


def work_out(services: Services, draft: Draft, *, now: datetime) -> dict[str, Any]:
    """What a publication would change, as plain values for the page."""
    today = now.astimezone(PARIS).date()
    supposed = suppose(lambda: Session(services.reading), _folders(services), services.embedder, draft, today)
    ids = {one.circular_id for one in supposed.fallen} | ({draft.replaces_id} if draft.replaces_id else set())
    return _effect(services, supposed, draft.findings.metadata, ids, now)


def work_out_withdrawal(services: Services, circular_id: UUID, *, now: datetime) -> dict[str, Any]:
    """What the withdrawal of a text would change."""
    today = now.astimezone(PARIS).date()
    with Session(services.reading) as session:
        said = shelf.sheet(session, circular_id).findings.metadata
    supposed = suppose_without(
        lambda: Session(services.reading), _folders(services), services.embedder, circular_id, today
    )
    return _effect(services, supposed, said, {circular_id}, now)


def _folders(services: Services) -> Folders:
    return Folders(services.settings.index_dir, services.settings.data_dir / "impact")


def _effect(
    services: Services, supposed: Supposition, said: Metadata, ids: set[UUID], now: datetime
) -> dict[str, Any]:
    today = now.astimezone(PARIS).date()
    with Session(services.reading) as session:
        asked = impact.past_questions(session, since=now - PERIOD, touching=ids)
        past = impact.relied(session, [Span(f.circular_id, f.start, f.end) for f in supposed.fallen])
        current = written.current(session)
        tickets = _tickets(session, supposed.fallen)
    before = services.assistant.answers
    after = before.over(supposed.index) if isinstance(before, CuratedAnswers) else before
    samples = [Asked(question, _within(said)) for question in _samples(current)]
    changes = list(impact.compare([*asked, *samples], before, after, today))
    return {
        "at": datetime.now(UTC).isoformat(),
        "asked": len(asked) + len(samples),
        "passages": len(supposed.fallen),
        "changes": [
            {"question": one.question, "frame": frame(one.scope), "before": one.before, "after": one.after}
            for one in islice(changes, impact.LISTED)
        ],
        "changed": len(changes),
        "past": [{"question": one.question, "at": one.at.isoformat()} for one in past[: impact.LISTED]],
        "past_count": len(past),
        "tickets": tickets,
        "written": _falling(services, current, supposed),
    }


def _tickets(session: Session, fallen: Sequence[Fallen]) -> list[str]:
    """References of the open tickets that carry words that would fall."""
    links = carried(session, {one.document for one in fallen})
    touched = (
        link.reference
        for link in links
        if any(one.document == link.document and one.touches(link.start, link.end) for one in fallen)
    )
    return list(dict.fromkeys(touched))


def _falling(services: Services, current: Sequence[written.Written], supposed: Supposition) -> list[str]:
    """Written answers that hold today and would no longer be given."""
    return [
        one.draft.question
        for one in current
        if living(services.index, one, one.scope) and not living(supposed.index, one, one.scope)
    ]


def _samples(current: Sequence[written.Written]) -> list[str]:
    questions = [question for examples in EXAMPLES.values() for question in examples]
    return list(dict.fromkeys([*(one.draft.question for one in current), *questions, *STAFF_EXAMPLES]))


def _within(said: Metadata) -> Scope:
    academy, session, exam = (
        next(iter(values), None) for values in (said.academies, said.sessions, said.exams)
    )
    return Scope(academy, session, exam)
