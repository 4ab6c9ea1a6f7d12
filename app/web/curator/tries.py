"""« Essayer une question »: the answer that an asker would get, and all that decided it. Nothing is kept."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from pydantic import BaseModel, Field
from sqlmodel import Session

from app import trace_words
from app.web.curator.common import ACADEMIES, EXAMS, CuratorCaller, show
from app.web.errors import find_refusal
from app.web.pages import PARIS
from app.web.questions import QuestionRefused, refuse_question
from assistant.answers import Answer
from assistant.grounds import Grounds, Seen
from knowledge import circulars
from knowledge.applicability import Verdict
from knowledge.asked import normalised
from knowledge.scope import Scope

router = APIRouter(include_in_schema=False)

EXCERPT = 260  # characters of a passage
BAD_DAY = "Écrivez une date, par exemple 2027-06-12."
BAD_SESSION = "Écrivez une année, par exemple 2027."
Short = Annotated[str, Field(max_length=60)]


class AskedIn(BaseModel):
    """The question and the frame, as they were typed; an empty field says nothing of the asker."""

    question: str = ""
    academy: Short = ""
    session: Short = ""
    exam: Short = ""
    today: Short = ""
    known_on: Short = ""

    def errors(self) -> dict[str, str]:
        found = {name: BAD_DAY for name in ("today", "known_on") if not _is_day(getattr(self, name))}
        found |= _question_error(self.question)
        if self.session.strip() and normalised(Scope(session=self.session)).session is None:
            found["session"] = BAD_SESSION
        return found

    def scope(self, today: date) -> Scope:
        said = normalised(Scope(self.academy, self.session, self.exam))
        return replace(said, today=_day(self.today) or today, as_known_on=_day(self.known_on))


@dataclass(frozen=True, slots=True)
class Looked:
    """A passage of the trace with the first words of its section, when the database has them."""

    seen: Seen
    excerpt: str
    is_cited: bool
    why: str

    @property
    def address(self) -> str:
        return f"/texts/{self.seen.circular_id}?start={self.seen.start}&end={self.seen.end}#cite"


@dataclass(frozen=True, slots=True)
class Tried:
    answer: Answer
    grounds: Grounds
    kept: list[Looked]
    set_aside: list[Looked]

    @property
    def is_sure(self) -> bool:
        return self.grounds.probability >= self.grounds.threshold


@router.get("/curator/try")
def try_question(request: Request, caller: CuratorCaller, asked: Annotated[AskedIn, Query()]) -> Response:
    is_asked = "question" in request.query_params
    today = datetime.now(PARIS).date()
    errors = asked.errors() if is_asked else {}
    may_try = is_asked and not errors
    tried = _try(request, asked.question, asked.scope(today)) if may_try else None
    return show(
        request,
        "curator/try.html",
        "try",
        status=422 if errors else 200,
        asked=asked,
        day_of_today=today.isoformat(),
        errors=errors,
        tried=tried,
        is_closed=may_try and tried is None,
        now=datetime.now(PARIS),
        academies=ACADEMIES,
        exams=EXAMS,
        words=trace_words,
    )


def _try(request: Request, question: str, scope: Scope) -> Tried | None:
    services = request.app.state.services
    answer: Answer = services.assistant.answers.answer(question, scope)
    grounds = answer.grounds
    if grounds is None or grounds.rests_on_a_scale:
        return None
    with Session(services.reading) as session:
        versions = circulars.versions(session, {seen.circular_id for seen in grounds.seen})
    texts = {key: version.text for key, version in versions.items()}
    cited = {seen.place for _, seen in grounds.cited()}
    looked = [
        Looked(seen, _excerpt(texts, seen), seen.place in cited, trace_words.why(seen))
        for seen in grounds.seen
        if not seen.is_scale
    ]
    return Tried(
        # Its buttons would speak in a conversation: there is none here.
        answer=replace(answer, actions=()),
        grounds=grounds,
        kept=[one for one in looked if one.seen.verdict is Verdict.KEPT],
        set_aside=[one for one in looked if one.seen.verdict is not Verdict.KEPT],
    )


def _excerpt(texts: dict[UUID, str], seen: Seen) -> str:
    words = " ".join(texts.get(seen.circular_id, "")[seen.start : seen.end].split())
    return words if len(words) <= EXCERPT else words[:EXCERPT].rsplit(" ", 1)[0] + "…"


def _question_error(question: str) -> dict[str, str]:
    try:
        refuse_question(question)
    except QuestionRefused as error:
        return {"question": find_refusal(error)[1]}
    return {}


def _day(text: str) -> date | None:
    return date.fromisoformat(text.strip()) if text.strip() else None


def _is_day(text: str) -> bool:
    try:
        _day(text)
    except ValueError:
        return False
    return True
