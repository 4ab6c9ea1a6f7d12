"""Index folders: which build is current, who made it, and how the next one takes its place."""

import fcntl
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from uuid import uuid4

from knowledge.errors import IndexMismatch, IndexMissing

# Explicit, so that those who open an index find its refusals beside it.
__all__ = [
    "FORMAT",
    "LEXICAL_ONLY",
    "IndexMismatch",
    "IndexMissing",
    "Stamp",
    "current",
    "next_build",
    "read_stamp",
    "write_stamp",
]
FORMAT = 5
LEXICAL_ONLY = "none"
_POINTER = "CURRENT"
_STAMP = "stamp.json"


@dataclass(frozen=True, slots=True)
class Stamp:
    """Who made an index, and of what."""

    format: int
    embedder: str
    dimension: int
    database: str  # version of the database that it mirrors
    passages: int
    units: int


def current(folder: Path) -> Path:
    """Find the build that is current."""
    pointer = folder / _POINTER
    if not pointer.is_file():
        raise IndexMissing(folder)
    return folder / pointer.read_text(encoding="utf-8").strip()


def read_stamp(build: Path) -> Stamp:
    """Read who made a build; one that cannot be read, or of another format, is a mismatch."""
    try:
        stamp = Stamp(**json.loads((build / _STAMP).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError) as error:
        raise IndexMismatch("an unreadable build", f"format {FORMAT}") from error
    if stamp.format != FORMAT:
        raise IndexMismatch(f"format {stamp.format}", f"format {FORMAT}")
    return stamp


def write_stamp(build: Path, stamp: Stamp) -> None:
    (build / _STAMP).write_text(json.dumps(asdict(stamp)), encoding="utf-8")


@contextmanager
def next_build(folder: Path) -> Iterator[Path]:
    """Give an empty folder to build in; it becomes current if the block ends well, else vanishes."""
    name = f"build-{uuid4().hex[:12]}"
    build = folder / name
    with _alone(folder):
        build.mkdir(parents=True)
        try:
            yield build
            _make_current(folder, name)
        except BaseException:
            shutil.rmtree(build, ignore_errors=True)
            raise
        # Readers that still map the former files keep them until they close.
        for old in folder.glob("build-*"):
            if old.name != name:
                shutil.rmtree(old, ignore_errors=True)


def begin_from(folder: Path, build: Path) -> None:
    """Let a folder go by a build of another one until its own is made: its vectors are then reused."""
    folder.mkdir(parents=True, exist_ok=True)
    _write_pointer(folder, os.path.relpath(build, folder), "begin")


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """One build at a time, whatever the process: the worker waits for the command, or the reverse."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".building").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _make_current(folder: Path, name: str) -> None:
    _write_pointer(folder, name, name)


def _write_pointer(folder: Path, place: str, mark: str) -> None:
    pointer = folder / f"{_POINTER}.{mark}"
    with pointer.open("w", encoding="utf-8") as out:
        out.write(place)
        out.flush()
        os.fsync(out.fileno())
    pointer.replace(folder / _POINTER)
