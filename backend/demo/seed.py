"""Put the demonstration session in the database; seeding again adds nothing and changes nothing."""

import random
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from uuid import NAMESPACE_URL, UUID, uuid5

from sqlalchemy import insert
from sqlmodel import Session

from backend.demo import demonstration as plan
from backend.demo import practical, seed_marking
from backend.demo.demonstration import PlannedLot, PlannedMission
from backend.demo.sheet import HEIGHT, WIDTH, Defect, Sheet
from backend.marking.models import CopySchool, Mark, MarkSheet, SetAsideReason, SubMark
from backend.marking.scheme import Scheme
from backend.models import (
    Academy,
    Assignment,
    Centre,
    Copy,
    CopyState,
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
    PersonCentre,
)

SESSION_ID = "2027"
PAGES_OF_A_COPY = 4
VERIFICATION_WINDOW = timedelta(hours=48)
# A little above the 2.1 % of copies scanned again in 2023, so that a demonstration meets some.
DEFECT_SHARE = 0.025
SCATTERED_DEFECTS = (
    Defect.BLURRED, Defect.BLURRED_BELOW, Defect.CUT, Defect.SKEWED, Defect.BLANK, Defect.UPSIDE_DOWN,
    Defect.TOO_PALE, Defect.BLACK, Defect.STAIN, Defect.DUPLICATE, Defect.OUT_OF_ORDER,
)  # fmt: skip


def seed(session: Session, *, now: datetime) -> None:
    _seed_reference(session)
    _seed_people(session)
    session.flush()
    seed_marking.seed_schools(session)
    seed_marking.seed_schemes(session, SESSION_ID)
    session.flush()
    schemes = seed_marking.schemes(session, SESSION_ID)
    for planned in plan.LOTS:
        if session.get(Lot, lot_id(planned.number)) is None:
            seed_lot(session, planned, schemes[planned.paper], now)
    for mission in plan.MISSIONS:
        _seed_mission(session, mission, now)
    practical.seed(session)


def lot_id(number: int) -> UUID:
    """The same at every seeding, so that addresses and tests hold."""
    return _id("lot", number)


def copy_id(lot: int, number: int) -> UUID:
    return _id("copy", lot, number)


def page_id(lot: int, copy: int, number: int) -> UUID:
    return _id("page", lot, copy, number)


def _id(*parts: object) -> UUID:
    return uuid5(NAMESPACE_URL, "permanence:" + ":".join(map(str, parts)))


def _seed_reference(session: Session) -> None:
    for academy, name in plan.ACADEMIES.items():
        session.merge(Academy(id=academy, name=name))
    for year, label, is_open in plan.SESSIONS:
        session.merge(ExamSession(id=year, label=label, is_open=is_open))
    for exam, label in plan.EXAMS.items():
        session.merge(Exam(id=exam, label=label))
    session.flush()
    for centre, name, town, academy in plan.CENTRES:
        session.merge(Centre(id=centre, name=name, town=town, academy_id=academy))
    for paper, exam, label, has_copies in plan.PAPERS:
        session.merge(Paper(id=paper, exam_id=exam, label=label, has_copies=has_copies))
    session.flush()


def _seed_people(session: Session) -> None:
    for person, label, role, academy, _ in plan.PEOPLE:
        session.merge(Person(id=person, label=label, roles=[role.value], academy_id=academy))
    session.flush()
    for person, _, _, _, centre in plan.PEOPLE:
        if centre:
            session.merge(PersonCentre(person_id=person, centre_id=centre))


def seed_lot(session: Session, planned: PlannedLot, scheme: Scheme, now: datetime) -> None:
    centre = session.get_one(Centre, planned.centre)
    opened_for = timedelta(hours=2) if planned.state is LotState.VERIFICATION else timedelta(days=3)
    opened_at = (now - opened_for).replace(minute=0, second=0, microsecond=0)
    lot = Lot(
        id=lot_id(planned.number),
        number=planned.number,
        session_id=SESSION_ID,
        paper_id=planned.paper,
        academy_id=centre.academy_id,
        centre_id=centre.id,
        state=planned.state,
        deadline=plan.FIRST_WAVE_DEADLINES.get(planned.number, plan.DEADLINES[planned.paper]),
        verification_from=opened_at if planned.holder else None,
        verification_until=opened_at + VERIFICATION_WINDOW,
    )
    session.add(lot)
    session.flush()
    if planned.holder:
        session.add(
            Assignment(
                id=_id("assignment", planned.number, planned.holder), lot_id=lot.id, person_id=planned.holder
            )
        )
    session.add(MarkSheet(lot_id=lot.id, is_locked=planned.state is LotState.LOCKED))
    _seed_copies(session, planned, lot, scheme)
    session.flush()


def _seed_copies(session: Session, planned: PlannedLot, lot: Lot, scheme: Scheme) -> None:
    """In bulk: a session has thousands of pages."""
    copies, schools, marks, points, pages, versions = [], [], [], [], [], []
    for rank in range(planned.copies):
        number = planned.first_copy + rank
        copy = copy_id(planned.number, number)
        dice = random.Random(f"{planned.number}/{number}")  # noqa: S311  # a drawing, not a secret
        anonymity = f"{dice.getrandbits(48):012x}"
        state = _copy_state(planned, rank, number)
        copies.append(
            {"id": copy, "lot_id": lot.id, "number": number, "anonymity_number": anonymity, "state": state,
             "is_hidden": False, "set_aside_reason": _reason(state)}
        )  # fmt: skip
        marking = random.Random(f"marks/{planned.number}/{number}")  # noqa: S311  # invented as well
        schools.append(seed_marking.school_row(copy, planned.centre, marking))
        if state is CopyState.MARKED:
            mark, parts = seed_marking.mark_rows(copy, scheme, dice.randint(8, 36) / 40, marking)
            marks.append(mark)
            points.extend(parts)
        for sheet_number, sheet in enumerate(_sheets(planned, number, anonymity, dice), start=1):
            page = page_id(planned.number, number, sheet_number)
            pages.append({"id": page, "copy_id": copy, "number": sheet_number, "current_version": 1})
            versions.append(
                {"page_id": page, "version": 1, "width": WIDTH, "height": HEIGHT, "drawing": sheet.to_row()}
            )
    filled = ((Copy, copies), (CopySchool, schools), (Mark, marks), (SubMark, points), (Page, pages))
    for table, rows in (*filled, (PageVersion, versions)):
        if rows:
            session.execute(insert(table), rows)


def _reason(state: CopyState) -> str | None:
    return SetAsideReason.UNREADABLE.value if state is CopyState.SET_ASIDE else None


def _copy_state(planned: PlannedLot, rank: int, number: int) -> CopyState:
    if number in planned.set_aside:
        return CopyState.SET_ASIDE
    return CopyState.MARKED if rank < planned.marked else CopyState.TO_MARK


def _sheets(planned: PlannedLot, number: int, anonymity: str, dice: random.Random) -> Iterator[Sheet]:
    writer = dice.getrandbits(31)
    defects = [_defect(planned, number, page, dice) for page in range(1, PAGES_OF_A_COPY + 1)]
    for page, (defect, strength) in enumerate(defects, start=1):
        yield Sheet(
            writer=writer,
            subject=planned.paper,
            page=_printed_page(page, [kind for kind, _ in defects]),
            pages=PAGES_OF_A_COPY,
            anonymity=anonymity,
            defect=defect,
            strength=strength,
        )


def _defect(planned: PlannedLot, number: int, page: int, dice: random.Random) -> tuple[Defect, float]:
    drawn = (dice.choice(SCATTERED_DEFECTS), round(dice.uniform(0.4, 1.0), 2))
    is_defective = dice.random() < DEFECT_SHARE
    # The showcase lot has only the defects chosen for it.
    if planned.defects:
        return planned.defects.get((number, page), (Defect.NONE, 0.0))
    return drawn if is_defective else (Defect.NONE, 0.0)


def _printed_page(page: int, defects: Sequence[Defect]) -> int:
    """What the sheet says of itself: a duplicate repeats the page before, two pages may be swapped."""
    swapped = {number for number, defect in enumerate(defects, start=1) if defect is Defect.OUT_OF_ORDER}
    if defects[page - 1] is Defect.DUPLICATE:
        return max(1, page - 1)
    if page in swapped:
        return page + 1 if page < len(defects) else page - 1
    if page - 1 in swapped and page - 1 < len(defects):
        return page - 1
    if page + 1 in swapped and page + 1 == len(defects):
        return page + 1
    return page


def _seed_mission(session: Session, planned: PlannedMission, now: datetime) -> None:
    identity = _id("mission", planned.person, planned.kind, planned.starts_at.isoformat())
    if session.get(Mission, identity) is not None:
        return
    session.add(
        Mission(
            id=identity,
            person_id=planned.person,
            kind=planned.kind,
            session_id=str(planned.starts_at.year),
            paper_id=planned.paper,
            centre_id=planned.centre,
            starts_at=planned.starts_at,
            ends_at=planned.ends_at,
        )
    )
    session.flush()
    if planned.claim:
        is_early = planned.claim[0] == plan.IN_PROGRESS and now < planned.starts_at
        state, cents = plan.NOT_YET if is_early else planned.claim
        session.add(
            ExpenseClaim(id=_id("claim", identity), mission_id=identity, state=state, amount_cents=cents)
        )
