"""What Cyclades knows: sessions, exams, papers, centres, académies."""

from collections.abc import Sequence

from sqlmodel import Session, col, select

from backend.models import Academy, Centre, ExamSession, Paper


def list_academies(session: Session) -> Sequence[Academy]:
    return session.exec(select(Academy).order_by(col(Academy.name))).all()


def list_centres(session: Session) -> Sequence[Centre]:
    return session.exec(select(Centre).order_by(col(Centre.id))).all()


def list_papers(session: Session) -> Sequence[Paper]:
    return session.exec(select(Paper).order_by(col(Paper.id))).all()


def list_sessions(session: Session) -> Sequence[ExamSession]:
    """The most recent first."""
    return session.exec(select(ExamSession).order_by(col(ExamSession.id).desc())).all()
