"""The encoder of multilingual-e5-small on onnxruntime: the vector of a text."""

import hashlib
import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnxruntime
import structlog

from connectors.e5_tokens import Tokenizer
from connectors.e5_weights import Floats, Weights, read_weights

ROWS, STATE = "rows", "state"  # what the network takes and gives
_ERRORS_ONLY = 3
_DIGEST = 32  # bytes before a network that is kept: one that was damaged would give false vectors
_VERSION = 1  # of the network as connectors/e5_graph.py writes it


class Encoder:
    """Texts to vectors of length one; raises `WeightsUnreadable` when made on a wrong file.

    The network is kept in the folder `kept`, if any: writing it anew is half a second of every start.
    """

    def __init__(self, weights: Path, kept: Path | None = None) -> None:
        self._weights = read_weights(weights)
        self._places = self._weights.places()
        self._tokenizer = Tokenizer(self._weights.vocabulary)
        self._session = _kept_session(self._weights, weights, kept) if kept else _new(self._weights)[0]
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


def _kept_session(weights: Weights, source: Path, folder: Path) -> onnxruntime.InferenceSession:
    """Open the network kept for these weights; write it when there is none, or none that can be read."""
    stat = source.stat()
    mark = hashlib.sha256(f"{_VERSION} {source} {stat.st_size} {stat.st_mtime_ns}".encode()).hexdigest()[:16]
    path = folder / f"e5-{mark}.onnx"
    if path.exists():
        kept = path.read_bytes()
        digest, model = kept[:_DIGEST], kept[_DIGEST:]
        if hashlib.sha256(model).digest() == digest:
            return _session(model)
    session, model = _new(weights)
    try:
        _keep(model, path)
    except OSError as error:  # a full disk costs half a second of every start, and nothing else
        structlog.get_logger().warning("network not kept", path=str(path), error=str(error))
    return session


def _keep(model: bytes, path: Path) -> None:
    """Write beside, then rename: what is read is whole, whoever is stopped and when."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as beside:
        try:
            beside.write(hashlib.sha256(model).digest() + model)
            beside.close()
            Path(beside.name).replace(path)
        except OSError:
            Path(beside.name).unlink()
            raise


def _new(weights: Weights) -> tuple[onnxruntime.InferenceSession, bytes]:
    # The library that writes networks is long to load, and seldom needed.
    from connectors.e5_graph import network

    model = network(weights).SerializeToString()
    return _session(model), model


def _session(model: bytes) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    # On shared cores, threads that wait for one another cost more than they bring.
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = _ERRORS_ONLY
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
