"""Files kept in a folder, each named by what it holds: the same content twice is one file.

A file appears whole or not at all, and is on the disk when `put` returns: it is written aside, flushed, then
renamed. What a kill leaves aside is swept later.
"""

import os
import re
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from ticketing.errors import FileMissing

_NAME = re.compile(r"[0-9a-f]{64}(\.thumb)?")
_ASIDE = "aside-"


@dataclass(frozen=True, slots=True)
class FileFolder:
    """`ticketing.attachments.FileStore` in a folder of this machine."""

    root: Path

    def put(self, name: str, content: bytes) -> None:
        path = self._path(name)
        try:
            os.utime(path)  # fresh again: a sweep leaves it, even one that is under way
        except FileNotFoundError:
            self._write(path, content)

    def read(self, name: str) -> bytes:
        try:
            return self._path(name).read_bytes()
        except FileNotFoundError as error:
            raise FileMissing(name) from error

    def kept(self) -> Iterator[tuple[str, datetime]]:
        """Each name, and since when nobody has put it again."""
        for path in self.root.glob("??/*"):
            if _NAME.fullmatch(path.name):
                yield path.name, datetime.fromtimestamp(path.stat().st_mtime, UTC)

    def remove(self, name: str, *, unless_since: datetime) -> bool:
        """Remove a file, unless it was put again since; said whether it went."""
        path = self._path(name)
        aside = path.with_name(f"{_ASIDE}{name}-{time.time_ns()}")
        try:
            path.rename(aside)  # from here on, whoever puts it again writes it anew
        except FileNotFoundError:
            return False
        if datetime.fromtimestamp(aside.stat().st_mtime, UTC) >= unless_since:
            aside.rename(path)
            return False
        aside.unlink()
        return True

    def sweep(self, *, before: datetime) -> int:
        """Remove what a kill left half written."""
        left = [path for path in self.root.glob(f"??/{_ASIDE}*") if path.stat().st_mtime < before.timestamp()]
        for path in left:
            path.unlink(missing_ok=True)
        return len(left)

    def _path(self, name: str) -> Path:
        if not _NAME.fullmatch(name):
            raise FileMissing(name)
        return self.root / name[:2] / name

    def _write(self, path: Path, content: bytes) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=_ASIDE, delete=False) as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
        Path(out.name).replace(path)
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)  # the name as well
        finally:
            os.close(folder)
