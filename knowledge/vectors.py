"""Vectors of an index: made once per text, kept in half precision, searched by FAISS."""

from array import array
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from knowledge.search import Embedder, Vectors

Halves = NDArray[np.float16]
Digests = NDArray[np.uint64]
FLAT_UP_TO = 100_000  # above, a graph answers in a fiftieth of the time for one per cent of recall
_NEIGHBOURS = 32
_WIDTH = 256  # candidates that a search keeps: more than the units it is asked for
_WIDEST = 2048
_EXACT_UP_TO = 20_000
_BATCH = 64
_VECTORS = "units.f16"
_DIGESTS = "digests.npy"
_GRAPH = "units.faiss"


class Former:
    """Vectors already made by the same engine, found by the digest of their text."""

    def __init__(self, digests: Digests | None = None, vectors: Halves | None = None) -> None:
        self._vectors = vectors
        self._order = np.argsort(digests, kind="stable") if digests is not None else np.empty(0, np.int64)
        self._sorted = digests[self._order] if digests is not None else np.empty(0, np.uint64)

    def find(self, digest: int) -> Halves | None:
        at = int(np.searchsorted(self._sorted, np.uint64(digest)))
        if self._vectors is None or at == len(self._sorted) or int(self._sorted[at]) != digest:
            return None
        return np.asarray(self._vectors[self._order[at]])


def write(
    folder: Path, texts: Iterable[str], embedder: Embedder, former: Former, *, made: Callable[[int], None]
) -> None:
    """Write the vectors of `texts`, taking from `former` what it has; `made` hears how many are done."""
    digests = array("Q")
    stream = iter(texts)
    with (folder / _VECTORS).open("wb") as out:
        while batch := list(islice(stream, _BATCH)):
            keys = [_digest(text) for text in batch]
            out.write(_vectors(batch, keys, embedder, former).tobytes())
            digests.extend(keys)
            made(len(digests))
    np.save(folder / _DIGESTS, np.asarray(digests, dtype=np.uint64))


def open_vectors(folder: Path, dimension: int) -> Halves:
    """Map the vectors of an index; they stay on disk until they are read."""
    path = folder / _VECTORS
    if not path.stat().st_size:
        return np.empty((0, dimension), dtype=np.float16)
    return np.memmap(path, dtype=np.float16, mode="r").reshape(-1, dimension)


def open_former(folder: Path, dimension: int) -> Former:
    return Former(np.load(folder / _DIGESTS), open_vectors(folder, dimension))


def _digest(text: str) -> int:
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "big")


def _vectors(texts: Sequence[str], keys: Sequence[int], embedder: Embedder, former: Former) -> Halves:
    known = [former.find(key) for key in keys]
    missing = [text for text, vector in zip(texts, known, strict=True) if vector is None]
    fresh = iter(embedder.embed_passages(missing).astype(np.float16))
    return np.stack([next(fresh) if vector is None else vector for vector in known])


@dataclass(frozen=True, slots=True)
class Selection:
    """The vectors that a search may give, one bit each."""

    bits: NDArray[np.uint8]
    count: int

    @staticmethod
    def of(mask: NDArray[np.bool_]) -> "Selection":
        return Selection(np.packbits(mask, bitorder="little"), int(np.count_nonzero(mask)))


class Nearest:
    """The FAISS index over the vectors: exact while they are few, a graph when they are many."""

    def __init__(self, index: Any, vectors: Halves, *, is_graph: bool) -> None:
        self._index = index
        self._vectors = vectors
        self._is_graph = is_graph

    @staticmethod
    def write(folder: Path, vectors: Halves) -> None:
        if len(vectors) <= FLAT_UP_TO:
            return  # read from the vectors themselves at opening
        import faiss  # slow to load

        graph = faiss.IndexHNSWFlat(vectors.shape[1], _NEIGHBOURS, faiss.METRIC_INNER_PRODUCT)
        for start in range(0, len(vectors), 10_000):
            graph.add(vectors[start : start + 10_000].astype(np.float32))
        faiss.write_index(graph, str(folder / _GRAPH))

    @classmethod
    def open(cls, folder: Path, vectors: Halves) -> "Nearest":
        import faiss  # slow to load

        faiss.omp_set_num_threads(1)
        graph = folder / _GRAPH
        if graph.exists():
            return cls(faiss.read_index(str(graph), faiss.IO_FLAG_MMAP), vectors, is_graph=True)
        index = faiss.IndexFlatIP(vectors.shape[1])
        if len(vectors):
            index.add(vectors.astype(np.float32))
        return cls(index, vectors, is_graph=False)

    def search(
        self, query: Vectors, limit: int, among: Selection | None = None
    ) -> tuple[NDArray[np.int64], Vectors]:
        """Give the numbers of the nearest and their cosines, best first; `among` leaves the others out."""
        count = min(limit, self._index.ntotal if among is None else among.count)
        if not count:
            return np.empty(0, np.int64), np.empty(0, np.float32)
        if among is not None and self._is_graph and among.count <= _EXACT_UP_TO:
            return self._exact(query, count, among)
        parameters = self._parameters(among)
        cosines, numbers = self._index.search(query.reshape(1, -1), count, params=parameters)
        found = numbers[0] >= 0
        return numbers[0][found], cosines[0][found]

    def _exact(self, query: Vectors, count: int, among: Selection) -> tuple[NDArray[np.int64], Vectors]:
        """A graph finds little among few: those are compared one by one."""
        numbers = np.flatnonzero(np.unpackbits(among.bits, count=self._index.ntotal, bitorder="little"))
        cosines = self._vectors[numbers].astype(np.float32) @ query
        best = np.argsort(-cosines, kind="stable")[:count]
        return numbers[best], cosines[best]

    def _parameters(self, among: Selection | None) -> Any:
        import faiss  # loaded already

        chosen = {} if among is None else {"sel": _bitmap(among.bits)}
        if not self._is_graph:
            return faiss.SearchParameters(**chosen) if chosen else None
        share = 1.0 if among is None else among.count / self._index.ntotal
        width = int(min(_WIDTH / share, _WIDEST))
        return faiss.SearchParametersHNSW(efSearch=width, **chosen)  # type: ignore[attr-defined]  # not in its stubs


def _bitmap(bits: NDArray[np.uint8]) -> Any:
    import faiss  # loaded already

    return faiss.IDSelectorBitmap(bits)  # type: ignore[call-arg, arg-type]  # its stubs are those of C++
