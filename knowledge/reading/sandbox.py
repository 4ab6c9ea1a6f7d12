"""Reading out of harm's way: a child process parses each file, and may die without disturbing anything."""

import base64
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from threading import Lock
from types import TracebackType
from typing import Any, Self

from knowledge.documents import Reading, UnreadableDocument
from knowledge.reading import places, wire
from knowledge.reading.places import Places

SECONDS = 8.0  # for the whole of a file, starting a child included, recognition apart
MAX_GRANT = 60.0  # more for a page, at most: what its recognition takes on a busy machine
MAX_REPLY = 16_000_000  # bytes; the longest text allowed takes half of it
_STARTING = 60.0  # to load Python on a machine that is busy
_WEBP = b"RIFFWEBP"
_ROOT = Path(__file__).parents[2]
_SINGLE = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "OMP_THREAD_LIMIT", "PYTHONDONTWRITEBYTECODE")
_KEPT = ("PATH", "TESSDATA_PREFIX", "LANG", "VIRTUAL_ENV")
_SLOW = "La lecture du fichier a pris trop de temps."
_DEAD = "La lecture du fichier a échoué : il est abîmé ou piégé."
_SWOLLEN = "La lecture du fichier demande trop de mémoire."


class Sandbox:
    """A child process that reads files one after the other, replaced whenever it dies.

    Any thread may call `read`; they wait for one another. Nothing but the text of a frame comes back
    from the child, and it is checked before it becomes a `Reading`.
    """

    def __init__(self, seconds: float = SECONDS) -> None:
        self._seconds = seconds
        self._child: subprocess.Popen[bytes] | None = None
        self._lock = Lock()
        self._has_network = False

    @property
    def has_network(self) -> bool:
        """Whether a child had to keep the network, which the system would not let it leave."""
        return self._has_network

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let the child go."""
        with self._lock:
            self._end()

    def read(self, path: Path) -> Reading:
        """Read a file; raise `UnreadableDocument` when it cannot be, whatever it did to the child."""
        reply = self._replied(path, {})
        try:
            return wire.reading(reply)
        except (KeyError, TypeError, ValueError) as error:
            raise UnreadableDocument(path.name, _DEAD) from error

    def read_placed(self, path: Path) -> tuple[Reading, Places]:
        """Read a file, and find where its words stand on its pages; refuse as `read` does."""
        reply = self._replied(path, {"places": True})
        try:
            return wire.reading(reply), places.load(reply["places"])
        except (KeyError, TypeError, ValueError) as error:
            raise UnreadableDocument(path.name, _DEAD) from error

    def draw(self, path: Path, page: int) -> bytes:
        """Draw a page of a PDF as WebP; raise `UnreadableDocument` when it cannot be."""
        reply = self._replied(path, {"draw": page})
        picture = base64.b64decode(str(reply.get("picture", "")))
        if picture[:4] + picture[8:12] != _WEBP:
            raise UnreadableDocument(path.name, _DEAD)
        return picture

    def _replied(self, path: Path, wanted: Mapping[str, Any]) -> dict[str, Any]:
        with self._lock:
            reply = self._asked({"path": str(path.absolute()), **wanted})
            if reply.get("last"):
                self._end()
        if "refused" in reply:
            raise UnreadableDocument(path.name, str(reply["refused"]))
        return reply

    def _asked(self, request: Mapping[str, Any]) -> dict[str, Any]:
        fresh = self._child is None or self._child.poll() is not None
        begun = time.monotonic()
        reply = self._ask(request, self._seconds)
        left = self._seconds - (time.monotonic() - begun)
        if "died" in reply and not fresh and left > self._seconds / 2:
            # An old child may have died of what it read before: the file has a second chance in a new one.
            reply = self._ask(request, left)
        return {"refused": reply["died"]} if "died" in reply else reply

    def _ask(self, request: Mapping[str, Any], seconds: float) -> dict[str, Any]:
        begun = time.monotonic()
        try:
            child = self._started()
            wire.send(child.stdin, dict(request))
            # However long the child took to start, the file has its fair share.
            return self._answer(child, max(begun + seconds - time.monotonic(), 0.6 * seconds))
        except TimeoutError:
            self._end()
            return {"refused": _SLOW}
        except (wire.Broken, OSError, ValueError):
            return {"died": self._post_mortem()}

    def _answer(self, child: subprocess.Popen[bytes], seconds: float) -> dict[str, Any]:
        """Wait for the answer; each page that is read earns more time."""
        frames = wire.Frames(child.stdout, MAX_REPLY)
        deadline = time.monotonic() + seconds
        while True:
            frame = frames.next(deadline)
            if "more" not in frame:
                return frame
            deadline += min(float(frame["more"]), MAX_GRANT)

    def _started(self) -> subprocess.Popen[bytes]:
        if self._child is not None and self._child.poll() is None:
            return self._child
        self._end()
        kept = {key: os.environ[key] for key in _KEPT if key in os.environ}
        # One thread: on a shared machine the numeric libraries would take every core and much memory.
        single = dict.fromkeys(_SINGLE, "1")
        self._child = subprocess.Popen(  # our own module, no shell
            [sys.executable, "-m", "knowledge.reading.child"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd="/",
            env={**kept, **single, "PYTHONPATH": str(_ROOT)},
            start_new_session=True,
        )
        ready = wire.Frames(self._child.stdout, MAX_REPLY).next(time.monotonic() + _STARTING)
        self._has_network = ready.get("alone") is not True
        return self._child

    def _post_mortem(self) -> str:
        assert self._child is not None
        try:
            code = self._child.wait(2)
        except subprocess.TimeoutExpired:
            code = 0  # alive, but what it says makes no sense
        self._end()
        if code == -signal.SIGXCPU:
            return _SLOW
        return _SWOLLEN if code in (-signal.SIGKILL, wire.OUT_OF_MEMORY) else _DEAD

    def _end(self) -> None:
        child, self._child = self._child, None
        if child is None:
            return
        if child.poll() is None:
            # Its own session: Tesseract goes with it.
            os.killpg(child.pid, signal.SIGKILL)
        child.wait()
        for pipe in (child.stdin, child.stdout):
            if pipe is not None:
                pipe.close()


def read_file(path: Path) -> Reading:
    """Read one file in a child process of its own; for many, keep a `Sandbox`."""
    with Sandbox() as sandbox:
        return sandbox.read(path)
