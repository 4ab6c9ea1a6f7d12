"""The embedding engine of this installation, or none: the search then goes by words alone."""

import structlog

from app.settings import BUNDLED, Settings
from connectors.bundled_e5 import BundledE5
from connectors.engine import EngineUnavailable
from connectors.sentence_transformers import SentenceTransformerEmbedder
from knowledge.search import Embedder


def load_embedder(settings: Settings) -> Embedder:
    """Load the engine that the settings choose; raise `EngineUnavailable` when it cannot serve."""
    if settings.embedder == BUNDLED:
        # A command that keeps nothing, such as `ask --circulars`, does not make the folder of data for this.
        return BundledE5(kept=settings.data_dir / "engine" if settings.data_dir.is_dir() else None)
    return SentenceTransformerEmbedder(settings.embedder.partition(":")[2])


def open_embedder(settings: Settings) -> Embedder | None:
    try:
        return load_embedder(settings)
    except EngineUnavailable as error:
        structlog.get_logger().warning("search by words alone", engine=settings.embedder, why=error.why)
        return None
