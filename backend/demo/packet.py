"""A packet of the demonstration, as a centre's scanner would give it: an attendance list, and one PDF."""

import io
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from PIL import Image
from sqlmodel import Session

from backend.demo import demonstration as plan
from backend.demo import seed
from backend.demo.sheet import Defect, Sheet
from backend.models import Centre, Lot, LotState
from backend.scanning import attendance
from backend.scanning.intake_models import AttendanceEntry

PAGES = 4
RESOLUTION = 109.0


@dataclass(frozen=True, slots=True)
class PlannedPacket:
    """Copies from `first_copy` on; what goes wrong with the scan is chosen."""

    lot: int
    first_copy: int
    copies: int
    paper: str = plan.CGE
    centre: str = "CAL13"
    absent: frozenset[int] = frozenset()  # copies whose candidate did not come
    forgotten: frozenset[int] = frozenset()  # copies left out of the scanner
    defects: Mapping[tuple[int, int], tuple[Defect, float]] = field(default_factory=dict)


# A lot whose copies are still to be scanned, with what may go wrong in it.
SHOWN = PlannedPacket(
    lot=27,
    first_copy=901,
    copies=6,
    absent=frozenset({904}),
    forgotten=frozenset({905}),
    defects={(902, 3): (Defect.BLURRED, 0.9)},
)


def seed_packet(session: Session, planned: PlannedPacket, now: datetime) -> None:
    """The lot, without its copies, and its attendance list; once."""
    lot_id = seed.lot_id(planned.lot)
    if session.get(Lot, lot_id) is None:
        centre = session.get_one(Centre, planned.centre)
        session.add(
            Lot(
                id=lot_id,
                number=planned.lot,
                session_id=seed.SESSION_ID,
                paper_id=planned.paper,
                academy_id=centre.academy_id,
                centre_id=centre.id,
                state=LotState.BUILT,
                deadline=plan.DEADLINES[planned.paper],
                verification_until=(now + timedelta(days=4)).replace(minute=0, second=0, microsecond=0),
            )
        )
        session.flush()
    if not attendance.of_lot(session, lot_id):
        attendance.keep(session, lot_id, entries(planned))


def entries(planned: PlannedPacket) -> list[AttendanceEntry]:
    return [
        AttendanceEntry(
            lot_id=seed.lot_id(planned.lot),
            anonymity_number=_anonymity(planned, number),
            copy_number=number,
            is_present=number not in planned.absent,
        )
        for number in _numbers(planned)
    ]


def pages(planned: PlannedPacket) -> Iterator[Image.Image]:
    """In the order of the packet; with a stranger's sheet at its end when a copy was forgotten."""
    # Slow to import, and only needed when a packet is asked for.
    from backend.demo import drawing

    def scan(sheet: Sheet) -> Image.Image:
        return Image.open(io.BytesIO(drawing.draw(sheet)))

    for number in _numbers(planned):
        if number in planned.absent | planned.forgotten:
            continue
        for page in range(1, PAGES + 1):
            defect, strength = planned.defects.get((number, page), (Defect.NONE, 0.0))
            yield scan(_sheet(planned, _anonymity(planned, number), page, defect, strength))
    if planned.forgotten:
        yield scan(_sheet(planned, _anonymity(planned, 9999), 1, Defect.NONE, 0.0))


def pdf(scans: Sequence[Image.Image]) -> bytes:
    """One PDF of all the pages, each a JPEG, as a scanner writes it."""
    content = io.BytesIO()
    scans[0].save(content, "PDF", resolution=RESOLUTION, save_all=True, append_images=scans[1:])
    return content.getvalue()


def _numbers(planned: PlannedPacket) -> range:
    return range(planned.first_copy, planned.first_copy + planned.copies)


def _anonymity(planned: PlannedPacket, number: int) -> str:
    dice = random.Random(f"{planned.lot}/{number}")  # noqa: S311  # a drawing, not a secret
    return f"{dice.getrandbits(48):012x}"


def _sheet(planned: PlannedPacket, anonymity: str, page: int, defect: Defect, strength: float) -> Sheet:
    return Sheet(
        writer=int(anonymity, 16) % 2**31,
        subject=planned.paper,
        page=page,
        pages=PAGES,
        anonymity=anonymity,
        defect=defect,
        strength=strength,
    )
