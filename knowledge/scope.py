"""Who asks and about what: the frame in which a text applies or does not."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Scope:
    """What is known of the asker and of the question; ``None`` means unknown, never "all".

    Values are normalised (`bts`, `bac_general`…; an academy by its usual name; a session by its
    year). `papers` are those on which the asker holds a mission, as `papers.held` writes them: they
    alone open a scale.
    """

    academy: str | None = None
    session: str | None = None
    exam: str | None = None
    series: str | None = None
    paper: str | None = None
    role: str | None = None
    today: date | None = None
    as_known_on: date | None = None
    papers: frozenset[str] = frozenset()
