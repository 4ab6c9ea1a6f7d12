"""The encoder of multilingual-e5-small on onnxruntime: the vector of a text, and of each of its tokens."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnxruntime

from connectors.e5_graph import ROWS, STATE, network
from connectors.e5_tokens import Tokenizer
from connectors.e5_weights import Floats, Weights, read_weights

_ERRORS_ONLY = 3


class Encoder:
    """Texts to vectors of length one; raises `WeightsUnreadable` when made on a wrong file."""

    def __init__(self, weights: Path) -> None:
        self._weights = read_weights(weights)
        self._places = self._weights.places()
        self._tokenizer = Tokenizer(self._weights.vocabulary)
        self._session = _session(self._weights)
        self.dimension = self._weights.shape.hidden

    def embed(self, texts: Sequence[str]) -> Floats:
        """Mean of the token vectors of each text; a text too long for the model is read window by window."""
        means = np.stack([self._mean(text) for text in texts]) if texts else np.zeros((0, self.dimension))
        return np.asarray(means / np.maximum(np.linalg.norm(means, axis=1, keepdims=True), 1e-9), np.float32)

    def _mean(self, text: str) -> Floats:
        windows = self._windows(text)
        sizes = np.asarray([len(window) - 2 for window in windows], dtype=np.float32)
        means = np.stack([self._states(window).mean(axis=0) for window in windows])
        return np.asarray(means[0] if len(windows) == 1 else sizes @ means)

    def _states(self, window: Sequence[int]) -> Floats:
        rows = self._weights.word_rows(np.asarray(window, dtype=np.int64)) + self._places[: len(window)]
        (state,) = self._session.run([STATE], {ROWS: rows[None]})
        return np.asarray(state[0], dtype=np.float32)

    def _windows(self, text: str) -> list[list[int]]:
        vocabulary, longest = self._weights.vocabulary, self._weights.shape.positions - 2
        tokens = self._tokenizer.tokens(text)
        cuts = range(0, max(len(tokens), 1), longest)
        return [[vocabulary.bos, *tokens[cut : cut + longest], vocabulary.eos] for cut in cuts]


def _session(weights: Weights) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    # On shared cores, threads that wait for one another cost more than they bring.
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = _ERRORS_ONLY
    model = network(weights).SerializeToString()
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
