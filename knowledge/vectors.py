"""Vectors of an index: made once per text, kept on disk as one byte per dimension."""

from array import array
from collections.abc import Callable, Iterable, Sequence
from hashlib import blake2b
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from knowledge.search import Embedder, Vectors

Bytes = NDArray[np.int8]
Digests = NDArray[np.uint64]
PASSAGES, UNITS, CIRCULARS = "passages", "units", "circulars"
LARGEST = 127
_BATCH = 64
_CHUNK = 10_000
_CENTRE = "centre.npy"


class Stored:
    """Vectors on disk, read where they are asked for: a byte by dimension, and a scale by vector.

    A cosine is right to three decimals, at a fourth of the size of floats.
    """

    def __init__(self, folder: Path, name: str, dimension: int) -> None:
        path = _codes(folder, name)
        mapped = np.memmap(path, dtype=np.int8, mode="r") if path.stat().st_size else np.empty(0, np.int8)
        # A row of a plain array costs a tenth of a row of a memmap.
        self._codes = mapped.view(np.ndarray).reshape(-1, dimension)
        self._scales: Vectors = np.load(_scales(folder, name))
        self.shape = self._codes.shape

    @staticmethod
    def write(folder: Path, name: str, vectors: Vectors) -> None:
        codes, scales = _packed(vectors)
        _codes(folder, name).write_bytes(codes.tobytes())
        np.save(_scales(folder, name), scales)

    def __len__(self) -> int:
        return len(self._codes)

    def __getitem__(self, numbers: Any) -> Vectors:
        floats: Vectors = self._codes[numbers].astype(np.float32)
        floats *= self._scales[numbers, None]
        return floats

    def on_one_scale(self, numbers: Any) -> Vectors:
        """Whole numbers of one byte that compare with one another, to choose candidates with."""
        whole = np.rint(self._codes[numbers] * (self._scales[numbers, None] / self._scales.max()))
        return np.asarray(whole, dtype=np.float32)

    def cosines(self, numbers: NDArray[Any], query: Vectors) -> Vectors:
        return np.asarray(self._codes[numbers].astype(np.float32) @ query * self._scales[numbers])

    def packed(self, number: int) -> tuple[Bytes, float]:
        return self._codes[number], float(self._scales[number])


class Former:
    """Vectors already made by the same engine, found by the digest of their text."""

    def __init__(self, digests: Digests | None = None, vectors: Stored | None = None) -> None:
        self._vectors = vectors
        self._order = np.argsort(digests, kind="stable") if digests is not None else np.empty(0, np.int64)
        self._sorted = digests[self._order] if digests is not None else np.empty(0, np.uint64)

    @classmethod
    def open(cls, folder: Path, name: str, dimension: int) -> "Former":
        return cls(np.load(_digests(folder, name)), Stored(folder, name, dimension))

    def find(self, digest: int) -> tuple[Bytes, float] | None:
        at = int(np.searchsorted(self._sorted, np.uint64(digest)))
        if self._vectors is None or at == len(self._sorted) or int(self._sorted[at]) != digest:
            return None
        return self._vectors.packed(int(self._order[at]))


def write(
    place: tuple[Path, str],
    texts: Iterable[str],
    embedder: Embedder,
    former: Former,
    *,
    made: Callable[[int], None],
) -> int:
    """Write the vectors of `texts`, taking from `former` what it has; `made` hears how many are done."""
    digests, scales = array("Q"), array("f")
    stream = iter(texts)
    with _codes(*place).open("wb") as out:
        while batch := list(islice(stream, _BATCH)):
            keys = [_digest(text) for text in batch]
            for codes, scale in _made(batch, keys, embedder, former):
                out.write(codes.tobytes())
                scales.append(scale)
            digests.extend(keys)
            made(len(digests))
    np.save(_scales(*place), np.asarray(scales, dtype=np.float32))
    np.save(_digests(*place), np.asarray(digests, dtype=np.uint64))
    return len(digests)


def write_means(folder: Path, passages: Stored, owners: NDArray[np.int32]) -> None:
    """Write the mean of all passages, and the direction of each circular: that of the sum of its passages."""
    sums = np.zeros((int(owners.max(initial=-1)) + 1, passages.shape[1]), dtype=np.float32)
    for start in range(0, len(passages), _CHUNK):
        part = slice(start, start + _CHUNK)
        np.add.at(sums, owners[part], passages[part])
    np.save(folder / _CENTRE, sums.sum(axis=0) / max(1, len(passages)))
    lengths = np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-9)
    Stored.write(folder, CIRCULARS, sums / lengths)


def open_centre(folder: Path) -> Vectors:
    centre: Vectors = np.load(folder / _CENTRE)
    return centre


def _digest(text: str) -> int:
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "big")


def _codes(folder: Path, name: str) -> Path:
    return folder / f"{name}.i8"


def _scales(folder: Path, name: str) -> Path:
    return folder / f"{name}.scales.npy"


def _digests(folder: Path, name: str) -> Path:
    return folder / f"{name}.digests.npy"


def _packed(vectors: Vectors) -> tuple[Bytes, Vectors]:
    scales = np.maximum(np.abs(vectors).max(axis=1, initial=0.0), 1e-9) / LARGEST
    return np.rint(vectors / scales[:, None]).astype(np.int8), scales.astype(np.float32)


def _made(
    texts: Sequence[str], keys: Sequence[int], embedder: Embedder, former: Former
) -> list[tuple[Bytes, float]]:
    known = [former.find(key) for key in keys]
    missing = [text for text, vector in zip(texts, known, strict=True) if vector is None]
    fresh = zip(*_packed(embedder.embed_passages(missing)), strict=True)
    return [next(fresh) if vector is None else vector for vector in known]
