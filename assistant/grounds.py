"""What an answer from the texts was made of: kept with it, so that it can be replayed to the word."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from assistant.answers import Act, Citation, Status
from knowledge.applicability import Verdict
from knowledge.index_store import Stamp
from knowledge.scope import Scope
from knowledge.search import Hit, Trace

Place = tuple[UUID, int]


@dataclass(frozen=True, slots=True)
class Seen:
    """A passage that was looked at, by the version of its text, and what the filter said of it."""

    circular_id: UUID  # of one version of one text: another version has another
    document: str
    title: str
    heading: str
    page: int
    start: int
    end: int
    digest: str  # of its words
    score: float
    verdict: Verdict
    is_scale: bool = False
    by: str | None = None  # number of the text that replaced it
    section: str | None = None  # of that replacement, when it does not take the whole away
    corrected_by: tuple[str, ...] = ()  # texts that withdrew some of its words

    @property
    def place(self) -> Place:
        return self.circular_id, self.start


@dataclass(frozen=True, slots=True)
class Grounds:
    """One question as it was searched, the passages seen, and what decided.

    `said` is the answer to the word; what a form or the backend added beside it is not there.
    """

    question: str  # made whole: it stands without what was said before
    scope: Scope
    act: Act
    status: Status
    said: str
    citations: tuple[Citation, ...]
    seen: tuple[Seen, ...]
    features: dict[str, float]
    probability: float
    threshold: float
    model: str  # which confidence model
    index: Stamp | None

    def cited(self) -> Iterator[tuple[Citation, Seen]]:
        """Each citation with the passage that holds it."""
        for citation in self.citations:
            holder = next((seen for seen in self.seen if _holds(seen, citation)), None)
            if holder:
                yield citation, holder

    @property
    def rests_on_a_scale(self) -> bool:
        """Such an answer exists only for those who hold a mission on the paper."""
        return any(seen.is_scale for _, seen in self.cited())


def see(trace: Trace, others: Iterable[Hit] = ()) -> tuple[Seen, ...]:
    """Every passage of a search once, those kept first; `others` were found for a part of the question."""
    found: dict[Place, Seen] = {}
    for hit in (*trace.kept, *others):
        if (hit.circular_id, hit.start) not in found:
            found[hit.circular_id, hit.start] = _seen(hit, Verdict.KEPT)
    for one in trace.set_aside:
        change = one.change
        seen = _seen(one.hit, one.why, change.by if change else None, change.section if change else None)
        found.setdefault(seen.place, seen)
    return tuple(found.values())


def digest(words: str) -> str:
    """A mark of some words, to tell whether a text still says them."""
    return hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _seen(hit: Hit, verdict: Verdict, by: str | None = None, section: str | None = None) -> Seen:
    return Seen(
        hit.circular_id,
        hit.document,
        hit.title,
        hit.heading_path,
        hit.page,
        hit.start,
        hit.end,
        digest(hit.text),
        round(hit.score, 4),
        verdict,
        hit.standing is not None and hit.standing.frame.is_scale,
        by,
        section,
        tuple(dict.fromkeys(gone.by for gone in hit.withdrawn)),
    )


def _holds(seen: Seen, citation: Citation) -> bool:
    same = seen.document == citation.document and seen.verdict is Verdict.KEPT
    return same and seen.start <= citation.start and citation.end <= seen.end
