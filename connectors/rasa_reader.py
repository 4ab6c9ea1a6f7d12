"""Rasa over HTTP, and the reader that answers when it does not."""

import threading
from collections import Counter
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as TooLate
from dataclasses import dataclass
from enum import StrEnum
from time import monotonic
from typing import Any

import httpx
import structlog

from assistant.intent_readers import prepared
from assistant.intents import Intent, IntentGuess, IntentReader

# A message is read within a second whatever happens: this for Rasa, the rest for the reader behind it.
ANSWER_SECONDS = 0.6
CONNECT_SECONDS = 0.2
# Rasa closes an idle connection after five seconds: ours must not be about to use it.
KEPT_SECONDS = 3.0
# What Rasa says of one message is under 10 kB; more is not an answer.
LONGEST_ANSWER = 100_000
# Below this Rasa hesitates, and the embedded reader, which is calibrated, does better (docs/quality.md).
LEAST_SURE = 0.4
# Refusals and nonsense in a row before Rasa is left alone; one silence is enough.
PATIENCE = 3
# While it is left alone, nobody waits for it: it is tried aside, with a sentence that says nothing.
REST_SECONDS = 10.0
TRIAL = "bonjour"
WORKERS = 8
OTHERS = 2


class Outcome(StrEnum):
    """What became of a message that Rasa was to read; all but the first were read by the other reader."""

    ANSWERED = "answered"
    UNSURE = "unsure"
    LATE = "late"
    UNREACHABLE = "unreachable"
    REFUSED = "refused"  # an HTTP error: token, overload, crash
    NONSENSE = "nonsense"  # empty, not JSON, an intent that is not ours
    RESTING = "resting"  # not asked: it failed a moment ago


@dataclass(frozen=True, slots=True)
class Limits:
    answer_seconds: float = ANSWER_SECONDS
    least_sure: float = LEAST_SURE


class RasaFailure(Exception):
    def __init__(self, outcome: Outcome) -> None:
        super().__init__(outcome.value)
        self.outcome = outcome


class RasaReader:
    """Fulfils `IntentReader`: Rasa's word when it comes in time and is sure, `behind`'s otherwise.

    `count` says how often each happened since the start. The token travels in the address, as
    Rasa wants it: keep both on one machine or one private network.
    """

    def __init__(
        self,
        url: str,
        token: str,
        behind: IntentReader,
        *,
        limits: Limits | None = None,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        self._limits = limits or Limits()
        self._behind = behind
        self._clock = clock
        self._client = httpx.Client(
            base_url=url,
            params={"token": token},
            timeout=httpx.Timeout(self._limits.answer_seconds, connect=CONNECT_SECONDS),
            limits=httpx.Limits(keepalive_expiry=KEPT_SECONDS),
        )
        # httpx bounds each wait, not their sum: whoever asks waits for the thread no longer than it may.
        self._workers = ThreadPoolExecutor(WORKERS, thread_name_prefix="rasa")
        self._lock = threading.Lock()
        self._counts: Counter[Outcome] = Counter()
        self._failures = 0
        self._rests_until: float | None = None

    def read_intent(self, text: str) -> IntentGuess:
        if self._rests():
            return self._without(Outcome.RESTING, text)
        try:
            guess = self._ask(prepared(text))
        except RasaFailure as failure:
            self._failed(failure.outcome)
            return self._without(failure.outcome, text)
        self._recovered()
        if guess is None or guess.confidence < self._limits.least_sure:
            return self._without(Outcome.UNSURE, text)
        self._tell(Outcome.ANSWERED)
        return guess

    def count(self) -> Mapping[str, int]:
        with self._lock:
            return {outcome.value: self._counts[outcome] for outcome in Outcome}

    def close(self) -> None:
        self._client.close()
        self._workers.shutdown(wait=False, cancel_futures=True)

    def _without(self, outcome: Outcome, text: str) -> IntentGuess:
        self._tell(outcome)
        return self._behind.read_intent(text)

    def _tell(self, outcome: Outcome) -> None:
        with self._lock:
            self._counts[outcome] += 1

    def _ask(self, text: str) -> IntentGuess | None:
        try:
            answer = self._workers.submit(self._parse, text)
        except RuntimeError as error:  # closed: the process is stopping
            raise RasaFailure(Outcome.UNREACHABLE) from error
        try:
            return answer.result(self._limits.answer_seconds)
        except TooLate as error:
            answer.cancel()
            raise RasaFailure(Outcome.LATE) from error

    def _parse(self, text: str) -> IntentGuess | None:
        try:
            with self._client.stream("POST", "/model/parse", json={"text": text}) as answer:
                body = _all_of(answer, monotonic() + self._limits.answer_seconds)
        except httpx.TimeoutException as error:
            raise RasaFailure(Outcome.LATE) from error
        except (httpx.DecodingError, httpx.RemoteProtocolError) as error:
            raise RasaFailure(Outcome.NONSENSE) from error
        except (httpx.HTTPError, httpx.InvalidURL, RuntimeError) as error:  # RuntimeError: closed
            raise RasaFailure(Outcome.UNREACHABLE) from error
        if not answer.is_success:
            raise RasaFailure(Outcome.REFUSED)
        return _guess(httpx.Response(200, content=body))

    def _rests(self) -> bool:
        """Whether to do without; once it has rested, one trial is sent that nobody waits for."""
        with self._lock:
            if self._rests_until is None:
                return False
            if self._clock() < self._rests_until:
                return True
            self._rests_until = self._clock() + REST_SECONDS
        self._workers.submit(self._parse, TRIAL).add_done_callback(self._tried)
        return True

    def _tried(self, trial: "Future[IntentGuess | None]") -> None:
        if not trial.cancelled() and trial.exception() is None:
            self._recovered()

    def _failed(self, outcome: Outcome) -> None:
        with self._lock:
            self._failures += 1
            if outcome is not Outcome.LATE and self._failures < PATIENCE:
                return
            self._rests_until = self._clock() + REST_SECONDS
        structlog.get_logger().warning("Rasa is left alone", why=outcome.value, seconds=REST_SECONDS)

    def _recovered(self) -> None:
        with self._lock:
            was_resting, self._rests_until, self._failures = self._rests_until is not None, None, 0
        if was_resting:
            structlog.get_logger().warning("Rasa answers again")


def _all_of(answer: httpx.Response, deadline: float) -> bytes:
    body = bytearray()
    for chunk in answer.iter_bytes():
        if monotonic() > deadline:
            raise RasaFailure(Outcome.LATE)
        body += chunk
        if len(body) > LONGEST_ANSWER:
            raise RasaFailure(Outcome.NONSENSE)
    return bytes(body)


def _guess(answer: httpx.Response) -> IntentGuess | None:
    """What Rasa says, `None` when it says that it does not know."""
    try:
        said = answer.json()
        ranked = [_one(row) for row in said["intent_ranking"] if row["name"] != "nlu_fallback"]
        if said["intent"]["name"] == "nlu_fallback":
            return None
        intent, confidence = _one(said["intent"])
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise RasaFailure(Outcome.NONSENSE) from error
    others = tuple(one for one in ranked if one[0] is not intent)
    return IntentGuess(intent, confidence, others[:OTHERS])


def _one(row: Any) -> tuple[Intent, float]:
    confidence = float(row["confidence"])
    if not 0 <= confidence <= 1:
        raise ValueError(confidence)
    return Intent(row["name"]), confidence
