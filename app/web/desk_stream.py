"""What changes on the desk while its page is open: a stream of numbers and references, without a word."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime

import anyio
from anyio import to_thread
from fastapi import APIRouter, Request
from fastapi.responses import Response
from sqlmodel import Session
from sse_starlette import EventSourceResponse, ServerSentEvent

from app.assembly import Services
from app.desk_watch import DeskLookout
from app.web import presence_words, streams
from app.web.desk_board import DeskCaller, PlaceDep
from app.web.desk_place import Place
from app.web.streams import LastEventId, Number
from app.windows import Window
from ticketing import changes, presence, queues, saved_views
from ticketing.changes import Changes
from ticketing.permissions import Caller
from ticketing.selections import Selection
from ticketing.views import View

router = APIRouter(include_in_schema=False)

RETRY_MS = 3000


@router.get("/desk/stream")
async def open_desk_stream(
    request: Request,
    caller: DeskCaller,
    place: PlaceDep,
    after: Number = 0,
    last_event_id: LastEventId = None,
) -> Response:
    """`after` is the number of the last event that the page shows; after a cut, the browser says better."""
    resumed = streams.resumed_from(last_event_id, after)
    services: Services = request.app.state.services
    window, stopping = Window(asyncio.get_running_loop(), is_dirty=True), anyio.Event()
    return EventSourceResponse(
        _Stream(request, caller, place, window, resumed).events(),
        ping=services.desk_windows.pace.beat,
        headers=streams.HEADERS,
        shutdown_event=stopping,
        shutdown_grace_period=streams.GRACE_SECONDS,
        data_sender_callable=lambda: streams.leave(stopping, window),
    )


@dataclass
class _Stream:
    """One open page. Each look is one short transaction in a thread that is given back at once."""

    request: Request
    caller: Caller
    place: Place
    window: Window
    number: int
    told: dict[str, int] = field(default_factory=dict)
    told_present: str = "{}"

    async def events(self) -> AsyncIterator[ServerSentEvent]:
        services: Services = self.request.app.state.services
        windows, window = services.desk_windows, self.window
        with windows.opened(self.caller.id, window):
            streams.keep_a_lookout(self.request.app, "desk_lookout", DeskLookout(windows, services.reading))
            yield ServerSentEvent(event="hello", data="1", retry=RETRY_MS)
            while not window.is_over:
                if not await to_thread.run_sync(streams.is_signed_in, self.request, self.caller):
                    yield ServerSentEvent(event="signed-out", data="1")
                    return
                if window.is_dirty:
                    window.is_dirty = False
                    changed, present = await to_thread.run_sync(self._look)
                    for event in [*self._events_of(changed), *self._presence(present)]:
                        yield event
                await streams.was_woken(window, windows.pace.check)
            if window.is_replaced:
                yield ServerSentEvent(event="replaced", data="1")

    def _events_of(self, found: tuple[Changes, dict[str, int]] | None) -> list[ServerSentEvent]:
        if found is None:
            return []
        seen, counts = found
        self.number = seen.number
        events = []
        if seen.changes:
            told = [
                {"reference": one.reference, "version": one.version, "here": one.is_here}
                for one in seen.changes
            ]
            events.append(ServerSentEvent(event="tickets", id=str(self.number), data=json.dumps(told)))
        if counts != self.told:
            self.told = counts
            events.append(ServerSentEvent(event="counts", id=str(self.number), data=json.dumps(counts)))
        return events

    def _presence(self, present: str) -> list[ServerSentEvent]:
        if present == self.told_present:
            return []
        self.told_present = present
        # Without a number: what is over by the time of a cut is not told again after it.
        return [ServerSentEvent(event="presence", data=present)]

    def _look(self) -> tuple[tuple[Changes, dict[str, int]] | None, str]:
        """What changed, or None; and who is on which ticket, as the page is told."""
        now = datetime.now(UTC)
        with Session(self.request.app.state.services.reading, expire_on_commit=False) as session:
            there = presence_words.as_event(presence.others(session, self.caller, now=now))
            # Somebody came or went, and nothing else: nothing is counted for that.
            is_same = bool(self.told) and queues.last_event(session, self.caller) == self.number
            return None if is_same else self._changed(session, now), json.dumps(there)

    def _changed(self, session: Session, now: datetime) -> tuple[Changes, dict[str, int]]:
        chosen = {
            str(one.id): saved_views.selection_of(one) for one in saved_views.listed(session, self.caller)
        }
        chosen |= {view.value: Selection(view) for view in View}
        chosen["here"] = self.place.selection
        here, counted = self.place.selection, list(chosen.values())
        seen = changes.since(session, self.caller, self.number, here=here, counted=counted, now=now)
        return seen, {name: seen.counts[selection] for name, selection in chosen.items()}
