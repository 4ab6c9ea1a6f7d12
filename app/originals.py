"""The files that were read, kept as they came: named by what they hold, never by what they are called.

Beside them, what a person needs to compare: their pages drawn, and where the words read stand on them.
"""

import hashlib
import json
import os
import re
import tempfile
from pathlib import Path, PurePath
from typing import BinaryIO

from knowledge.reading import places
from knowledge.reading.files import is_candidate
from knowledge.reading.places import Places
from knowledge.reading.sandbox import Sandbox

_DIGEST = re.compile(r"[0-9a-f]{64}")

_BLOCK = 1 << 20


class OriginalMissing(Exception):
    """A file that is not kept here, or a page of it that cannot be drawn."""

    def __init__(self, sha256: str) -> None:
        super().__init__(f"no original {sha256}")
        self.sha256 = sha256


def keep(folder: Path, content: BinaryIO, name: str) -> str:
    """Copy a file and give the name under which it is kept; the same content twice is one file."""
    folder.mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256()
    with tempfile.NamedTemporaryFile(dir=folder, delete=False) as out:
        while block := content.read(_BLOCK):
            digest.update(block)
            out.write(block)
        out.flush()
        os.fsync(out.fileno())
    kept = digest.hexdigest() + suffix_of(name)
    Path(out.name).replace(folder / kept)
    return kept


def find(folder: Path, sha256: str) -> Path | None:
    """The file kept that holds this content."""
    found = folder.glob(f"{sha256}.*") if _DIGEST.fullmatch(sha256) else ()
    return min(found, default=None)


def adopt(folder: Path, path: Path, sha256: str) -> Path | None:
    """Keep a file of the folder that was indexed, while it is still the one that was read."""
    try:
        with path.open("rb") as content:
            if hashlib.file_digest(content, "sha256").hexdigest() != sha256:
                return None
            content.seek(0)
            return folder / keep(folder, content, path.name)
    except OSError:
        return None


def picture(sandbox: Sandbox, original: Path, folder: Path, page: int) -> bytes:
    """A page drawn, kept once it was; UnreadableDocument when it cannot be."""
    kept = folder / original.stem / f"{page}.webp"
    if kept.is_file():
        return kept.read_bytes()
    drawn = sandbox.draw(original, page)
    _write(kept, drawn)
    return drawn


def keep_places(folder: Path, sha256: str, found: Places) -> None:
    _write(folder / sha256 / "places.json", json.dumps(places.dump(found)).encode())


def places_of(folder: Path, sha256: str) -> Places | None:
    """Where the words stand, when it was kept."""
    kept = folder / sha256 / "places.json"
    return places.load(json.loads(kept.read_bytes())) if kept.is_file() else None


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as out:
        out.write(content)
    Path(out.name).replace(path)


def suffix_of(name: str) -> str:
    """The extension, when it is one that we read; a reader goes by the content as well."""
    suffix = PurePath(name).suffix.lower()
    return suffix if is_candidate(Path("texte" + suffix)) else ".bin"


def tidy_name(name: str) -> str:
    """The last part of a name as a browser gives it, without what no list can show."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    shown = "".join(char for char in last if char.isprintable()).strip(" .")
    return shown[-200:] or "texte"
