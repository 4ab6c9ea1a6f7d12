"""Between two messages, the worker learns what unanswered questions mean, a few at a time."""

from datetime import datetime, timedelta

from sqlmodel import Session

from app.assembly import Services
from assistant import gaps

PERIOD = timedelta(days=90)  # of the questions that a curator looks at
BATCH = 16  # questions; the engine takes some milliseconds for each


def learn_some(services: Services, *, now: datetime) -> int:
    """Learn the next ones, with no transaction open while the engine works; the number learnt."""
    embedder = services.embedder
    if embedder is None:
        return 0
    with Session(services.reading) as session:
        wanted = gaps.unlearned(session, since=now - PERIOD, engine=embedder.fingerprint, limit=BATCH)
    if not wanted:
        return 0
    meanings = {turn_id: embedder.embed_query(question) for turn_id, question in wanted.items()}
    with Session(services.engine) as session, session.begin():
        gaps.learn(session, embedder.fingerprint, meanings)
    return len(wanted)
