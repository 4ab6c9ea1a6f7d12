"""What this package refuses, as facts."""

from pathlib import Path


class KnowledgeError(Exception):
    """Root of the refusals of this package."""


class CircularNotFound(KnowledgeError):
    """No circular of that name or identifier, or not for this reader."""

    def __init__(self, wanted: str) -> None:
        super().__init__(f"no circular {wanted}")
        self.wanted = wanted


class IndexMissing(KnowledgeError):
    """No index has been built in this folder."""

    def __init__(self, folder: Path) -> None:
        super().__init__(f"no index in {folder}")
        self.folder = folder


class IndexMismatch(KnowledgeError):
    """The index was made by another engine, or in another format, than what is asked to read it."""

    def __init__(self, made_by: str, wanted: str) -> None:
        super().__init__(f"index made by {made_by}, wanted {wanted}")
        self.made_by = made_by
        self.wanted = wanted
