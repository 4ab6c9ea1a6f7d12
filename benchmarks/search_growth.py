"""How the search grows with the texts: processor time of a question, the vector of the question apart.

python benchmarks/search_growth.py 1000 10000 100000 1000000 > benchmarks/search_growth.jsonl
python benchmarks/draw_growth.py benchmarks/search_growth.jsonl docs/search-growth.svg

Texts are drawn at random, with words as frequent as in French texts: half of them empty, the others by
rank. Vectors are sums of word vectors, so that a question is near the passage that it was drawn from.
"""

import argparse
import json
import os
import resource
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from uuid import UUID

import faiss
import numpy as np

from knowledge import french, local_index, nearest
from knowledge.applicability import Frame, Standing
from knowledge.local_index import LocalIndex
from knowledge.records import Record
from knowledge.scope import Scope
from knowledge.search import Unit
from knowledge.vocabulary import ACADEMIES

DIMENSION = 384
WORDS = 40_000
SENTENCES, SENTENCE = 3, 20  # a passage of 60 words
PASSAGES_OF_A_TEXT = 50
QUESTIONS = 200
EMPTY = sorted(word for word in french.STOP_WORDS if len(word) > 1)
SYLLABLES = [c + v for c in "bcdfglmnprstvz" for v in ("a", "e", "i", "o", "u", "an", "on", "eur")]


def vocabulary(seed: int = 7) -> list[str]:
    draw = np.random.default_rng(seed)
    made: dict[str, None] = {}
    while len(made) < WORDS:
        made["".join(draw.choice(SYLLABLES, size=draw.integers(2, 5)))] = None
    return list(made)


class WordVectors:
    """An `Embedder` that costs next to nothing: the mean of one random vector by word."""

    fingerprint = "random-words"
    dimension = DIMENSION

    def __init__(self, words: Sequence[str]) -> None:
        self._numbers = {word: number for number, word in enumerate(words)}
        self._vectors = np.random.default_rng(11).normal(size=(len(words), DIMENSION)).astype(np.float32)
        # A word that is everywhere tells little.
        self._vectors *= np.log(2 + np.arange(len(words), dtype=np.float32))[:, None]

    def embed_query(self, text: str) -> np.ndarray:
        return self.embed_passages([text])[0]

    def embed_passages(self, texts: Sequence[str]) -> np.ndarray:
        made = np.empty((len(texts), DIMENSION), np.float32)
        for at, text in enumerate(texts):
            known = [self._numbers[word] for word in text.lower().split() if word in self._numbers]
            made[at] = self._vectors[known].sum(axis=0) if known else 1.0
        return made / np.linalg.norm(made, axis=1, keepdims=True)


class Drawn:
    """Passages at random, the same at each reading."""

    def __init__(self, words: Sequence[str], count: int) -> None:
        self.words = words
        self.count = count
        ranks = np.arange(len(words))
        self._often = np.cumsum(1 / (ranks + 8.0))  # the most frequent word is in a third of the passages
        self._often /= self._often[-1]

    def texts(self, block: int) -> list[str]:
        """The passages of one circular."""
        draw = np.random.default_rng([3, block])
        size = (PASSAGES_OF_A_TEXT, SENTENCES, SENTENCE)
        full = np.searchsorted(self._often, draw.random(size))
        empty = draw.integers(len(EMPTY), size=size)
        is_full = draw.random(size) < 0.5
        return [
            " ".join(
                " ".join(
                    self.words[f] if full_one else EMPTY[e] for f, e, full_one in zip(*one, strict=True)
                ).capitalize()
                + "."
                for one in zip(full[at], empty[at], is_full[at], strict=True)
            )
            for at in range(PASSAGES_OF_A_TEXT)
        ]

    def records(self) -> Iterator[Record]:
        for number in range(self.count):
            block, at = divmod(number, PASSAGES_OF_A_TEXT)
            if not at:
                texts = self.texts(block)
            yield record(block, at, texts[at])

    def standings(self) -> list[Standing]:
        """A tenth of the circulars are national, the others of one académie each."""
        blocks = range(-(-self.count // PASSAGES_OF_A_TEXT))
        return [Standing(UUID(int=block), f"{block}.txt", frame=frame(block)) for block in blocks]

    def questions(self) -> list[str]:
        """Six full words of a passage and four empty ones."""
        draw = np.random.default_rng(5)
        asked = []
        for number in draw.integers(self.count, size=QUESTIONS):
            block, at = divmod(int(number), PASSAGES_OF_A_TEXT)
            words = [w for w in self.texts(block)[at].lower().replace(".", "").split() if w not in EMPTY]
            asked.append(" ".join([*draw.choice(EMPTY, 4), *draw.choice(words, 6)]))
        return asked


def frame(block: int) -> Frame:
    if block % 10 == 0:
        return Frame(sessions=frozenset({"2027"}))
    session = str(2026 + block % 2)
    return Frame(frozenset({ACADEMIES[block % len(ACADEMIES)]}), frozenset({session}))


def record(block: int, at: int, text: str) -> Record:
    name, units, start = f"{block}.txt", [], 0
    for rank, sentence in enumerate(text.split(". ")):
        words = sentence if sentence.endswith(".") else sentence + "."
        place = (name, start, start + len(words), "sentence", words, "", 1, at * SENTENCES + rank)
        units.append(Unit(*place))
        start += len(words) + 1
    return Record(UUID(int=block), name, f"Texte {block}", "", 1, 0, len(text), text, tuple(units))


def measure(count: int, folder: Path) -> dict[str, object]:
    words = vocabulary()
    drawn, embedder = Drawn(words, count), WordVectors(words)
    figures: dict[str, object] = {"passages": count}
    if not (folder / "CURRENT").exists():  # kept from a former run
        started = time.process_time()
        local_index.build(folder, drawn.records(), embedder, standings=drawn.standings)
        figures["build_s"] = round(time.process_time() - started, 1)
    index = LocalIndex.open(folder, embedder)
    figures |= {"index": kind(folder), "disk_mb": megabytes(folder)}
    scopes = {"everybody": Scope(), "one académie": Scope(academy="Lille", session="2027")}
    questions = drawn.questions()
    for name, scope in scopes.items():
        spent = [milliseconds(index, question, scope) for question in questions]
        spent = [milliseconds(index, question, scope) for question in questions]
        figures |= {f"{name} p{share}": round(float(np.percentile(spent, share)), 2) for share in (50, 95)}
    figures["load"] = round(os.getloadavg()[0], 1)
    figures["peak_mb"] = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    return figures


def kind(folder: Path) -> str:
    """How the vectors are searched."""
    written = list(folder.glob("build-*/passages.faiss"))
    if not written:
        return "flat"
    index = faiss.read_index(str(written[0]), faiss.IO_FLAG_MMAP)
    return "graph" if isinstance(index, faiss.IndexHNSW) else "lists"


def milliseconds(index: LocalIndex, question: str, scope: Scope) -> float:
    started = time.process_time()
    index.search(question, scope)
    return (time.process_time() - started) * 1000


def megabytes(folder: Path) -> float:
    return round(sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6)


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("sizes", nargs="*", type=int)
    options.add_argument("--keep", type=Path, help="folder of the indexes, kept for another run")
    options.add_argument("--lists", action="store_true", help="as where memory is short")
    chosen = options.parse_args()
    if chosen.lists:
        nearest.free_memory = lambda: 0
    for count in chosen.sizes:
        with tempfile.TemporaryDirectory() as temporary:
            folder = (chosen.keep / str(count)) if chosen.keep else Path(temporary)
            folder.mkdir(parents=True, exist_ok=True)
            print(json.dumps(measure(count, folder), ensure_ascii=False), flush=True)


if __name__ == "__main__":
    os.environ.setdefault("OMP_WAIT_POLICY", "passive")
    main()
