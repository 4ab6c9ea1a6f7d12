"""The practical exams of the demonstration: invented candidates, known by their numbers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import NAMESPACE_URL, UUID, uuid5

from sqlmodel import Session

from backend.demo.demonstration import ECE
from backend.marking.models import PersonSchool
from backend.practical.models import (
    AttestationState,
    Half,
    Panel,
    PracticalExam,
    Sheet,
    SheetState,
)

SHE, HE = "interrogatrice-stl", "interrogateur-stl-2"  # she teaches at the Pastel
HE_TEACHES_AT = "CAN31"
COMMENTS = (
    "Montage soigné, mesures reprises quand elles s’écartent. Exploitation rapide.",
    "Protocole suivi pas à pas. L’incertitude est donnée sans être discutée.",
    "Verrerie bien choisie, dilution à refaire une fois. Conclusion juste.",
    "Bonne maîtrise de l’appareil. Le compte rendu reste bref.",
)


@dataclass(frozen=True)
class PlannedPanel:
    """An examiner's half-day, and the candidates: how many, from which school."""

    day: date
    half: Half
    examiner: str
    school: str
    candidates: int


@dataclass(frozen=True)
class PlannedExam:
    """`states` and `points` are of chosen candidates, by their rank from 1."""

    centre: str
    first_day: date
    last_day: date
    school_year_ends: date
    panels: tuple[PlannedPanel, ...]
    without_examiner: tuple[str, ...] = ()  # the school of each
    states: Mapping[int, SheetState] = field(default_factory=dict)
    points: Mapping[int, int] = field(default_factory=dict)
    attestation: AttestationState = AttestationState.TO_GENERATE
    destroyed_on: date | None = None


EXAMS = (
    PlannedExam(
        "VIO31", date(2027, 6, 1), date(2027, 6, 2), date(2027, 7, 3),
        (
            PlannedPanel(date(2027, 6, 1), Half.AFTERNOON, SHE, "CAN31", 6),
            PlannedPanel(date(2027, 6, 1), Half.AFTERNOON, HE, "PAS31", 4),
            PlannedPanel(date(2027, 6, 2), Half.MORNING, SHE, "CAN31", 6),
        ),
        without_examiner=("CAN31", "CAN31", "PAS31"),
        states={4: SheetState.ABSENT, 5: SheetState.TO_REPLACE, 6: SheetState.UNJUSTIFIED},
        points={1: 15, 2: 11, 7: 13},
    ),
    PlannedExam(
        "VIO31", date(2026, 6, 4), date(2026, 6, 4), date(2026, 7, 4),
        (PlannedPanel(date(2026, 6, 4), Half.MORNING, SHE, "CAN31", 4),),
        points={1: 12, 2: 17, 3: 9, 4: 14},
        attestation=AttestationState.SENT,
        destroyed_on=date(2026, 6, 9),
    ),
    PlannedExam(
        "CAL13", date(2026, 6, 4), date(2026, 6, 5), date(2026, 7, 4),
        (PlannedPanel(date(2026, 6, 5), Half.MORNING, HE, "MIS13", 4),),
        states={3: SheetState.UNJUSTIFIED},
        points={1: 10, 2: 16, 4: 13},
    ),
)  # fmt: skip


def exam_id(centre: str, year: int) -> UUID:
    return uuid5(NAMESPACE_URL, f"permanence:practical:{centre}:{year}")


def panel_id(centre: str, year: int, number: int) -> UUID:
    return uuid5(exam_id(centre, year), f"panel:{number}")


def sheet_id(centre: str, year: int, rank: int) -> UUID:
    return uuid5(exam_id(centre, year), f"sheet:{rank}")


def candidate_number(centre: str, year: int, rank: int) -> str:
    """'27-V-0103'."""
    return f"{year % 100}-{centre[0]}-{100 + rank:04d}"


def seed(session: Session) -> None:
    """An exam that is already there is left as it is, erased sheets included."""
    session.merge(PersonSchool(person_id=HE, school_id=HE_TEACHES_AT))
    for planned in EXAMS:
        if session.get(PracticalExam, exam_id(planned.centre, planned.first_day.year)) is None:
            _seed_exam(session, planned)


def _seed_exam(session: Session, planned: PlannedExam) -> None:
    centre, year = planned.centre, planned.first_day.year
    exam = PracticalExam(
        id=exam_id(centre, year),
        session_id=str(year),
        paper_id=ECE,
        centre_id=centre,
        first_day=planned.first_day,
        last_day=planned.last_day,
        school_year_ends=planned.school_year_ends,
        attestation=planned.attestation,
        destroyed_on=planned.destroyed_on,
    )
    session.add(exam)
    session.flush()
    rank = 0
    for number, panel in enumerate(planned.panels, start=1):
        row = Panel(
            id=panel_id(centre, year, number),
            exam_id=exam.id,
            number=number,
            day=panel.day,
            half=panel.half,
            examiner_id=panel.examiner,
        )
        session.add(row)
        session.flush()
        for _ in range(panel.candidates):
            rank += 1
            session.add(_sheet(planned, rank, panel.school, row.id))
    for after, school in enumerate(planned.without_examiner, start=1):
        session.add(_sheet(planned, rank + after, school, None))
    session.flush()


def _sheet(planned: PlannedExam, rank: int, school: str, panel: UUID | None) -> Sheet:
    centre, year = planned.centre, planned.first_day.year
    points = planned.points.get(rank)
    waiting = SheetState.EXPECTED if panel else SheetState.REGISTERED
    state = SheetState.MARKED if points is not None else planned.states.get(rank, waiting)
    return Sheet(
        id=sheet_id(centre, year, rank),
        exam_id=exam_id(centre, year),
        candidate=candidate_number(centre, year, rank),
        school_id=school,
        panel_id=panel,
        state=state,
        points=points,
        comment=COMMENTS[rank % len(COMMENTS)] if points is not None else "",
    )
