"""Carries the events to the address that wants them: at least once, in order, from where it stopped."""

import logging
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

import httpx
from sqlalchemy import Engine
from sqlmodel import Session

from backend import database, events
from backend.models import EventPush
from backend.settings import BackendSettings

BATCH = 100
PAUSE = timedelta(seconds=0.5)  # between two looks when there is nothing to carry
FIRST_RETRY, LONGEST_RETRY = timedelta(seconds=1), timedelta(minutes=1)
TIMEOUT_SECONDS = 10
TAKEN = 204

# Hands over the body, says whether it was taken; raises httpx.HTTPError when nobody answers.
Post = Callable[[Mapping[str, Any]], bool]
logger = logging.getLogger(__name__)


class Push:
    """One receiver. Its position is kept in the database: a new address is told everything."""

    def __init__(self, engine: Engine, settings: BackendSettings, post: Post | None = None) -> None:
        self.engine = engine
        self.url = settings.events_url
        self.secret = settings.events_secret.get_secret_value()
        self.post = post or self._post
        self.failures = 0

    def turn(self) -> timedelta:
        """Carry what waits; says how long to rest before the next turn."""
        with database.reading(self.engine) as session:
            waiting = events.feed(session, after=self._position(session), limit=BATCH)
        if not waiting:
            return PAUSE
        if not self._is_taken({"events": [events.signed(event, self.secret) for event in waiting]}):
            self.failures += 1
            return min(FIRST_RETRY * (1 << min(self.failures - 1, 10)), LONGEST_RETRY)
        self.failures = 0
        with database.writing(self.engine) as session:
            session.merge(EventPush(url=self.url, position=waiting[-1].number or 0))
        return timedelta(0) if len(waiting) == BATCH else PAUSE

    def _position(self, session: Session) -> int:
        kept = session.get(EventPush, self.url)
        return kept.position if kept else 0

    def _is_taken(self, body: Mapping[str, Any]) -> bool:
        try:
            taken = self.post(body)
        except httpx.HTTPError:
            taken = False
        if not taken and not self.failures:
            logger.warning("events wait: %s did not take them", self.url)
        return taken

    def _post(self, body: Mapping[str, Any]) -> bool:
        answer = httpx.post(self.url, json=body, timeout=TIMEOUT_SECONDS, follow_redirects=False)
        return answer.status_code == TAKEN
