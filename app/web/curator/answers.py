"""Answers that curators write: bound to words of the texts, given first, told when those words fall."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import BaseModel, Field
from sqlmodel import Session

from app import trace_words
from app.assembly import Services
from app.database import ReadingSessionDep, SessionDep
from app.web.curator import gaps as gaps_page
from app.web.curator.common import ACADEMIES, EXAMS, CuratorCaller, show
from app.web.errors import find_refusal
from app.web.questions import QuestionRefused, refuse_question
from assistant import gaps, proposals, written
from assistant.curated import living
from assistant.errors import GapMoved, LeadUnsupported, WrittenMoved
from assistant.gaps import How
from assistant.written import Bound, Draft, Written
from knowledge import circulars
from knowledge.asked import asked_about, normalised
from knowledge.errors import CircularNotFound
from knowledge.scope import Scope
from knowledge.search import Hit

router = APIRouter(include_in_schema=False)

PASSAGES, SENTENCES = 6, 10  # offered at once
NO_PASSAGE = "Choisissez au moins une phrase des textes."
Short = Annotated[str, Field(max_length=100)]


class AnswerIn(BaseModel):
    """The form as it was typed; `do` says which of its buttons was pressed."""

    question: str = ""
    wordings: Annotated[str, Field(max_length=8000)] = ""
    lead: Annotated[str, Field(max_length=1000)] = ""
    academy: Short = ""
    session: Short = ""
    exam: Short = ""
    search: Annotated[str, Field(max_length=400)] = ""
    passage: list[str] = Field(default_factory=list, max_length=20)
    replaces: UUID | None = None
    gap: UUID | None = None
    do: str = "search"

    def scope(self) -> Scope:
        return normalised(Scope(self.academy or None, self.session or None, self.exam or None))

    def draft(self, bound: Sequence[Bound]) -> Draft:
        frame = self.scope()
        lines = (" ".join(line.split()) for line in self.wordings.splitlines())
        return Draft(
            question=" ".join(self.question.split()),
            passages=tuple(bound),
            wordings=tuple(dict.fromkeys(line for line in lines if line)),
            lead=" ".join(self.lead.split()),
            academy=frame.academy,
            session=frame.session,
            exam=frame.exam,
        )


@dataclass(frozen=True, slots=True)
class Shown:
    """A written answer with whether its words still hold."""

    written: Written
    is_alive: bool
    withdrawn: datetime | None  # when one of its texts was, if that is why


@dataclass(frozen=True, slots=True)
class Offered:
    """A passage of which sentences may be chosen: (value, words, is chosen)."""

    title: str
    heading: str
    page: int
    sentences: list[tuple[str, str, bool]] = field(default_factory=list)


@router.get("/curator/answers")
def list_answers(request: Request, caller: CuratorCaller, withdrawn: UUID | None = None) -> Response:
    services: Services = request.app.state.services
    with Session(services.reading) as session:
        rows = written.current(session)
        keys = {bound.circular_id for row in rows for bound in row.draft.passages}
        versions = circulars.versions(session, keys)
        undo = written.find(session, withdrawn) if withdrawn else None
    shown = [_shown(services, row, versions) for row in rows]
    return show(
        request,
        "curator/answers.html",
        "answers",
        answers=sorted(shown, key=lambda one: one.is_alive),
        undo=undo,
        frame_words=trace_words.frame,
    )


@router.get("/curator/answers/new")
def write_answer(
    request: Request,
    caller: CuratorCaller,
    session: ReadingSessionDep,
    lead: UUID | None = None,
    replaces: UUID | None = None,
    proposal: UUID | None = None,
) -> Response:
    """A new answer, one to the questions of a gap (`lead`) or of an agent, or a correction of another."""
    services: Services = request.app.state.services
    if replaces:
        typed = _typed(written.find(session, replaces))
    elif lead:
        typed = _about(gaps_page.group_of(session, services, lead))
    elif proposal:
        typed = AnswerIn(question=proposals.find(session, proposal).question)
    else:
        return _form(request, AnswerIn(), [], searched=False)
    return _form(request, typed, _bound(session, typed.passage), searched=True)


@router.post("/curator/answers")
def save_answer(
    request: Request, caller: CuratorCaller, session: SessionDep, typed: Annotated[AnswerIn, Form()]
) -> Response:
    bound = _bound(session, typed.passage)
    errors = _errors(typed, bound) if typed.do == "save" else {}
    if typed.do != "save" or errors:
        return _form(request, typed, bound, searched=True, errors=errors)
    now = datetime.now(UTC)
    try:
        with session.begin_nested():
            written.save(session, typed.draft(bound), by=caller.id, now=now, replaces=typed.replaces)
    except (LeadUnsupported, WrittenMoved) as error:
        status, sentence = find_refusal(error)
        place = "lead" if isinstance(error, LeadUnsupported) else "form"
        return _form(request, typed, bound, searched=True, errors={place: sentence}, status=status)
    return RedirectResponse(_after(request, session, typed, caller.id, now), 303)


@router.post("/curator/answers/{written_id}/withdrawal")
def withdraw_answer(written_id: UUID, caller: CuratorCaller, session: SessionDep) -> Response:
    written.withdraw(session, written_id, by=caller.id, now=datetime.now(UTC))
    return RedirectResponse(f"/curator/answers?withdrawn={written_id}", 303)


@router.post("/curator/answers/{written_id}/restoration")
def restore_answer(written_id: UUID, caller: CuratorCaller, session: SessionDep) -> Response:
    written.restore(session, written_id, by=caller.id, now=datetime.now(UTC))
    return RedirectResponse("/curator/answers", 303)


def _after(request: Request, session: Session, typed: AnswerIn, by: str, now: datetime) -> str:
    """The gap that was answered is closed with it; another curator may have closed it meanwhile."""
    if typed.gap is None:
        return "/curator/answers"
    try:
        group = gaps_page.group_of(session, request.app.state.services, typed.gap)
        gaps.close(session, [gap.turn_id for gap in group.gaps], How.ANSWERED, by=by, now=now)
    except GapMoved:
        return "/curator/answers"
    return f"/curator/gaps?closed={typed.gap}"


def _errors(typed: AnswerIn, bound: Sequence[Bound]) -> dict[str, str]:
    errors = {} if bound else {"passage": NO_PASSAGE}
    try:
        refuse_question(typed.question)
    except QuestionRefused as error:
        errors["question"] = find_refusal(error)[1]
    return errors


def _form(
    request: Request,
    typed: AnswerIn,
    bound: Sequence[Bound],
    *,
    searched: bool,
    errors: dict[str, str] | None = None,
    status: int = 422,
) -> Response:
    services: Services = request.app.state.services
    wanted = typed.search.strip() or typed.question.strip()
    hits = services.index.search(wanted, asked_about(wanted, typed.scope()), PASSAGES) if wanted else []
    chosen = {_value(one.circular_id, one.start, one.end): one for one in bound}
    offered = [_offer(hit, chosen) for hit in hits]
    among = {value for one in offered for value, _, _ in one.sentences}
    context: dict[str, Any] = {
        "typed": typed,
        "offered": offered,
        "kept": {value: one for value, one in chosen.items() if value not in among},
        "searched": searched,
        "errors": errors or {},
        "academies": ACADEMIES,
        "exams": EXAMS,
    }
    return show(request, "curator/answer_form.html", "answers", status=status if errors else 200, **context)


def _offer(hit: Hit, chosen: dict[str, Bound]) -> Offered:
    best = sorted(hit.units, key=lambda unit: -unit.score)[:SENTENCES]
    offered = Offered(hit.title, hit.heading_path, hit.page)
    for unit in sorted(best, key=lambda unit: unit.start):
        if hit.holds(unit):
            value = _value(hit.circular_id, unit.start, unit.end)
            offered.sentences.append((value, " ".join(unit.text.split()), value in chosen))
    return offered


def _bound(session: Session, values: Sequence[str]) -> list[Bound]:
    """The words chosen, as the published text says them; what is no longer there is left out."""
    found = []
    for value in values:
        key, _, span = value.partition(":")
        start, _, end = span.partition(":")
        if not (start.isdigit() and end.isdigit()):
            continue
        try:
            document = circulars.get_document(session, UUID(key), Scope())
        except (CircularNotFound, ValueError):
            continue
        quote = document.text[int(start) : int(end)]
        if quote.strip() and not document.is_withdrawn:
            found.append(Bound(document.id, document.name, int(start), int(end), quote))
    return found


def _value(circular_id: UUID, start: int, end: int) -> str:
    return f"{circular_id}:{start}:{end}"


def _typed(one: Written) -> AnswerIn:
    draft = one.draft
    return AnswerIn(
        question=draft.question,
        wordings="\n".join(draft.wordings),
        lead=draft.lead,
        academy=draft.academy or "",
        session=draft.session or "",
        exam=draft.exam or "",
        passage=[_value(bound.circular_id, bound.start, bound.end) for bound in draft.passages],
        replaces=one.id,
    )


def _about(group: gaps.Group) -> AnswerIn:
    """The frame is filled in only when every asker had the same."""
    frame = group.frames[0] if len(group.frames) == 1 else {}
    lead, *others = group.wordings
    return AnswerIn(question=lead, wordings="\n".join(others), gap=group.lead.turn_id, **frame)


def _shown(services: Services, one: Written, versions: dict[UUID, circulars.Version]) -> Shown:
    if living(services.index, one, one.scope):
        return Shown(one, is_alive=True, withdrawn=None)
    known = [versions.get(bound.circular_id) for bound in one.draft.passages]
    ends = [version.known_until for version in known if version and version.known_until]
    return Shown(one, is_alive=False, withdrawn=max(ends, default=None))
