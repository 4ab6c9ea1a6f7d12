"""What the parent and its reading child say to each other: a length, then JSON; never a pickle."""

import json
import os
import select
import struct
import time
from typing import IO, Any

from knowledge.documents import Block, BlockKind, Reading

OUT_OF_MEMORY = 77  # exit code of a child that ran into its limit
_LENGTH = struct.Struct(">I")
_CHUNK = 1 << 16


class Broken(Exception):
    """The other side is gone, or talks nonsense."""


class Frames:
    """Frames that arrive on a pipe, in pieces."""

    def __init__(self, pipe: IO[bytes] | None, largest: int) -> None:
        assert pipe is not None
        self._descriptor = pipe.fileno()
        self._largest = largest
        self._pending = bytearray()

    def next(self, deadline: float) -> dict[str, Any]:
        """Wait for a frame; raise `TimeoutError` when none is whole by then."""
        while (frame := self._frame()) is None:
            ready, _, _ = select.select([self._descriptor], [], [], max(0.0, deadline - time.monotonic()))
            if not ready:
                raise TimeoutError
            if not (chunk := os.read(self._descriptor, _CHUNK)):
                raise Broken
            self._pending += chunk
        return frame

    def _frame(self) -> dict[str, Any] | None:
        if len(self._pending) < _LENGTH.size:
            return None
        (length,) = _LENGTH.unpack_from(self._pending)
        if length > self._largest:
            raise Broken
        end = _LENGTH.size + length
        if len(self._pending) < end:
            return None
        said = json.loads(bytes(self._pending[_LENGTH.size : end]))
        del self._pending[:end]
        if not isinstance(said, dict):
            raise Broken
        return said


def send(pipe: IO[bytes] | None, frame: dict[str, Any]) -> None:
    """Write one frame."""
    assert pipe is not None
    content = json.dumps(frame, ensure_ascii=False).encode()
    pipe.write(_LENGTH.pack(len(content)) + content)
    pipe.flush()


def receive(pipe: IO[bytes]) -> dict[str, Any] | None:
    """Wait for one frame; nothing when the other side has closed."""
    head = pipe.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    said = json.loads(pipe.read(_LENGTH.unpack(head)[0]))
    assert isinstance(said, dict)
    return said


def frame(reading: Reading) -> dict[str, Any]:
    """Say a reading in JSON."""
    blocks = [
        [b.kind, b.start, b.end, b.page, b.level, b.intro, b.called_by, b.header, b.cells]
        for b in reading.blocks
    ]
    return {
        "name": reading.name,
        "media_type": reading.media_type,
        "sha256": reading.sha256,
        "text": reading.text,
        "blocks": blocks,
        "pages": reading.pages,
        "ocr_pages": reading.ocr_pages,
        "ocr_confidence": reading.ocr_confidence,
    }


def reading(said: dict[str, Any]) -> Reading:
    """Take a reading back; raise `ValueError` or `TypeError` when it does not hold together."""
    text = _text(said["text"])
    blocks = tuple(_block(values, len(text), len(said["blocks"])) for values in said["blocks"])
    return Reading(
        _text(said["name"]),
        _text(said["media_type"]),
        _text(said["sha256"]),
        text,
        blocks,
        None if said["pages"] is None else int(said["pages"]),
        tuple(int(page) for page in said["ocr_pages"]),
        tuple(float(sure) for sure in said["ocr_confidence"]),
    )


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("not a text")
    return value


def _block(values: list[Any], length: int, count: int) -> Block:
    kind, start, end, page, level, intro, called_by, header, cells = values
    spans = tuple((int(a), int(b)) for a, b in cells)
    inside = all(0 <= a <= b <= length for a, b in ((int(start), int(end)), *spans))
    linked = all(link is None or 0 <= int(link) < count for link in (intro, called_by))
    if not inside or not linked:
        raise ValueError("a block outside of its text")
    labels = tuple(_text(label) for label in header)
    return Block(
        BlockKind(kind), int(start), int(end), int(page), int(level), intro, called_by, labels, spans
    )
