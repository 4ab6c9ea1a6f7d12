"""What Imag’in knows: missions and expense claims of the person who asks."""

from collections.abc import Sequence

from sqlmodel import Session, col, select

from backend.models import ExpenseClaim, Mission
from backend.permissions import Viewer


def my_missions(session: Session, viewer: Viewer) -> Sequence[Mission]:
    """In the order of their dates."""
    query = select(Mission).where(Mission.person_id == viewer.id)
    return session.exec(query.order_by(col(Mission.starts_at))).all()


def my_claims(session: Session, viewer: Viewer) -> Sequence[ExpenseClaim]:
    query = select(ExpenseClaim).join(Mission).where(Mission.person_id == viewer.id)
    return session.exec(query.order_by(col(Mission.starts_at))).all()


def papers_of_missions(session: Session, viewer: Viewer) -> Sequence[str]:
    """The papers on which the viewer holds a mission: whoever holds one may read its scale."""
    query = select(Mission.paper_id).where(Mission.person_id == viewer.id).distinct()
    return session.exec(query.order_by(col(Mission.paper_id))).all()
