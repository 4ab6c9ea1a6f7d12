"""The encoder of multilingual-e5-small in NumPy: many texts at once, four times as fast as one by one."""

import itertools
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import erf
from threadpoolctl import ThreadpoolController

from connectors.e5_tokens import Tokenizer
from connectors.e5_weights import Floats, Weights, read_weights

_BATCH_TOKENS = 1024  # more at once no longer goes faster, and holds memory
_HALF_SQRT = np.float32(1 / np.sqrt(2))
Bounds = NDArray[np.int64]


class Encoder:
    """Texts to vectors of length one; raises `WeightsUnreadable` when made on a wrong file."""

    def __init__(self, weights: Path) -> None:
        self._weights = read_weights(weights)
        self._tokenizer = Tokenizer(self._weights.vocabulary)
        self._threads = ThreadpoolController()
        self.dimension = self._weights.shape.hidden

    def embed(self, texts: Sequence[str]) -> Floats:
        """Mean of the token vectors of each text; a text too long for the model is read window by window."""
        windows: list[list[int]] = []
        owners: list[int] = []
        for owner, text in enumerate(texts):
            for window in self._windows(text):
                windows.append(window)
                owners.append(owner)
        sums = np.zeros((len(texts), self.dimension), dtype=np.float32)
        order = sorted(range(len(windows)), key=lambda at: len(windows[at]))
        # On shared cores, threads that wait for one another cost more than they bring.
        with self._threads.limit(limits=1, user_api="blas"):
            for batch in _batches(order, windows):
                means = _means(self._weights, [windows[at] for at in batch])
                for at, mean in zip(batch, means, strict=True):
                    sums[owners[at]] += mean * (len(windows[at]) - 2)
        return np.asarray(
            sums / np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-9), dtype=np.float32
        )

    def _windows(self, text: str) -> list[list[int]]:
        vocabulary, longest = self._weights.vocabulary, self._weights.shape.positions - 2
        tokens = self._tokenizer.tokens(text)
        cuts = range(0, len(tokens), longest)
        return [[vocabulary.bos, *tokens[cut : cut + longest], vocabulary.eos] for cut in cuts]


def _batches(order: Sequence[int], windows: Sequence[Sequence[int]]) -> list[list[int]]:
    batches: list[list[int]] = [[]]
    count = 0
    for at in order:
        if batches[-1] and count + len(windows[at]) > _BATCH_TOKENS:
            batches.append([])
            count = 0
        batches[-1].append(at)
        count += len(windows[at])
    return [batch for batch in batches if batch]


def _means(weights: Weights, windows: Sequence[Sequence[int]]) -> Floats:
    """Run the encoder over windows laid end to end; attention stays within each."""
    tensors, shape = weights.tensors, weights.shape
    bounds = np.cumsum([0, *(len(window) for window in windows)])
    tokens = np.asarray([token for window in windows for token in window], dtype=np.int64)
    places = np.concatenate([np.arange(len(window)) for window in windows])
    state = weights.word_rows(tokens) + tensors["pos"][places]
    state = _normed(state, tensors["eln.w"], tensors["eln.b"], shape.epsilon)
    for layer in range(shape.layers):
        state = _layer(weights, f"l{layer}.", state, bounds)
    return np.stack([state[a:b].mean(axis=0) for a, b in itertools.pairwise(bounds)])


def _layer(weights: Weights, of: str, state: Floats, bounds: Bounds) -> Floats:
    tensors, epsilon = weights.tensors, weights.shape.epsilon
    mixed = state @ tensors[f"{of}qkv.w"] + tensors[f"{of}qkv.b"]
    attended = _attention(mixed, bounds, weights.shape.heads) @ tensors[f"{of}ao.w"] + tensors[f"{of}ao.b"]
    state = _normed(state + attended, tensors[f"{of}aln.w"], tensors[f"{of}aln.b"], epsilon)
    inner = state @ tensors[f"{of}fi.w"] + tensors[f"{of}fi.b"]
    inner *= np.float32(0.5) * (1 + erf(inner * _HALF_SQRT))
    outer = inner @ tensors[f"{of}fo.w"] + tensors[f"{of}fo.b"]
    return _normed(state + outer, tensors[f"{of}oln.w"], tensors[f"{of}oln.b"], epsilon)


def _attention(mixed: Floats, bounds: Bounds, heads: int) -> Floats:
    total, width = mixed.shape[0], mixed.shape[1] // 3
    size = width // heads
    result = np.empty((total, width), dtype=np.float32)
    for start, end in itertools.pairwise(bounds):
        parts = mixed[start:end].reshape(end - start, 3, heads, size).transpose(1, 2, 0, 3)
        scores = (parts[0] @ parts[1].transpose(0, 2, 1)) * np.float32(size**-0.5)
        scores -= scores.max(axis=-1, keepdims=True)
        np.exp(scores, out=scores)
        scores /= scores.sum(axis=-1, keepdims=True)
        result[start:end] = (scores @ parts[2]).transpose(1, 0, 2).reshape(end - start, width)
    return result


def _normed(state: NDArray[Any], weight: Floats, bias: Floats, epsilon: float) -> Floats:
    state = state - state.mean(axis=-1, keepdims=True)
    spread = np.einsum("ij,ij->i", state, state)[:, None] / np.float32(state.shape[1])
    state /= np.sqrt(spread + np.float32(epsilon))
    state *= weight
    state += bias
    return np.asarray(state, dtype=np.float32)
