"""The nearest passages: exact while they are few, through a graph or lists when they are many."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from knowledge.search import Vectors
from knowledge.vectors import LARGEST, Stored

FLAT_UP_TO = 100_000  # above, a graph answers in a fiftieth of the time for one per cent of recall
_NEIGHBOURS = 32
_WIDTH = 256  # candidates that a search keeps: more than the passages it is asked for
_WIDEST = 2048
_EXACT_UP_TO = 4_000  # passages compared one by one rather than through the graph
_MORE = 2  # one candidate in as many is taken beyond what is asked, since bytes round
_LISTS = 16  # times the square root of the number of vectors
_PROBED = 64
_TRAINED = 64  # vectors by list, to place the lists
_FLOAT = 4
_SHORT = 0.5  # share of the free memory that a graph may take
_FILE, _LISTS_FILE = "passages.faiss", "lists.faiss"
_NARROW = (
    0.5  # share of the passages under which lists are searched: a graph goes by all that it may not give
)
_ADDED = 10_000


@dataclass(frozen=True, slots=True)
class Selection:
    """The passages that a search may give, one bit each."""

    bits: NDArray[np.uint8]
    count: int

    @staticmethod
    def of(mask: NDArray[np.bool_]) -> "Selection":
        return Selection(np.packbits(mask, bitorder="little"), int(np.count_nonzero(mask)))


class Nearest:
    """The FAISS index over the vectors of passages; what it finds is ranked by the vectors themselves."""

    def __init__(self, index: Any, vectors: Stored, *, lists: Any = None, is_exact: bool = True) -> None:
        self._index = index
        self._lists = lists  # beside a graph
        self._vectors = vectors
        self._is_exact = is_exact

    @staticmethod
    def write(folder: Path, vectors: Stored, *, memory: int | None = None) -> None:
        """Write what is searched; `memory` is what a graph may count on, in bytes, else what is free now."""
        if len(vectors) <= FLAT_UP_TO:
            return  # read from the vectors themselves at opening
        import faiss  # slow to load

        faiss.omp_set_num_threads(1)
        free = free_memory() if memory is None else memory
        has_graph = graph_bytes(*vectors.shape) <= _SHORT * free
        if has_graph:
            _fill(_graph(vectors), vectors, folder / _FILE)
        _fill(_lists(vectors), vectors, folder / (_LISTS_FILE if has_graph else _FILE))

    @classmethod
    def open(cls, folder: Path, vectors: Stored) -> "Nearest":
        import faiss  # slow to load

        faiss.omp_set_num_threads(1)
        written = folder / _FILE
        if written.exists():
            beside = folder / _LISTS_FILE
            lists = _opened(beside) if beside.exists() else None
            return cls(_opened(written), vectors, lists=lists, is_exact=False)
        # Bytes choose the candidates in a third of the time of halves, and a fifth of that of floats.
        kind, metric = faiss.ScalarQuantizer.QT_8bit_direct_signed, faiss.METRIC_INNER_PRODUCT
        index = faiss.IndexScalarQuantizer(vectors.shape[1], kind, metric)
        index.is_trained = True
        for start in range(0, len(vectors), _ADDED):
            index.add(vectors.on_one_scale(slice(start, start + _ADDED)))
        return cls(index, vectors)

    def search(self, query: Vectors, limit: int, among: Selection | None = None) -> NDArray[np.int64]:
        """Give the numbers of the nearest, in no order; `among` leaves the others out."""
        count = min(limit, self._index.ntotal if among is None else among.count)
        if not count:
            return np.empty(0, np.int64)
        if self._is_exact:
            more = _found(self._index, _whole(query), count + count // _MORE, among)
            return self._best(query, count, more)
        if among is not None and among.count <= _EXACT_UP_TO:
            # Neither finds much among few.
            return self._exact(query, count, among)
        is_narrow = among is not None and among.count < _NARROW * self._index.ntotal
        return _found(
            self._lists if is_narrow and self._lists is not None else self._index, query, count, among
        )

    def _exact(self, query: Vectors, count: int, among: Selection) -> NDArray[np.int64]:
        bits = np.unpackbits(among.bits, count=self._index.ntotal, bitorder="little")
        return self._best(query, count, np.flatnonzero(bits))

    def _best(self, query: Vectors, count: int, numbers: NDArray[np.int64]) -> NDArray[np.int64]:
        return np.asarray(numbers[np.argsort(-self._vectors.cosines(numbers, query), kind="stable")[:count]])


def _found(index: Any, query: Vectors, count: int, among: Selection | None) -> NDArray[np.int64]:
    _, found = index.search(query.reshape(1, -1), count, params=_parameters(index, among))
    return np.asarray(found[0][found[0] >= 0])


def _parameters(index: Any, among: Selection | None) -> Any:
    import faiss  # loaded already

    chosen = {} if among is None else {"sel": _bitmap(among.bits)}
    share = 1.0 if among is None else among.count / index.ntotal
    if isinstance(index, faiss.IndexHNSW):
        width = int(min(_WIDTH / share, _WIDEST))
        return faiss.SearchParametersHNSW(efSearch=width, **chosen)  # type: ignore[attr-defined]  # not in its stubs
    if isinstance(index, faiss.IndexIVF):
        # What is allowed lies a little farther than what is near: not in ten times as many lists.
        probed = int(min(_PROBED / share**0.5, index.nlist))
        return faiss.SearchParametersIVF(nprobe=probed, **chosen)  # type: ignore[call-arg]  # nor is this
    return faiss.SearchParameters(**chosen) if chosen else None


def _fill(index: Any, vectors: Stored, path: Path) -> None:
    import faiss  # loaded already

    for start in range(0, len(vectors), _ADDED):
        index.add(vectors[start : start + _ADDED])
    faiss.write_index(index, str(path))


def _opened(written: Path) -> Any:
    """The index of a file, read where it is asked for."""
    import faiss  # loaded already

    index = faiss.read_index(str(written), faiss.IO_FLAG_MMAP)
    if isinstance(index, faiss.IndexIVF):
        # Its threads read all of every list in advance, at each question: more work than the search.
        lists: Any = faiss.downcast_InvertedLists(index.invlists)  # type: ignore[arg-type]  # they are there
        lists.prefetch_nthread = 0
    return index


def _whole(query: Vectors) -> Vectors:
    """A question in whole numbers of one byte: bytes are compared with bytes."""
    return np.asarray(np.rint(query * (LARGEST / max(float(np.abs(query).max()), 1e-9))), dtype=np.float32)


def graph_bytes(count: int, dimension: int) -> int:
    """What a graph takes: its vectors, and twice the links of a node at its lowest level."""
    return count * (dimension * _FLOAT + 2 * _NEIGHBOURS * _FLOAT)


def free_memory() -> int:
    """Bytes that the system can give without swapping; without limit where it does not say."""
    try:
        lines = Path("/proc/meminfo").read_text(encoding="ascii").splitlines()
    except OSError:
        return 1 << 62
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("MemAvailable")), 1 << 62)


def _graph(vectors: Stored) -> Any:
    import faiss  # loaded already

    return faiss.IndexHNSWFlat(vectors.shape[1], _NEIGHBOURS, faiss.METRIC_INNER_PRODUCT)


def _lists(vectors: Stored) -> Any:
    """Bytes instead of floats, in lists of neighbours: a fourth of the memory of a graph."""
    import faiss  # loaded already

    count, dimension = vectors.shape
    lists = int(_LISTS * count**0.5) // 16
    quantizer = faiss.IndexFlatIP(dimension)
    kind, metric = faiss.ScalarQuantizer.QT_8bit, faiss.METRIC_INNER_PRODUCT
    index = faiss.IndexIVFScalarQuantizer(quantizer, dimension, lists, kind, metric)
    step = max(1, count // (_TRAINED * lists))
    index.train(vectors[::step])
    return index


def _bitmap(bits: NDArray[np.uint8]) -> Any:
    import faiss  # loaded already

    return faiss.IDSelectorBitmap(bits)  # type: ignore[call-arg, arg-type]  # its stubs are those of C++
