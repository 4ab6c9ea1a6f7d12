"""Folders of circulars: read them, keep them, and keep the index in step."""

import tempfile
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

from knowledge import local_index
from knowledge.documents import UnreadableDocument
from knowledge.local_index import LocalIndex
from knowledge.reading.files import is_candidate, read_file
from knowledge.records import Record, records_of
from knowledge.search import Embedder


def candidates(folder: Path) -> list[Path]:
    """List the documents of a folder and its sub-folders, in the order of their names."""
    return sorted(path for path in folder.rglob("*") if path.is_file() and is_candidate(path))


def memory_index(folder: Path, embedder: Embedder | None) -> LocalIndex:
    """Index a folder for the life of the process; unreadable files are left out and nothing stays on disk."""
    records: list[Record] = []
    for path in candidates(folder):
        name = path.relative_to(folder).as_posix()
        try:
            records += records_of(read_file(path), uuid5(NAMESPACE_URL, name))
        except UnreadableDocument:
            continue
    # The files are unlinked once mapped: the system frees them with the process, however it ends.
    with tempfile.TemporaryDirectory(prefix="permanence-") as temporary:
        local_index.build(Path(temporary), records, embedder)
        return LocalIndex.open(Path(temporary), embedder)
