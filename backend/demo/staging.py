"""A corrector made up for a measure: the lots that are given to her, whole, and her expense claims."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

from sqlalchemy import insert
from sqlmodel import Session

from backend.demo.sheet import HEIGHT, WIDTH
from backend.models import (
    Academy,
    Assignment,
    Centre,
    Copy,
    Exam,
    ExamSession,
    ExpenseClaim,
    Lot,
    LotState,
    Mission,
    Page,
    PageVersion,
    Paper,
    Person,
    Role,
)

COPIES, PAGES = 1500, 12
PLACE = "mesure"  # identifier of the académie, the centre, the exam and the paper of a measure
WHILE_MARKING = timedelta(days=10)


@dataclass(frozen=True, slots=True)
class StagedClaim:
    """An expense claim in the words of Imag'in; `mission` is what it is for."""

    mission: str
    state: str
    amount_cents: int | None = None


@dataclass(frozen=True, slots=True)
class Frame:
    """Where and for what she corrects; empty when it is not known, and then no text is set aside for it."""

    academy: str = ""
    session: str = ""
    exam: str = ""


def stage(
    session: Session,
    person_id: str,
    lots: Sequence[str],
    claims: Sequence[StagedClaim],
    *,
    frame: Frame,
    now: datetime,
) -> None:
    """Put the corrector in an empty database, with lots of `COPIES` copies of `PAGES` pages each."""
    _stage_reference(session, person_id, frame)
    for number in lots:
        _stage_lot(session, int(number), person_id, frame, now)
    for claim in claims:
        _stage_claim(session, person_id, claim, frame, now)


def _stage_reference(session: Session, person_id: str, frame: Frame) -> None:
    session.add(Academy(id=PLACE, name=frame.academy))
    session.add(ExamSession(id=frame.session, label=frame.session))
    session.add(Exam(id=PLACE, label=frame.exam))
    session.flush()
    session.add(Centre(id=PLACE, name="Centre d’épreuves", town="", academy_id=PLACE))
    session.add(Paper(id=PLACE, exam_id=PLACE, label="", has_copies=True))
    session.add(Person(id=person_id, label="Correctrice", roles=[Role.CORRECTOR.value], academy_id=PLACE))
    session.flush()


def _stage_lot(session: Session, number: int, person_id: str, frame: Frame, now: datetime) -> None:
    lot = Lot(
        number=number,
        session_id=frame.session,
        paper_id=PLACE,
        academy_id=PLACE,
        centre_id=PLACE,
        state=LotState.MARKING,
        deadline=now + WHILE_MARKING,
        verification_until=now,
    )
    session.add(lot)
    session.flush()
    session.add(Assignment(lot_id=lot.id, person_id=person_id))
    # In bulk: eighteen thousand pages a lot.
    copies = [
        {"id": uuid4(), "lot_id": lot.id, "number": rank, "anonymity_number": f"{number}-{rank}"}
        for rank in range(1, COPIES + 1)
    ]
    pages = [
        {"id": uuid4(), "copy_id": copy["id"], "number": page}
        for copy in copies
        for page in range(1, PAGES + 1)
    ]
    versions = [
        {"page_id": page["id"], "version": 1, "width": WIDTH, "height": HEIGHT, "drawing": {}}
        for page in pages
    ]
    for table, rows in ((Copy, copies), (Page, pages), (PageVersion, versions)):
        session.execute(insert(table), rows)
    session.flush()


def _stage_claim(session: Session, person_id: str, claim: StagedClaim, frame: Frame, now: datetime) -> None:
    mission = Mission(
        person_id=person_id,
        kind=claim.mission[:40],
        session_id=frame.session,
        paper_id=PLACE,
        centre_id=PLACE,
        starts_at=now - WHILE_MARKING,
    )
    session.add(mission)
    session.flush()
    session.add(ExpenseClaim(mission_id=mission.id, state=claim.state, amount_cents=claim.amount_cents))
    session.flush()
