"""Questions from the command line, answered from the index or from a folder read for the occasion."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from app import console
from app.engines import open_embedder
from app.settings import Settings
from assistant import batch, confidence
from assistant.answers import Answer
from assistant.composition import Answerer
from knowledge.errors import IndexMismatch, IndexMissing
from knowledge.library import memory_index
from knowledge.local_index import LocalIndex
from knowledge.scope import Scope

PARIS = ZoneInfo("Europe/Paris")


def answer_question(settings: Settings, question: str, circulars: Path | None) -> Answer:
    index = _read(circulars) if circulars else _open(settings)
    return Answerer(index, confidence.load()).answer(question, Scope(today=datetime.now(PARIS).date()))


def answer_batch(circulars: Path, lines: Iterable[str]) -> Iterator[dict[str, Any]]:
    return batch.run(lines, Answerer(_read(circulars), confidence.load()))


def _read(circulars: Path) -> LocalIndex:
    return memory_index(console.folder(circulars), open_embedder())


def _open(settings: Settings) -> LocalIndex:
    try:
        return LocalIndex.open(settings.index_dir, open_embedder())
    except IndexMissing:
        console.fail("Aucune circulaire n’est indexée. Lancez « permanence index DOSSIER ».")
    except IndexMismatch:
        console.fail("L’index vient d’une autre version. Refaites-le : « permanence index DOSSIER ».")
