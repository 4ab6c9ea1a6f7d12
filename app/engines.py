"""The embedding engine of this installation, or none: the search then goes by words alone."""

import structlog

from connectors.bundled_e5 import BundledE5, EngineUnavailable
from knowledge.search import Embedder


def open_embedder() -> Embedder | None:
    try:
        return BundledE5()
    except EngineUnavailable as error:
        structlog.get_logger().warning("search by words alone", why=error.why)
        return None
