"""The conversation: its page, which works without a script, and its API."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from operator import itemgetter
from typing import Annotated, Any, Self
from uuid import UUID, uuid4

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import BaseModel, ConfigDict, Field, model_validator
from sqlmodel import Session

from app import arrivals
from app.assembly import Services
from app.database import SessionDep
from app.settings import QUESTION_LENGTH
from app.turns import open_conversation, take_turn
from app.web import news
from app.web.pages import render
from app.web.questions import refuse_question
from app.web.security import CurrentCaller, device_key
from app.web.turn_view import shown
from app.web.wording import examples
from assistant import archive, conversation, notices, ratings
from assistant.answers import Act
from assistant.conversation import Message, PageContext, TurnView
from assistant.drafts import Zone
from assistant.ratings import Rating
from ticketing.permissions import Caller
from ticketing.timeline import News

router = APIRouter()
LISTED = 50
Number = Annotated[str | None, Field(max_length=20)]
Key = Annotated[str, Field(min_length=8, max_length=64)]


Share = Annotated[float, Field(ge=0, le=1)]


class ZoneIn(BaseModel):
    """A rectangle drawn on the page, in shares of it."""

    left: Share
    top: Share
    right: Share
    bottom: Share

    @model_validator(mode="after")
    def has_an_inside(self) -> Self:
        if self.left >= self.right or self.top >= self.bottom:
            raise ValueError("empty zone")
        return self

    def sides(self) -> Zone:
        return self.left, self.top, self.right, self.bottom


class PlaceIn(BaseModel):
    """Where the caller was when she wrote: what the host page says of it, never trusted as a right."""

    lot: Number = None
    copy_: Number = Field(default=None, alias="copy")
    page: Number = None

    def place(self) -> PageContext:
        return PageContext(self.lot, self.copy_, self.page)


class ContextIn(PlaceIn):
    zone: ZoneIn | None = None

    def place(self) -> PageContext:
        return replace(super().place(), zone=self.zone.sides() if self.zone else None)


class MessageIn(BaseModel):
    model_config = ConfigDict(extra="forbid")

    text: str
    key: Key
    context: ContextIn | None = None

    def message(self) -> Message:
        return Message(self.text, self.key, self.context.place() if self.context else None)


class FormIn(PlaceIn):
    """The form without a script: a text was written, or a button of a card says something."""

    key: Key
    text: str = ""
    say: str = ""
    csrf: str = ""

    @property
    def said(self) -> str:
        return self.say or self.text

    def message(self) -> Message:
        return Message(self.said, self.key, self.place() if self.lot or self.copy_ else None)


class ConversationIn(BaseModel):
    key: Key


class ConversationOut(BaseModel):
    id: UUID


@router.get("/", include_in_schema=False)
def show_first_page(request: Request, caller: CurrentCaller) -> Response:
    services: Services = request.app.state.services
    with Session(services.reading) as session:
        number = arrivals.last_number(session, caller.id)
        recent = news.recent(session, caller, now=datetime.now(UTC))
        told = news.stale(session, caller, now=datetime.now(UTC))
    return _page(request, caller, None, _Thread(number, [], recent, {}), notices=told)


@router.get("/conversations", include_in_schema=False)
def list_conversations(
    request: Request,
    caller: CurrentCaller,
    q: Annotated[str, Query(max_length=200)] = "",
    said: str = "",
) -> Response:
    services: Services = request.app.state.services
    with Session(services.reading) as session:
        found = archive.search(session, caller, q)
        count = len(conversation.mine(session, caller, archive.LISTED)) if q.strip() else len(found)
    return render(
        request,
        "assistant/list.html",
        conversations=found[:LISTED],
        more=max(len(found) - LISTED, 0),
        count=count,
        q=q.strip(),
        is_erased=said == "erased",
        is_renamed=said == "renamed",
        current="assistant",
    )


@router.get("/conversations/{conversation_id}", include_in_schema=False)
def show_conversation(request: Request, conversation_id: UUID, caller: CurrentCaller) -> Response:
    return _show(request, caller, conversation_id)


def _show(
    request: Request, caller: Caller, conversation_id: UUID, said_now: TurnView | None = None
) -> Response:
    services: Services = request.app.state.services
    with Session(services.reading) as session:
        number = arrivals.last_number(session, caller.id)
        turns = conversation.turns(session, conversation_id, caller)
        if said_now:
            turns = [said_now if turn.id == said_now.id else turn for turn in turns]
        said = ratings.of_turns(session, (turn.id for turn in turns))
        replies = news.of_conversation(session, caller, conversation_id)
        stale = notices.of_turns(session, (turn.id for turn in turns))
    return _page(request, caller, conversation_id, _Thread(number, turns, replies, said), stale=stale)


class TitleIn(BaseModel):
    title: Annotated[str, Field(max_length=200)] = ""
    csrf: str = ""


@router.post("/conversations/{conversation_id}/title", include_in_schema=False)
def rename(
    conversation_id: UUID, caller: CurrentCaller, session: SessionDep, form: Annotated[TitleIn, Form()]
) -> Response:
    conversation.rename(session, conversation_id, caller, form.title)
    return RedirectResponse("/conversations?said=renamed", 303)


@router.post("/conversations", include_in_schema=False)
def start_by_form(request: Request, caller: CurrentCaller, message: Annotated[FormIn, Form()]) -> Response:
    services: Services = request.app.state.services
    refuse_question(message.said)
    conversation_id = open_conversation(services, caller, key=message.key, now=datetime.now(UTC))
    return _answer_by_page(request, caller, conversation_id, message)


@router.post("/conversations/{conversation_id}/messages", include_in_schema=False)
def continue_by_form(
    request: Request, conversation_id: UUID, caller: CurrentCaller, message: Annotated[FormIn, Form()]
) -> Response:
    refuse_question(message.said)
    return _answer_by_page(request, caller, conversation_id, message)


@router.post("/api/conversations", status_code=201)
def start(request: Request, caller: CurrentCaller, body: ConversationIn) -> ConversationOut:
    services: Services = request.app.state.services
    return ConversationOut(id=open_conversation(services, caller, key=body.key, now=datetime.now(UTC)))


@router.post("/api/conversations/{conversation_id}/messages")
def say(request: Request, conversation_id: UUID, caller: CurrentCaller, body: MessageIn) -> dict[str, Any]:
    """The answer, and the same as the page shows it (`rendered`); the same key gives the same answer."""
    services: Services = request.app.state.services
    refuse_question(body.text)
    turn = take_turn(services, caller, conversation_id, body.message(), now=datetime.now(UTC))
    return shown(request, turn)


@router.get("/api/conversations/{conversation_id}")
def read(request: Request, conversation_id: UUID, caller: CurrentCaller) -> dict[str, Any]:
    services: Services = request.app.state.services
    with Session(services.reading) as session:
        number = arrivals.last_number(session, caller.id)
        turns = conversation.turns(session, conversation_id, caller)
        said = ratings.of_turns(session, (turn.id for turn in turns))
    told = [shown(request, turn, said.get(turn.id)) for turn in turns]
    return {"id": str(conversation_id), "turns": told, "number": number}


def _answer_by_page(request: Request, caller: Caller, conversation_id: UUID, message: FormIn) -> Response:
    services: Services = request.app.state.services
    turn = take_turn(services, caller, conversation_id, message.message(), now=datetime.now(UTC))
    if turn.answer.act is Act.FEEDBACK_RECORDED:
        # Its receipt is told once and kept nowhere: a page read again would not have it.
        return _show(request, caller, conversation_id, said_now=turn)
    return RedirectResponse(f"/conversations/{conversation_id}#turn-{turn.id}", 303)


@dataclass(frozen=True, slots=True)
class _Thread:
    """What a conversation shows: its turns, the desk's replies, what was said of the answers.

    `number` is the last arrival before it was read: the stream goes on from there.
    """

    number: int
    turns: list[TurnView]
    replies: list[News]
    ratings: dict[UUID, Rating]

    def placed(self) -> list[tuple[TurnView | News, bool]]:
        """The desk's replies stand in their place among the turns; before the first turn, above it all."""
        replies = self.replies if self.turns else []
        dated: list[tuple[datetime, TurnView | News, bool]] = [
            *((turn.at, turn, False) for turn in self.turns),
            *((one.sent_at, one, True) for one in replies),
        ]
        return [(one, is_news) for _, one, is_news in sorted(dated, key=itemgetter(0))]


def _place(request: Request) -> dict[str, str]:
    """The page to report, as an address names it: lot, copy, page and the four sides of a zone."""
    asked = request.query_params
    sides = asked.get("zone", "")[:200].split(",")
    try:
        ZoneIn.model_validate(dict(zip(("left", "top", "right", "bottom"), sides, strict=True)))
    except ValueError:
        sides = []
    return {name: asked.get(name, "")[:20] for name in ("lot", "copy", "page")} | {"zone": " ".join(sides)}


def _page(
    request: Request, caller: Caller, conversation_id: UUID | None, thread: _Thread, **told: Any
) -> Response:
    return render(
        request,
        "assistant/page.html",
        current="assistant",
        conversation_id=conversation_id,
        news=thread.replies,
        arrived=thread.number,
        who=device_key(request, caller),
        thread=thread.placed(),
        ratings=thread.ratings,
        key=uuid4().hex,
        place=_place(request),
        questions=examples(caller, request.app.state.services.records),
        question_length=QUESTION_LENGTH,
        **{"notices": [], "stale": {}} | told,
    )
