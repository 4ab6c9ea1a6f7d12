"""`permanence doctor --rebuild`: what is kept of each ticket, held against its log and made again from it."""

from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from sqlalchemy import Engine
from sqlmodel import Session

from app import console
from app.database import open_engine, reading
from app.migrate import is_current
from app.settings import Settings
from ticketing import rebuilding, text_index
from ticketing.rebuilding import Finding

AT_ONCE = 200  # tickets of one transaction: the application waits no longer than that

WORDS = {"log": "journal illisible", rebuilding.UNREADABLE: "ligne illisible"}


@dataclass
class Tally:
    read: int = 0
    wrong: int = 0
    beyond: int = 0  # whose log itself cannot be read


def rebuild_tickets(settings: Settings, *, dry_run: bool) -> bool:
    """Say whether all is well in the end."""
    engine = open_engine(settings.database)
    try:
        _refuse_missing(engine)
        tally = _go_through(engine, dry_run=dry_run)
        console.out(_summary(tally, dry_run=dry_run))
        if dry_run:
            return _words_agree(engine) and tally.wrong == 0
        left = _go_through(engine, dry_run=True, says=False).wrong if tally.wrong else 0
        _index_words(engine)
        if tally.wrong:
            console.out("Relu : tout concorde." if not left else f"Relu : {left} diffèrent encore.")
        return left == 0
    finally:
        engine.dispose()


def _refuse_missing(engine: Engine) -> None:
    path = engine.url.database
    if engine.dialect.name == "sqlite" and path and not Path(path).exists():
        console.fail("Aucune base de données ici. « permanence doctor » dit quoi faire.")
    if not is_current(engine):
        console.fail("La base de données est ancienne. Lancez « permanence serve » : elle se met à jour.")


def _go_through(engine: Engine, *, dry_run: bool, says: bool = True) -> Tally:
    tally = Tally()
    with Session(reading(engine)) as session:
        ids = rebuilding.every_ticket(session)
    for start in range(0, len(ids), AT_ONCE):
        some = ids[start : start + AT_ONCE]
        for finding in _treat(engine, some, dry_run=dry_run):
            tally.wrong += 1
            tally.beyond += finding.made is None
            if says:
                console.out(
                    f"{finding.reference} : {', '.join(WORDS.get(one, one) for one in finding.wrong)}"
                )
        tally.read += len(some)
    return tally


def _words_agree(engine: Engine) -> bool:
    """Whether a search finds what the messages say."""
    with Session(reading(engine)) as session:
        wrong = len(text_index.differences(session))
    if wrong:
        console.out(f"Mots cherchés : {wrong} à refaire.")
    return wrong == 0


def _index_words(engine: Engine) -> None:
    if not _words_agree(engine):
        with Session(engine) as session, session.begin():
            console.out(f"Mots cherchés : {text_index.rebuild(session)} demandes indexées.")


def _treat(engine: Engine, ids: list[UUID], *, dry_run: bool) -> list[Finding]:
    with Session(reading(engine) if dry_run else engine) as session, session.begin():
        found = list(rebuilding.examine(session, ids))
        for finding in found:
            if finding.made is not None and not dry_run:
                rebuilding.mend(session, finding)
    return found


def _summary(tally: Tally, *, dry_run: bool) -> str:
    several = "s" if tally.read > 1 else ""
    line = f"{tally.read} demande{several} relue{several}, {_count(tally.wrong)}"
    mended = tally.wrong - tally.beyond
    if mended:
        line += f" {mended} {'à refaire' if dry_run else 'refaites' if mended > 1 else 'refaite'}."
    if tally.beyond:
        line += f" Journal illisible : {tally.beyond}, à reprendre d’une sauvegarde."
    return line


def _count(wrong: int) -> str:
    if wrong == 0:
        return "toutes comme le dit leur journal."
    return f"{wrong} diffère{'nt' if wrong > 1 else ''} de ce que dit leur journal."
