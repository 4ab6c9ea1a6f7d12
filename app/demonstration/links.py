"""What a scene is about, with the backend's own identifiers for the demonstration."""

from dataclasses import dataclass
from datetime import datetime

from app.demonstration.script import Spot
from backend.demo import demonstration as plan
from backend.demo import seed
from ticketing.drafts import LinkDraft
from ticketing.vocabulary import LinkKind

SIDES = ("left", "top", "right", "bottom")


@dataclass(frozen=True, slots=True)
class Place:
    """The lot of a page, as the backend tells it to its corrector."""

    academy: str
    exam: str
    paper: str
    deadline: datetime


def place_of(spot: Spot) -> Place:
    lot = _lot(spot.lot)
    _, exam, paper, _ = next(row for row in plan.PAPERS if row[0] == lot.paper)
    _, _, _, academy = _centre(lot.centre)
    deadline = plan.FIRST_WAVE_DEADLINES.get(lot.number, plan.DEADLINES[lot.paper])
    return Place(plan.ACADEMIES[academy], plan.EXAMS[exam], paper, deadline)


def links_of(spot: Spot) -> tuple[LinkDraft, ...]:
    """As a confirmed report ties them: copy, page with its zone, lot, centre, session."""
    lot = _lot(spot.lot)
    copy = str(seed.copy_id(spot.lot, spot.copy))
    details: dict[str, object] = {"copy": copy}
    if spot.zone:
        details["zone"] = dict(zip(SIDES, spot.zone, strict=True))
    page = str(seed.page_id(spot.lot, spot.copy, spot.page))
    return (
        LinkDraft(LinkKind.COPY, copy, f"{spot.copy:04d}"),
        LinkDraft(LinkKind.PAGE, page, str(spot.page), details),
        LinkDraft(LinkKind.LOT, str(seed.lot_id(spot.lot)), str(spot.lot)),
        LinkDraft(LinkKind.CENTRE, lot.centre, _centre(lot.centre)[1]),
        LinkDraft(LinkKind.SESSION, seed.SESSION_ID, seed.SESSION_ID),
    )


def _lot(number: int) -> plan.PlannedLot:
    return next(lot for lot in plan.LOTS if lot.number == number)


def _centre(key: str) -> tuple[str, str, str, str]:
    return next(row for row in plan.CENTRES if row[0] == key)
