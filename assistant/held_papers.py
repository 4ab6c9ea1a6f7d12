"""The papers on which a person holds a mission: they alone open a scale."""

from collections.abc import Iterable
from datetime import date

from assistant.french import PARIS
from assistant.personal import LotRecord, MissionRecord
from knowledge.papers import held, papers_of
from knowledge.vocabulary import session_of


def held_papers(lots: Iterable[LotRecord], missions: Iterable[MissionRecord], today: date) -> frozenset[str]:
    """Those of her lots, and those of her missions from their day on: practical papers have no lots."""
    begun = (one for one in missions if one.starts_at.astimezone(PARIS).date() <= today)
    works: list[LotRecord | MissionRecord] = [*lots, *begun]
    return frozenset(
        held(paper, session_of(work.session))
        for work in works
        # By its identifier, or by its name when that is what the backend gives.
        for paper in (work.paper_id or work.paper, *papers_of(f"{work.exam}, {work.paper}"))
    )
