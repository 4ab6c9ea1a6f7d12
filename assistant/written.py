"""Answers that curators write: a question bound to words of the texts; kept, corrected, withdrawn."""

from collections.abc import Sequence
from dataclasses import astuple, dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from sqlalchemy import func, update
from sqlmodel import Session, col, select

from assistant import gate
from assistant.errors import LeadUnsupported, WrittenMoved, WrittenNotFound
from assistant.french import PARIS
from assistant.models import WrittenAnswer
from knowledge.scope import Scope
from knowledge.vocabulary import exams_meant


@dataclass(frozen=True, slots=True)
class Bound:
    """Words of one version of a text, as they were when the answer was written."""

    circular_id: UUID
    document: str
    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class Draft:
    """What a curator writes; an empty frame holds for everybody."""

    question: str
    passages: tuple[Bound, ...]
    wordings: tuple[str, ...] = ()
    lead: str = ""
    academy: str | None = None
    session: str | None = None
    exam: str | None = None


@dataclass(frozen=True, slots=True)
class Written:
    id: UUID
    draft: Draft
    by: str
    at: datetime
    withdrawn_at: datetime | None

    @property
    def questions(self) -> tuple[str, ...]:
        return (self.draft.question, *self.draft.wordings)

    @property
    def scope(self) -> Scope:
        """The frame that it was written for."""
        return Scope(self.draft.academy, self.draft.session, self.draft.exam)

    def suits(self, scope: Scope) -> bool:
        """Whether an asker is within its frame; one who did not say is not."""
        draft = self.draft
        return (
            draft.academy in (None, scope.academy)
            and draft.session in (None, scope.session)
            and (draft.exam is None or draft.exam in exams_meant(scope.exam))
        )

    def was_known(self, day: date | None) -> bool:
        """At the end of a day in Paris; now when none is named."""
        if day is None:
            return self.withdrawn_at is None
        ends = datetime.combine(day + timedelta(days=1), time(), PARIS)
        return self.at < ends and (self.withdrawn_at is None or self.withdrawn_at >= ends)


def save(
    session: Session, draft: Draft, *, by: str, now: datetime, replaces: UUID | None = None
) -> WrittenAnswer:
    """Keep an answer, in the place of the one that it corrects.

    WrittenMoved when that one is no longer current; LeadUnsupported when its lead goes beyond.
    """
    if draft.lead and not gate.passes(draft.lead, [bound.quote for bound in draft.passages]):
        raise LeadUnsupported
    if replaces:
        withdraw(session, replaces, by=by, now=now)
    row = WrittenAnswer(
        question=draft.question,
        wordings=list(draft.wordings),
        lead=draft.lead,
        academy=draft.academy,
        session=draft.session,
        exam=draft.exam,
        passages=[[str(key), *rest] for key, *rest in map(astuple, draft.passages)],
        replaces_id=replaces,
        by=by,
        at=now,
    )
    session.add(row)
    session.flush()
    return row


def withdraw(session: Session, written_id: UUID, *, by: str, now: datetime) -> None:
    """Take an answer away; it is still what was given on the days before."""
    done = session.connection().execute(
        update(WrittenAnswer)
        .where(col(WrittenAnswer.id) == written_id, col(WrittenAnswer.withdrawn_at).is_(None))
        .values(withdrawn_at=now, withdrawn_by=by)
    )
    if done.rowcount == 0:
        raise WrittenMoved(written_id)


def restore(session: Session, written_id: UUID, *, by: str, now: datetime) -> UUID:
    """Give again an answer that was withdrawn: as a new row, for the days between are not changed."""
    former = find(session, written_id)
    if former.withdrawn_at is None or _is_replaced(session, written_id):
        raise WrittenMoved(written_id)
    row = save(session, former.draft, by=by, now=now)
    row.replaces_id = written_id
    session.add(row)
    session.flush()
    return row.id


def find(session: Session, written_id: UUID) -> Written:
    row = session.get(WrittenAnswer, written_id)
    if row is None:
        raise WrittenNotFound(written_id)
    return _view(row)


def current(session: Session) -> list[Written]:
    """Those that are given today, the newest first."""
    rows = select(WrittenAnswer).where(col(WrittenAnswer.withdrawn_at).is_(None))
    return [_view(row) for row in session.exec(rows.order_by(col(WrittenAnswer.at).desc()))]


def everything(session: Session) -> list[Written]:
    """Withdrawn ones too: whoever asks what was known on a day is answered as on that day."""
    return [_view(row) for row in session.exec(select(WrittenAnswer).order_by(col(WrittenAnswer.at).desc()))]


def state(session: Session) -> tuple[int, datetime | None, datetime | None]:
    """Changes whenever any of them does."""
    columns = (func.count(), func.max(WrittenAnswer.at), func.max(WrittenAnswer.withdrawn_at))
    count, at, withdrawn_at = session.exec(select(*columns)).one()
    return count, at, withdrawn_at


def _is_replaced(session: Session, written_id: UUID) -> bool:
    return (
        session.exec(select(WrittenAnswer.id).where(WrittenAnswer.replaces_id == written_id)).first()
        is not None
    )


def _view(row: WrittenAnswer) -> Written:
    bound: Sequence[Bound] = [Bound(UUID(key), *rest) for key, *rest in row.passages]
    frame = (row.academy, row.session, row.exam)
    draft = Draft(row.question, tuple(bound), tuple(row.wordings), row.lead, *frame)
    return Written(row.id, draft, row.by, row.at, row.withdrawn_at)
