"""Seed what marking needs: schemes, schools, and marks that add up."""

import random
from collections.abc import Iterator, Mapping
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from sqlmodel import Session

from backend.demo import marking_plan as plan
from backend.demo.marking_plan import PlannedQuestion
from backend.marking import scheme
from backend.marking.models import MarkingQuestion, MarkingScheme, PersonSchool, School
from backend.marking.scheme import Scheme

Row = dict[str, Any]


def seed_schools(session: Session) -> None:
    for school, name, town in plan.SCHOOLS:
        session.merge(School(id=school, name=name, town=town))
    session.flush()
    for person, school in plan.TEACHES_AT.items():
        session.merge(PersonSchool(person_id=person, school_id=school))


def seed_schemes(session: Session, session_id: str) -> None:
    for paper, planned in plan.SCHEMES.items():
        session.merge(
            MarkingScheme(
                session_id=session_id,
                paper_id=paper,
                takes_half_points=planned.takes_half_points,
                needs_appreciation=planned.needs_appreciation,
            )
        )
        session.flush()
        rows = _rows(session_id, paper, planned.questions, None)
        for rank, row in enumerate(rows, start=1):
            row.rank = rank
            session.merge(row)
            session.flush()


def schemes(session: Session, session_id: str) -> Mapping[str, Scheme]:
    found = {paper: scheme.find_scheme(session, session_id, paper) for paper in plan.SCHEMES}
    return {paper: known for paper, known in found.items() if known is not None}


def mark_rows(copy_id: UUID, found: Scheme, share: float, dice: random.Random) -> tuple[Row, list[Row]]:
    """A mark near `share` of the maximum and the points of its questions, which add up to it."""
    step = 1 if found.takes_half_points else 2
    points: list[Row] = []
    for question in found.marked().values():
        wished = question.maximum_half_points * (share + dice.uniform(-0.15, 0.15)) / step
        given = min(max(round(wished), 0) * step, question.maximum_half_points)
        points.append({"copy_id": copy_id, "question_id": question.id, "half_points": given})
    said = dice.choice(plan.APPRECIATIONS) if found.needs_appreciation else ""
    total = sum(row["half_points"] for row in points)
    return {"copy_id": copy_id, "half_points": total, "code": None, "appreciation": said}, points


def school_row(copy_id: UUID, centre_id: str, dice: random.Random) -> Row:
    return {"copy_id": copy_id, "school_id": dice.choice(plan.CANDIDATES_OF[centre_id])}


def _rows(
    session_id: str, paper: str, questions: tuple[PlannedQuestion, ...], part_of: UUID | None
) -> Iterator[MarkingQuestion]:
    for question in questions:
        identity = uuid5(
            NAMESPACE_URL, f"permanence:question:{session_id}:{paper}:{part_of}:{question.label}"
        )
        yield MarkingQuestion(
            id=identity,
            session_id=session_id,
            paper_id=paper,
            part_of=part_of,
            rank=0,
            label=question.label,
            maximum_half_points=None if question.parts else 2 * question.points,
        )
        yield from _rows(session_id, paper, question.parts, identity)
