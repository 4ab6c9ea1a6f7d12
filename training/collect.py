"""The questions written for training, looked up: their features, and whether the answer is right."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant import batch, composition, confidence, followups
from assistant.answering import Answerer
from assistant.composition import Found
from knowledge.asked import asked_about
from knowledge.library import memory_index
from knowledge.search import Embedder
from training import judge

ROOT = Path(__file__).resolve().parent.parent
COLLECTIONS = ROOT / "training" / "collections"
SAMPLES = ROOT / "samples" / "circulars"


@dataclass(frozen=True)
class Example:
    collection: str
    row: dict[str, Any]
    found: Found
    right: bool  # the composed answer says what must be said, and cites it

    @property
    def is_answerable(self) -> bool:
        return judge.kind(self.row) == judge.ANSWERABLE


def rows(collection: Path) -> list[dict[str, Any]]:
    lines = (collection / "questions.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines if line.strip()]


def documents(collection: Path) -> Path:
    """The circulars of a collection; the one about the samples has none of its own."""
    own = collection / "documents"
    return own if own.is_dir() else SAMPLES


def examples(embedder: Embedder, collections: list[Path]) -> Iterator[Example]:
    """Every question that has an answer or none; one that calls for a clarification teaches nothing here."""
    for collection in collections:
        answerer = Answerer(memory_index(documents(collection), embedder), confidence.load())
        for row in rows(collection):
            if judge.kind(row) in (judge.ANSWERABLE, judge.UNANSWERABLE):
                found = look(answerer, row)
                answer = composition.compose(found, 1.0)
                right = judge.kind(row) == judge.ANSWERABLE and judge.is_right(row, answer)
                yield Example(collection.name, row, found, right)


def look(answerer: Answerer, row: dict[str, Any]) -> Found:
    earlier = [asked for asked, _ in batch.turns(row.get("context") or [])]
    question = followups.resolve(row["question"], earlier)
    return answerer.look(question.text, asked_about(question.text, batch.scope(row)), question.fresh)


def own_collections() -> list[Path]:
    return sorted(folder for folder in COLLECTIONS.iterdir() if folder.is_dir())
