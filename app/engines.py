"""What this installation understands with: an embedding engine or words alone, its own reader or Rasa."""

import structlog

from app.settings import BUNDLED, IntentReading, Settings
from assistant.intent_readers import open_reader
from assistant.intents import IntentReader
from connectors.bundled_e5 import BundledE5
from connectors.engine import EngineUnavailable
from connectors.rasa_reader import RasaReader
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


def open_intent_reader(settings: Settings, embedder: Embedder | None) -> IntentReader:
    """The reader that comes with the package, behind Rasa when the settings choose it."""
    embedded = open_reader(embedder, cache=settings.data_dir / "intents")
    if settings.intent_reader is IntentReading.EMBEDDED:
        return embedded
    return RasaReader(settings.rasa_url, settings.rasa_token.get_secret_value(), behind=embedded)
