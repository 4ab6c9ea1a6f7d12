"""Any SentenceTransformer model that lies on this machine, by name or path: an extra, with torch."""

import hashlib
import importlib.util
import re
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np

from connectors.engine import EngineUnavailable, readable
from knowledge.search import Vectors

_PACKAGE = "sentence_transformers"
_REMEMBERED = 256
_READ_AT_ONCE = 32
_MODEL_FILES = {".json", ".safetensors", ".bin", ".model", ".txt"}
# Trained with these words before each text, which their files do not always say.
_E5 = re.compile(r"(?<![a-z0-9])e5(?![a-z0-9])(?!.*instruct)", re.IGNORECASE)
_E5_PROMPTS = ("query: ", "passage: ")


class SentenceTransformerEmbedder:
    """`Embedder` over a directory, or over a model that Hugging Face's cache on this machine holds.

    Nothing is downloaded. A text longer than the model reads is cut there. Raises `EngineUnavailable`
    when the extra, the model or the device is missing.
    """

    def __init__(self, name_or_path: str, *, device: str = "cpu") -> None:
        home = _directory(name_or_path)
        name = home.name if Path(name_or_path).is_dir() else name_or_path
        self._model = _loaded(home, device)
        self._prompts = prompts(self._model.prompts, name)
        # Two threads may not use one tokenizer.
        self._lock = Lock()
        self.dimension = len(self._embed([""], "")[0])
        self.fingerprint = f"sentence-transformers:{name}:{_digest(home, self._prompts)}"

        # The same question is read for its intent, then searched.
        self._remember = lru_cache(maxsize=_REMEMBERED)(self._query)

    def embed_query(self, text: str) -> Vectors:
        vector: Vectors = self._remember(readable(text))
        return vector

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        if not texts:
            return np.empty((0, self.dimension), dtype=np.float32)
        return self._embed([readable(text) for text in texts], self._prompts[1])

    def _query(self, text: str) -> Vectors:
        vector: Vectors = self._embed([text], self._prompts[0])[0]
        vector.flags.writeable = False
        return vector

    def _embed(self, texts: list[str], prompt: str) -> Vectors:
        with self._lock:
            vectors = self._model.encode(
                texts,
                prompt=prompt,
                batch_size=_READ_AT_ONCE,
                show_progress_bar=False,
                normalize_embeddings=True,
            )
        return np.array(vectors, dtype=np.float32)


def _directory(name_or_path: str) -> Path:
    if importlib.util.find_spec(_PACKAGE) is None:
        raise EngineUnavailable("the extra sentence-transformers is not installed")
    path = Path(name_or_path)
    if path.is_dir():
        return path.resolve()
    from huggingface_hub import snapshot_download  # a part of the extra

    try:
        return Path(snapshot_download(name_or_path, local_files_only=True))
    except (OSError, ValueError) as error:
        raise EngineUnavailable(f"no model {name_or_path} on this machine") from error


def _loaded(home: Path, device: str) -> Any:
    """Load torch and the model: seconds, and hundreds of megabytes."""
    try:
        from safetensors import SafetensorError
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging
    except (ImportError, OSError) as error:
        raise EngineUnavailable(f"the extra sentence-transformers does not load: {error}") from error
    logging.disable_progress_bar()
    try:
        return SentenceTransformer(str(home), device=device, local_files_only=True)
    except (
        OSError,
        ValueError,
        LookupError,
        TypeError,
        AttributeError,
        ImportError,
        RuntimeError,
        SafetensorError,
    ) as error:
        raise EngineUnavailable(f"{home.name}: {str(error).strip().partition(chr(10))[0]}") from error


def prompts(said: dict[str, str | None], name: str) -> tuple[str, str]:
    """What the model wants before a question and before a passage: what its files say, else its family."""
    passage = next((said[key] for key in ("document", "passage", "corpus") if said.get(key)), None)
    if said.get("query") or passage:
        return said.get("query") or "", passage or ""
    return _E5_PROMPTS if _E5.search(name) else ("", "")


def _digest(home: Path, prompts: tuple[str, str]) -> str:
    """Of weights and configuration; what is beside them (a card, other formats) changes no vector."""
    seen = hashlib.sha256("\0".join(prompts).encode())
    for path in sorted(home.rglob("*")):
        place = path.relative_to(home)
        if path.suffix in _MODEL_FILES and place.parts[0] not in {"onnx", "openvino"} and path.is_file():
            seen.update(place.as_posix().encode() + b"\0")
            with path.open("rb") as file:
                seen.update(hashlib.file_digest(file, "sha256").digest())
    return seen.hexdigest()[:16]
