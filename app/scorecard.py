"""The figures of the answers on gold data: questions, flips, risk and coverage."""

import json
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from app.asking import answer_lines
from app.engines import open_embedder
from app.settings import Settings
from assistant import batch, confidence, flips
from assistant.answering import Answerer
from assistant.intent_readers import open_reader
from assistant.scoring import Score, flat, judge, resolved, stem
from assistant.understanding import Understanding
from knowledge.documents import Reading
from knowledge.library import memory_library_of, read_folder
from knowledge.search import Embedder, Vectors

GOLD, SAMPLES = Path("training/collections"), Path("samples/circulars")
COVERAGES = (0.2, 0.4, 0.6, 0.8, 1.0)


@dataclass(frozen=True, slots=True)
class Collection:
    """Circulars, and the gold files written about them; `docs` are texts to look quotations up in."""

    name: str
    circulars: Path
    questions: Path | None = None
    flips: Path | None = None
    docs: Path | None = None
    added: Path | None = None  # documents that only flips bring in


@dataclass(frozen=True, slots=True)
class Flipped:
    count: int
    faults: list[tuple[str, str]]  # id, cause

    def __str__(self) -> str:
        return f"{self.count - len(self.faults)}/{self.count}"


@dataclass(frozen=True, slots=True)
class Measured:
    """One collection; `curve` gives the share of wrong answers by the share answered, the surest first."""

    name: str
    score: Score | None = None
    flipped: Flipped | None = None
    curve: tuple[float | None, ...] = ()


@dataclass
class Remembering:
    """Fulfils `Embedder` over another: what was computed once is not again."""

    engine: Embedder
    kept: dict[str, Vectors] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.fingerprint, self.dimension = self.engine.fingerprint, self.engine.dimension

    def embed_query(self, text: str) -> Vectors:
        return self.engine.embed_query(text)

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        missing = [text for text in dict.fromkeys(texts) if text not in self.kept]
        if missing:
            self.kept |= zip(missing, self.engine.embed_passages(missing), strict=True)
        if not texts:
            return np.empty((0, self.dimension), np.float32)
        return np.stack([self.kept[text] for text in texts])


@dataclass
class Bench:
    """Measures collections with one engine, loaded once."""

    settings: Settings

    def __post_init__(self) -> None:
        engine = open_embedder(self.settings)
        self._embedder = Remembering(engine) if engine else None
        self._understanding = Understanding(open_reader(engine))

    def measure(self, collection: Collection) -> Measured:
        readings = {reading.name: reading for reading in read_folder(collection.circulars)}
        score: Score | None = None
        curve: tuple[float | None, ...] = ()
        if collection.questions:
            items = rows(collection.questions)
            score, curve = self._score(collection, readings, items), self._curve(readings, items)
        if collection.added:
            readings |= {reading.name: reading for reading in read_folder(collection.added)}
        flipped = self._flip(collection.flips, readings) if collection.flips else None
        return Measured(collection.name, score, flipped, curve)

    def _answers(self, readings: Iterable[Reading], lines: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
        library = memory_library_of(readings, self._embedder)
        return list(answer_lines(library, self._understanding, map(json.dumps, lines)))

    def _score(
        self, collection: Collection, readings: dict[str, Reading], items: list[dict[str, Any]]
    ) -> Score:
        score = Score(docs_of(collection.docs or collection.circulars, readings))
        for item, out in zip(items, self._answers(readings.values(), items), strict=True):
            score.add(item, out)
        return score

    def _curve(self, readings: dict[str, Reading], items: list[dict[str, Any]]) -> tuple[float | None, ...]:
        """Share of wrong answers when only so many of the questions are answered, the surest first."""
        index, _ = memory_library_of(readings.values(), self._embedder)
        bold = Answerer(index, confidence.load().at(0.0))
        judged = sorted(_judged(bold, items), reverse=True)
        return tuple(_risk(judged, share) for share in COVERAGES)

    def _flip(self, path: Path, readings: dict[str, Reading]) -> Flipped:
        asked = rows(path)
        found = ((flip["id"], self._fault(flip, readings)) for flip in asked)
        return Flipped(len(asked), [(name, why) for name, why in found if why])

    def _fault(self, flip: dict[str, Any], known: dict[str, Reading]) -> str | None:
        if missing := [name for name in flip["base_documents"] if name not in known]:
            return f"document absent : {', '.join(missing)}"
        base = [known[name] for name in sorted(flip["base_documents"])]
        added = _added(flip["added_document"], known)
        if added is None:
            return "le document ajouté ne se lit pas"
        line = [flips.line_of(flip)]
        both = sorted([*base, added], key=lambda reading: reading.name)
        before, after, again = (self._answers(texts, line)[0] for texts in (base, both, base))
        return flips.fault(flip, before, after, again)


def _added(said: str | dict[str, Any], known: dict[str, Reading]) -> Reading | None:
    """A document of the folder, or one that the flip writes out."""
    name = said if isinstance(said, str) else str(said.get("file") or said["name"])
    if isinstance(said, str) or "text" not in said:
        return known.get(name)
    body = said["text"]
    if name.endswith(".html"):
        body = "<html><body>" + "".join(f"<p>{line}</p>" for line in body.split("\n")) + "</body></html>"
    folder = Path(tempfile.mkdtemp(prefix="permanence-"))
    try:
        (folder / Path(name).name).write_text(body, encoding="utf-8")
        return next(read_folder(folder), None)
    finally:
        shutil.rmtree(folder)


def _judged(answerer: Answerer, items: Iterable[dict[str, Any]]) -> Iterator[tuple[float, bool]]:
    """How sure each question that asks for a rule would be answered, and whether rightly."""
    for item in items:
        if resolved(item) in ("answerable", "unanswerable"):
            answer = answerer.answer(
                item["question"], batch.scope(item), batch.turns(item.get("context") or [])
            )
            shown = batch.shown(answer)
            if shown["act"] == "answer":
                yield answer.confidence or 0.0, judge(item, shown)
            else:
                yield 0.0, False


def _risk(judged: Sequence[tuple[float, bool]], share: float) -> float | None:
    answered = [right for sure, right in judged[: round(share * len(judged))] if sure > 0.0]
    return round(1 - sum(answered) / len(answered), 3) if answered else None


def collections_in(folder: Path, samples: Path = SAMPLES) -> list[Collection]:
    """The collections of a folder, by name."""
    return [collection_at(one, samples) for one in sorted(folder.iterdir()) if one.is_dir()]


def collection_at(folder: Path, samples: Path = SAMPLES) -> Collection:
    """Its `documents`, else the samples; its gold files and its reference texts, each when it is there."""
    parts = {path.name: path for path in folder.iterdir()}
    return Collection(
        folder.resolve().name,
        parts.get("documents", samples),
        questions=parts.get("questions.jsonl"),
        flips=parts.get("flips.jsonl"),
        docs=parts.get("reference"),
        added=parts.get("added"),
    )


def rows(path: Path) -> list[dict[str, Any]]:
    """The objects of a gold file."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines if line.strip()]


def docs_of(folder: Path, readings: dict[str, Reading]) -> dict[str, str]:
    """Texts to look quotations up in: those of a folder of references, else what was read."""
    kept = {path.name.removesuffix(".txt").removesuffix(".ref"): path for path in folder.glob("*.ref.txt")}
    if kept:
        return {name: flat(path.read_text(encoding="utf-8")) for name, path in kept.items()}
    return {stem(name): flat(reading.text) for name, reading in readings.items()}
