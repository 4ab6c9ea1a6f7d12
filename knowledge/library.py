"""Folders of circulars: read them, keep them, and keep the index in step."""

import hashlib
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

from sqlmodel import Session

from knowledge import circulars, index_store, local_index, stored_findings
from knowledge.applicability import Standing
from knowledge.calendar import DatedText
from knowledge.documents import Reading, UnreadableDocument
from knowledge.errors import IndexMismatch, IndexMissing
from knowledge.findings import study
from knowledge.local_index import LocalIndex
from knowledge.reading import Sandbox
from knowledge.reading.files import is_candidate
from knowledge.records import Record, records_of
from knowledge.search import Embedder
from knowledge.stored_calendar import MemoryCalendar, of_reading
from knowledge.supersession import Described, describe, resolve

Progress = Callable[[int, int], None]


def _silent(done: int, total: int) -> None:
    """Take no notice."""


@dataclass(slots=True)
class IndexReport:
    """What an indexing changed; `refused` gives each unread file its reason."""

    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    unchanged: int = 0
    doubles: list[str] = field(default_factory=list)  # their very bytes are published under another name
    refused: list[UnreadableDocument] = field(default_factory=list)
    passages: int = 0
    is_rebuilt: bool = False
    has_network: bool = False  # the system did not let the reading process leave the network

    def __str__(self) -> str:
        counts = {"lu": self.added, "modifié": self.changed, "retiré": self.removed}
        said = [
            f"{len(names)} {word}{'s' if len(names) > 1 else ''}" for word, names in counts.items() if names
        ]
        said += [f"{self.unchanged} inchangé{'s' if self.unchanged > 1 else ''}"] if self.unchanged else []
        head = f"Textes : {', '.join(said) or 'aucun'}. Index : {self.passages} passages."
        doubles = [f"Déjà lu sous un autre nom : {name}." for name in self.doubles]
        network = ["Les fichiers ont été lus sans isolement du réseau."] if self.has_network else []
        return "\n".join(
            [head, *network, *doubles, *(f"Non lu : {error.name}. {error.reason}" for error in self.refused)]
        )


def candidates(folder: Path) -> list[Path]:
    """List the documents of a folder and its sub-folders, in the order of their names."""
    return sorted(path for path in folder.rglob("*") if path.is_file() and is_candidate(path))


def index_folder(
    session_factory: Callable[[], Session],
    folder: Path,
    index_dir: Path,
    embedder: Embedder | None,
    *,
    now: datetime,
    progress: Progress = _silent,
) -> IndexReport:
    """Bring the database, then the index, in step with a folder.

    Each text is one transaction, and the index is replaced at once when all are done: killed at any
    point, the former index goes on serving and the next run finishes.
    """
    paths = {path.relative_to(folder).as_posix(): path for path in candidates(folder)}
    shelf = _Shelf(session_factory, str(folder.resolve()), now)
    known, report = shelf.known(), IndexReport()
    files = [_File(name, path, _digest(path), known.get(name)) for name, path in paths.items()]
    held = shelf.held_elsewhere() | {file.digest for file in files if file.known is not None}
    with Sandbox() as sandbox:
        for done, file in enumerate(files, start=1):
            if file.known is None and file.digest in held:
                report.doubles.append(file.name)
            elif _take(shelf, sandbox, file, report):
                held.add(file.digest)
            progress(done, len(paths))
        report.has_network = sandbox.has_network
    for name in sorted(known.keys() - paths.keys()):
        if shelf.withdraw(name):
            report.removed.append(name)
    refresh_index(session_factory, index_dir, embedder, report, progress=progress)
    return report


def remove_folder(
    session_factory: Callable[[], Session],
    folder: Path,
    index_dir: Path,
    embedder: Embedder | None,
    *,
    now: datetime,
) -> IndexReport:
    """Withdraw every text that came from a folder, which need not exist any more; its files stay."""
    shelf, report = _Shelf(session_factory, str(folder.resolve()), now), IndexReport()
    for name in sorted(shelf.known()):
        shelf.withdraw(name)
        report.removed.append(name)
    refresh_index(session_factory, index_dir, embedder, report)
    return report


def refresh_index(
    session_factory: Callable[[], Session],
    index_dir: Path,
    embedder: Embedder | None,
    report: IndexReport,
    *,
    progress: Progress = _silent,
) -> None:
    """Build the index again if it is not of this database, this engine and this format."""
    with session_factory() as session, session.begin():
        database = circulars.version(session)
    if not _is_current(index_dir, database, embedder):
        local_index.build(
            index_dir,
            _stored(session_factory),
            embedder,
            standings=lambda: _standings(session_factory),
            database=database,
            progress=progress,
        )
        report.is_rebuilt = True
    report.passages = index_store.read_stamp(index_store.current(index_dir)).passages


def memory_index(folder: Path, embedder: Embedder | None) -> LocalIndex:
    """Index a folder for the life of the process; unreadable files are left out and nothing stays on disk."""
    return memory_library(folder, embedder)[0]


def memory_library(folder: Path, embedder: Embedder | None) -> tuple[LocalIndex, MemoryCalendar]:
    """The same with the deadlines of the texts, read once for both."""
    return memory_library_of(read_folder(folder), embedder)


def memory_library_of(
    readings: Iterable[Reading], embedder: Embedder | None
) -> tuple[LocalIndex, MemoryCalendar]:
    """The same over texts already read; each is known from the day it was signed."""
    # The files are unlinked once mapped: the system frees them with the process, however it ends.
    with tempfile.TemporaryDirectory(prefix="permanence-", ignore_cleanup_errors=True) as temporary:
        described: list[Described] = []
        dated: list[DatedText] = []
        records = _records(readings, described, dated)
        local_index.build(Path(temporary), records, embedder, standings=lambda: resolve(described))
        index = LocalIndex.open(Path(temporary), embedder)
    texts = [replace(text, standing=now) for text, now in zip(dated, resolve(described), strict=True)]
    return index, MemoryCalendar(texts)


@dataclass(frozen=True, slots=True)
class _Shelf:
    """The texts of one folder in the database; each of its methods is one transaction."""

    session_factory: Callable[[], Session]
    source: str
    now: datetime

    def known(self) -> dict[str, str]:
        with self.session_factory() as session, session.begin():
            return circulars.known_files(session, self.source)

    def held_elsewhere(self) -> set[str]:
        """Digests of the texts that are published from other folders."""
        with self.session_factory() as session, session.begin():
            return circulars.published_digests(session, but=self.source)

    def publish(self, reading: Reading) -> None:
        with self.session_factory() as session, session.begin():
            circulars.publish(session, reading, source=self.source, now=self.now)

    def withdraw(self, name: str) -> bool:
        with self.session_factory() as session, session.begin():
            return circulars.withdraw(session, self.source, name, now=self.now)


@dataclass(frozen=True, slots=True)
class _File:
    """A file of the folder; `known` is the digest under which the database has it, if it has."""

    name: str
    path: Path
    digest: str
    known: str | None


def _take(shelf: _Shelf, sandbox: Sandbox, file: _File, report: IndexReport) -> bool:
    """Read one file if it changed, and say whether it answers.

    A text that can no longer be read no longer answers either.
    """
    if file.known and file.known == file.digest:
        report.unchanged += 1
        return True
    try:
        reading = replace(sandbox.read(file.path), name=file.name)
    except UnreadableDocument as error:
        report.refused.append(UnreadableDocument(file.name, error.reason))
        if file.known is not None:
            shelf.withdraw(file.name)
        return False
    shelf.publish(reading)
    (report.added if file.known is None else report.changed).append(file.name)
    return True


def _digest(path: Path) -> str:
    """Digest of a file, or nothing when it cannot be opened: reading it will say why."""
    try:
        with path.open("rb") as content:
            return hashlib.file_digest(content, "sha256").hexdigest()
    except OSError:
        return ""


def _stored(session_factory: Callable[[], Session]) -> Iterator[Record]:
    # Exhausted before any vector is made: the transaction does not last as long as they take.
    with session_factory() as session, session.begin():
        yield from circulars.records(session)


def _standings(session_factory: Callable[[], Session]) -> list[Standing]:
    with session_factory() as session, session.begin():
        return stored_findings.standings(session)


def read_folder(
    folder: Path, unread: Callable[[UnreadableDocument], None] = lambda _: None
) -> Iterator[Reading]:
    """Read a folder, file after file; those that cannot be read are left out, and told to `unread`."""
    with Sandbox() as sandbox:
        for path in candidates(folder):
            try:
                reading = sandbox.read(path)
            except UnreadableDocument as refused:
                unread(refused)
            else:
                yield replace(reading, name=path.relative_to(folder).as_posix())


def _records(
    readings: Iterable[Reading], described: list[Described], dated: list[DatedText]
) -> Iterator[Record]:
    """Each text is described on the way."""
    for reading in readings:
        circular_id, found = uuid5(NAMESPACE_URL, reading.name), study(reading)
        described.append(describe(circular_id, reading, found, (found.metadata.signed_on, None)))
        records = list(records_of(reading, circular_id))
        dated.append(of_reading(described[-1].standing, reading, found, records))
        yield from records


def _is_current(index_dir: Path, database: str, embedder: Embedder | None) -> bool:
    try:
        stamp = index_store.read_stamp(index_store.current(index_dir))
    except (IndexMissing, IndexMismatch):
        return False
    engine = embedder.fingerprint if embedder else index_store.LEXICAL_ONLY
    return (stamp.database, stamp.embedder) == (database, engine)
