"""What was answered on a day, shown again to the word, beside what the texts would answer now."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

from rich.console import Console
from sqlalchemy import Engine
from sqlmodel import Session

from app import console, replay_view
from app.database import open_engine, reading
from app.engines import open_embedder
from app.finding import PARIS, day_of
from app.migrate import is_current
from app.settings import Settings
from assistant import answer_log, confidence
from assistant.answer_log import Listed, Recorded
from assistant.composition import Answerer
from assistant.errors import AnswerNotRecorded
from assistant.replay import replay
from knowledge import circulars
from knowledge.errors import IndexMismatch, IndexMissing
from knowledge.local_index import LocalIndex

LIST_A_DAY = "« permanence replay --day AAAA-MM-JJ » liste les réponses d’un jour."


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the command line asks for, as it was typed: one of the three."""

    answer: str | None = None
    day: str | None = None
    conversation: str | None = None


def replay_answers(settings: Settings, wanted: Wanted, *, as_json: bool) -> None:
    """List the answers of a day or of a conversation, or show one; never whose they were."""
    given = [value for value in (wanted.answer, wanted.day, wanted.conversation) if value]
    if len(given) != 1:
        console.fail(f"Donnez l’identifiant d’une réponse, --day ou --conversation. {LIST_A_DAY}")
    engine = _open(settings)
    try:
        if wanted.answer:
            _show_one(settings, engine, _identifier(wanted.answer), as_json=as_json)
        else:
            _show_list(_listed(engine, wanted), as_json=as_json)
    finally:
        engine.dispose()


def _open(settings: Settings) -> Engine:
    missing = settings.database.startswith("sqlite:///") and not Path(settings.database[10:]).is_file()
    if missing:
        console.fail("Aucune base de données ici. « permanence doctor » dit quoi faire.")
    engine = open_engine(settings.database)
    if not is_current(engine):
        engine.dispose()
        console.fail("La base vient d’une autre version. Démarrez une fois « permanence serve ».")
    return reading(engine)


def _identifier(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        console.fail(f"Ce n’est pas un identifiant : {text}. {LIST_A_DAY}")


def _listed(engine: Engine, wanted: Wanted) -> list[Listed]:
    day = day_of(wanted.day)
    with Session(engine) as session:
        if day:
            found, where = answer_log.on_day(session, day), replay_view.on_day(day)
        else:
            conversation = _identifier(wanted.conversation or "")
            found, where = answer_log.of_conversation(session, conversation), "dans cette conversation"
    if not found:
        console.fail(f"Aucune réponse tirée des textes n’est enregistrée {where}.")
    return found


def _show_list(found: Sequence[Listed], *, as_json: bool) -> None:
    if as_json:
        for row in replay_view.list_rows(found):
            console.out(json.dumps(row, ensure_ascii=False))
    else:
        replay_view.show_list(found, Console())


def _show_one(settings: Settings, engine: Engine, wanted: UUID, *, as_json: bool) -> None:
    with Session(engine) as session:
        recorded = _find(session, wanted)
        versions = circulars.versions(
            session, {seen.circular_id for seen in recorded.grounds.seen if not seen.is_scale}
        )
    index = _index(settings)
    answers = Answerer(index, confidence.load()) if index else None
    found = replay(recorded, versions, answers, datetime.now(PARIS).date())
    if as_json:
        console.out(json.dumps(replay_view.row(found), ensure_ascii=False))
    else:
        replay_view.show(found, Console())


def _find(session: Session, wanted: UUID) -> Recorded:
    try:
        return answer_log.find(session, wanted)
    except AnswerNotRecorded:
        console.fail(f"Aucune réponse tirée des textes sous cet identifiant : {wanted}. {LIST_A_DAY}")


def _index(settings: Settings) -> LocalIndex | None:
    try:
        return LocalIndex.open(settings.index_dir, open_embedder(settings))
    except (IndexMissing, IndexMismatch):
        console.tell("Pas d’index lisible : seule la réponse d’alors est montrée.")
        return None
