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


class CircularMoved(KnowledgeError):
    """Another curator published or withdrew a version of this text meanwhile; nothing was done."""

    def __init__(self, wanted: object) -> None:
        super().__init__(f"circular {wanted} is no longer as it was read")
        self.wanted = str(wanted)


class DepositNotFound(KnowledgeError):
    def __init__(self, wanted: object) -> None:
        super().__init__(f"no deposit {wanted}")
        self.wanted = str(wanted)


class DepositMoved(KnowledgeError):
    """Another curator changed, published or put away this deposit since it was shown."""

    def __init__(self, wanted: object) -> None:
        super().__init__(f"deposit {wanted} changed since it was shown")
        self.wanted = str(wanted)


class DecisionMissing(KnowledgeError):
    """Doubtful findings of a deposit still wait for a decision."""

    def __init__(self, keys: list[str]) -> None:
        super().__init__("undecided: " + ", ".join(keys))
        self.keys = keys
