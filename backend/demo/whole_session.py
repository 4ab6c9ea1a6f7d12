"""A session as large as wanted, in lots of 160 copies, each with a corrector of its own: for measures."""

from collections.abc import Iterator
from datetime import datetime
from uuid import NAMESPACE_URL, uuid5

from sqlmodel import Session

from backend.demo import demonstration, seed, seed_marking
from backend.demo.demonstration import PHILO, PlannedLot
from backend.models import Lot, LotState, Mission, Person, Role

LOT_SIZE = 160  # the largest seen
CENTRE = "VIO31"
FIRST_LOT, FIRST_COPY = 1001, 100_001
MARKED_SHARE = 3  # one copy in three


def seed_session(session: Session, copies: int, *, now: datetime) -> int:
    """Add lots until there are so many copies beside the demonstration; gives how many lots were added."""
    schemes = seed_marking.schemes(session, seed.SESSION_ID)
    missing = [lot for lot in _planned(copies) if session.get(Lot, seed.lot_id(lot.number)) is None]
    for planned in missing:
        _seed_corrector(session, str(planned.holder))
        seed.seed_lot(session, planned, schemes[PHILO], now)
    return len(missing)


def corrector_of(lot: int) -> str:
    return f"correcteur-lot-{lot}"


def _planned(copies: int) -> Iterator[PlannedLot]:
    for rank, first in enumerate(range(0, copies, LOT_SIZE)):
        size = min(LOT_SIZE, copies - first)
        number, holder = FIRST_LOT + rank, corrector_of(FIRST_LOT + rank)
        yield PlannedLot(
            number, PHILO, CENTRE, holder, size, FIRST_COPY + first, LotState.MARKING, size // MARKED_SHARE
        )


def _seed_corrector(session: Session, person: str) -> None:
    session.add(Person(id=person, label="Correcteur, philosophie", roles=[Role.CORRECTOR.value]))
    session.flush()
    session.add(
        Mission(
            id=uuid5(NAMESPACE_URL, f"permanence:mission:{person}"),
            person_id=person,
            kind="correction",
            session_id=seed.SESSION_ID,
            paper_id=PHILO,
            centre_id=CENTRE,
            starts_at=demonstration.paris(2027, 6, 16, 8),
            ends_at=demonstration.DEADLINES[PHILO],
        )
    )
