"""A rewriter over an address that speaks as OpenAI does: off unless one is named, never waited for long."""

import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as TookTooLong
from typing import Any

import httpx
import structlog
from pydantic import BaseModel, ValidationError

from assistant.rewriting import RewriterUnavailable

SECONDS = 3.0  # for the whole of it, the connection included
MOST_BYTES = 64_000
_TOLD = (
    "Tu reçois des lignes. Chaque jeton [[n]] tient lieu d’une citation, d’un nombre ou d’un lien que tu ne "
    "vois pas. Rends le même nombre de lignes, dans le même ordre, chaque jeton une fois et dans sa ligne. "
    "Devant un jeton seul, tu peux écrire quelques mots français de liaison. N’ajoute ni règle, ni nombre, "
    "ni date, ni négation, ni avis."
)


class _Message(BaseModel):
    content: str


class _Choice(BaseModel):
    message: _Message


class _Reply(BaseModel):
    choices: list[_Choice]


class OpenAIRewriter:
    """Fulfils `Rewriter`; keeps a connection open, and nothing of what is sent."""

    def __init__(self, url: str, model: str, key: str | None = None, *, seconds: float = SECONDS) -> None:
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        self._client = httpx.Client(base_url=url.rstrip("/") + "/", headers=headers, timeout=seconds)
        self._model, self._seconds = model, seconds
        # A reply that trickles in obeys every time-out of its reads: only another thread can stop waiting.
        self._asking = ThreadPoolExecutor(4, thread_name_prefix="rewriter")

    def close(self) -> None:
        self._asking.shutdown(wait=False, cancel_futures=True)
        self._client.close()

    def rewrite(self, lines: Sequence[str]) -> str:
        asked = self._asking.submit(self._ask, "\n".join(lines), time.monotonic() + self._seconds)
        try:
            return asked.result(self._seconds)
        except TookTooLong as error:
            raise self._unavailable("too slow") from error
        except httpx.HTTPError as error:
            raise self._unavailable(type(error).__name__) from error
        except (ValidationError, UnicodeDecodeError) as error:
            raise self._unavailable("not a reply") from error

    def _ask(self, text: str, deadline: float) -> str:
        messages = [{"role": "system", "content": _TOLD}, {"role": "user", "content": text}]
        body: dict[str, Any] = {"model": self._model, "messages": messages, "temperature": 0}
        received = bytearray()
        with self._client.stream("POST", "chat/completions", json=body) as reply:
            reply.raise_for_status()
            for part in reply.iter_bytes():
                received += part
                if len(received) > MOST_BYTES or time.monotonic() > deadline:
                    raise RewriterUnavailable("too long")
        choices = _Reply.model_validate_json(bytes(received)).choices
        return choices[0].message.content if choices else ""

    def _unavailable(self, why: str) -> RewriterUnavailable:
        structlog.get_logger().warning("rewriter unavailable", why=why)
        return RewriterUnavailable(why)
