"""The files that curators drop, kept as they came: named by what they hold, never by what they are called."""

import hashlib
import os
import tempfile
from pathlib import Path, PurePath
from typing import BinaryIO

from knowledge.reading.files import is_candidate

_BLOCK = 1 << 20


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


def suffix_of(name: str) -> str:
    """The extension, when it is one that we read; a reader goes by the content as well."""
    suffix = PurePath(name).suffix.lower()
    return suffix if is_candidate(Path("texte" + suffix)) else ".bin"


def tidy_name(name: str) -> str:
    """The last part of a name as a browser gives it, without what no list can show."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    shown = "".join(char for char in last if char.isprintable()).strip(" .")
    return shown[-200:] or "texte"
