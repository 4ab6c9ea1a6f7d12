"""What reaches an open page without being asked for: one stream of server-sent events for a person."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import anyio
from anyio import to_thread
from fastapi import APIRouter, Request
from fastapi.responses import Response
from sqlmodel import Session
from sse_starlette import EventSourceResponse, ServerSentEvent

from app import arrivals
from app.arrivals import ArrivalKind
from app.assembly import Services
from app.models import Arrival
from app.web import news, streams
from app.web.pages import render_text
from app.web.security import CurrentCaller
from app.web.streams import LastEventId, Number
from app.web.turn_view import shown
from app.windows import Lookout, Progress, Window
from assistant import conversation
from ticketing.permissions import Caller

router = APIRouter(include_in_schema=False)

RETRY_MS = 2000


@router.get("/api/arrivals")
def read_arrivals(request: Request, caller: CurrentCaller, after: Number) -> dict[str, Any]:
    """What arrived after a number, for a window that hears another one's stream, or has none."""
    found = _read(request, caller, after)
    return {"number": found[-1]["number"] if found else after, "arrivals": found}


@router.get("/api/stream")
async def open_stream(
    request: Request,
    caller: CurrentCaller,
    after: Number = 0,
    last_event_id: LastEventId = None,
) -> Response:
    resumed = streams.resumed_from(last_event_id, after)
    services: Services = request.app.state.services
    window, stopping = Window(asyncio.get_running_loop(), is_dirty=True), anyio.Event()
    return EventSourceResponse(
        _Stream(request, caller, window, resumed).events(),
        ping=services.windows.pace.beat,
        # An event, not a comment: the page notices when they cease.
        ping_message_factory=lambda: ServerSentEvent(event="beat", data="1"),
        headers=streams.HEADERS,
        shutdown_event=stopping,
        shutdown_grace_period=streams.GRACE_SECONDS,
        data_sender_callable=lambda: streams.leave(stopping, window),
    )


@dataclass
class _Stream:
    """One open window: first what it missed, then what comes; every word is read with the caller's rights."""

    request: Request
    caller: Caller
    window: Window
    number: int

    @property
    def services(self) -> Services:
        services: Services = self.request.app.state.services
        return services

    async def events(self) -> AsyncIterator[ServerSentEvent]:
        window = self.window
        with self.services.windows.opened(self.caller.id, window):
            lookout = Lookout(self.services.windows, self.services.reading)
            streams.keep_a_lookout(self.request.app, "lookout", lookout)
            yield ServerSentEvent(event="hello", data="1", retry=RETRY_MS)
            while not window.is_over:
                for progress in window.take_progress():
                    yield _told(progress)
                if window.is_dirty:
                    if not await to_thread.run_sync(streams.is_signed_in, self.request, self.caller):
                        yield ServerSentEvent(event="signed-out", data="1")
                        return
                    async for event in self._missed():
                        yield event
                if not await streams.was_woken(window, self.services.windows.pace.check):
                    window.is_dirty = True  # nothing came for a while: look, and at the sign-in first
            if window.is_replaced:
                yield ServerSentEvent(event="replaced", data="1")

    async def _missed(self) -> AsyncIterator[ServerSentEvent]:
        self.window.is_dirty = False
        while batch := await to_thread.run_sync(_read, self.request, self.caller, self.number):
            for one in batch:
                self.number = one["number"]
                yield ServerSentEvent(event=one["kind"], id=str(self.number), data=json.dumps(one))


def _told(progress: Progress) -> ServerSentEvent:
    said = {
        "conversation": str(progress.conversation_id),
        "key": progress.key,
        "stage": progress.stage.value,
    }
    return ServerSentEvent(event="progress", data=json.dumps(said))


def _read(request: Request, caller: Caller, after: int) -> list[dict[str, Any]]:
    """What arrived, ready to be shown; what was erased since is passed over, its number told."""
    services: Services = request.app.state.services
    with Session(services.reading, expire_on_commit=False) as session:
        return [
            {"number": one.number, "kind": one.kind, **_content(request, session, caller, one)}
            for one in arrivals.since(session, caller.id, after)
        ]


def _content(request: Request, session: Session, caller: Caller, one: Arrival) -> dict[str, Any]:
    if one.kind == ArrivalKind.LETTER:
        told = news.letter(session, caller, one.ref)
        if told is None:
            return {}
        return {"key": one.ref, "rendered": render_text(request, "assistant/news.html", news=told).strip()}
    settled = conversation.settled_turn(session, UUID(one.ref.removeprefix("turn:")), caller)
    if settled is None:
        return {}
    return {
        **shown(request, settled.turn),
        "conversation": str(settled.conversation_id),
        "key": settled.key,
    }
