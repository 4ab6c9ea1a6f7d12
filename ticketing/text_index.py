"""What is said on tickets, found again by its words: written with the words, rebuilt from them."""

from collections.abc import Collection, Iterable, Sequence
from itertools import groupby
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Integer,
    Join,
    Row,
    Table,
    and_,
    bindparam,
    column,
    func,
    insert,
    literal_column,
    or_,
    select,
    table,
    text,
    update,
)
from sqlalchemy.ext.compiler import compiles
from sqlmodel import Session, SQLModel, col, delete
from sqlmodel import select as rows

from ticketing import french, permissions
from ticketing.models import Message, Ticket
from ticketing.permissions import Caller
from ticketing.search_models import SearchText
from ticketing.vocabulary import Visibility

_WORDS = table("ticket_words", column("rowid", Integer))
_TEXTS: Table = SearchText.__table__  # type: ignore[attr-defined]  # every table model has one
_KEPT = select(_TEXTS).where(_TEXTS.c.ticket_id == bindparam("ticket"))
_CHANGE = update(_TEXTS).where(_TEXTS.c.number == bindparam("kept"))
_BATCH = 500
ASKED_WORDS = 12  # of one search; more narrow nothing
RARE = 2_000  # tickets: a word found in more of them says little of one


class _InThisOrder(Join):
    """A join whose left side is read first, as only SQLite lets one say."""

    inherit_cache = True


@compiles(_InThisOrder, "sqlite")
def _in_this_order(join: _InThisOrder, compiler: Any, **how: Any) -> str:
    left, right = (compiler.process(side, **how | {"asfrom": True}) for side in (join.left, join.right))
    return f"{left} CROSS JOIN {right} ON {compiler.process(join.onclause, **how)}"


def begin(session: Session, ticket: Ticket, words: str) -> None:
    """Index a new ticket, of which nothing is known yet, with the first words of its reporter."""
    _put(session, ticket.id, None, _joined(french.stems(ticket.subject) | french.stems(words)), "")


def add(session: Session, ticket: Ticket, words: str, visibility: Visibility) -> None:
    """Index what was just said on a ticket; nothing is written when it brings no new word."""
    kept = session.connection().execute(_KEPT, {"ticket": ticket.id}).one_or_none()
    said, noted = (kept.said, kept.noted) if kept else (_joined(french.stems(ticket.subject)), "")
    if visibility is Visibility.PUBLIC:
        said = _joined(french.stems(words).union(said.split()))
    else:
        noted = _joined(french.stems(words).union(noted.split()))
    _put(session, ticket.id, kept, said, noted)


def refresh(session: Session, ticket: Ticket) -> None:
    """Read the words of one ticket again, after messages of it were moved or withdrawn."""
    said, noted = _stems(ticket.subject, session.exec(rows(Message).where(Message.ticket_id == ticket.id)))
    kept = session.connection().execute(_KEPT, {"ticket": ticket.id}).one_or_none()
    _put(session, ticket.id, kept, said, noted)


def _put(session: Session, ticket_id: UUID, kept: Row[Any] | None, said: str, noted: str) -> None:
    words = {"said": said, "noted": noted}
    if kept is None:
        session.connection().execute(insert(_TEXTS), {"ticket_id": ticket_id, **words})
    elif (kept.said, kept.noted) != (said, noted):
        session.connection().execute(_CHANGE, {"kept": kept.number, **words})


def rebuild(session: Session) -> int:
    """Make the whole index again from the messages; the count of the tickets in it."""
    session.exec(delete(SearchText))
    subjects = rows(Ticket.id, Ticket.subject).order_by(col(Ticket.opened_at), col(Ticket.reference))
    tickets = session.exec(subjects).all()
    for start in range(0, len(tickets), _BATCH):
        batch = tickets[start : start + _BATCH]
        said = _messages_of(session, [ticket_id for ticket_id, _ in batch])
        for ticket_id, subject in batch:
            public, internal = _stems(subject, said.get(ticket_id, ()))
            session.add(SearchText(ticket_id=ticket_id, said=public, noted=internal))
        session.flush()
        session.expunge_all()
    return len(tickets)


def is_missing(session: Session) -> bool:
    """Some ticket is not in the index at all: it is older than the index."""
    known = rows(SearchText.number).where(SearchText.ticket_id == Ticket.id)
    return session.exec(rows(Ticket.id).where(~known.exists()).limit(1)).first() is not None


def differences(session: Session) -> list[UUID]:
    """Tickets of which the index does not say what their messages say; empty when all is well."""
    kept = {row.ticket_id: (row.said, row.noted) for row in session.exec(rows(SearchText))}
    found = []
    tickets = session.exec(rows(Ticket.id, Ticket.subject)).all()
    for start in range(0, len(tickets), _BATCH):
        batch = tickets[start : start + _BATCH]
        said = _messages_of(session, [ticket_id for ticket_id, _ in batch])
        found += [one for one, subject in batch if kept.get(one) != _stems(subject, said.get(one, ()))]
    return found


def source(session: Session, *, said: bool) -> FromClause:
    """Tickets with their indexed words; `said`: read from the index of words, the latest first.

    The order is imposed on SQLite, whose planner would gather every ticket that says a common word.
    """
    texts, tickets = (SQLModel.metadata.tables[name] for name in ("ticket_text", "ticket"))
    if not (said and _is_sqlite(session)):
        return texts.join(tickets, texts.c.ticket_id == tickets.c.id)
    inner = _InThisOrder(_WORDS, texts, texts.c.number == _WORDS.c.rowid)
    return _InThisOrder(inner, tickets, texts.c.ticket_id == tickets.c.id)


def place(session: Session, *, said: bool) -> ColumnElement[Any]:
    """What a search of `source` orders by, and goes on from."""
    numbers = SQLModel.metadata.tables["ticket_text"].c.number
    return _WORDS.c.rowid if said and _is_sqlite(session) else numbers


def matching(session: Session, caller: Caller, asked: Sequence[Collection[str]]) -> ColumnElement[bool]:
    """Tickets that say every word asked, among what this caller may read of each."""
    asked = asked[:ASKED_WORDS]
    reads_all = permissions.reads_notes(caller)
    if _is_sqlite(session):
        said = select(_WORDS.c.rowid).where(_match(_asked(asked, "said")))
        return and_(_match(_asked(asked)), or_(reads_all, col(SearchText.number).in_(said)))
    query = func.to_tsquery("simple", " & ".join(f"({' | '.join(sorted(one))})" for one in asked))
    public = func.to_tsvector("simple", col(SearchText.said))
    both = public.op("||")(func.to_tsvector("simple", col(SearchText.noted)))
    return or_(_holds(public, query), and_(reads_all, _holds(both, query)))


def closest(session: Session, stems: Iterable[str], limit: int) -> dict[UUID, float]:
    """Tickets that share the rarest of these words in what their reporters read: from 1 for the closest
    (by BM25) down towards 0. Not filtered by who asks.
    """
    rarest = _rarest(session, stems)
    if not rarest:
        return {}
    if _is_sqlite(session):
        asked = f"said : ({' OR '.join(map(_quoted, rarest))})"
        query = text(
            "SELECT ticket_text.ticket_id, -bm25(ticket_words) AS score FROM ticket_words "
            "JOIN ticket_text ON number = ticket_words.rowid "
            "WHERE ticket_words MATCH :asked ORDER BY score DESC LIMIT :limit"
        )
        rows_found = session.connection().execute(query, {"asked": asked, "limit": limit})
        found = [(UUID(one.ticket_id), float(one.score)) for one in rows_found]
    else:
        asked_for = func.to_tsquery("simple", " | ".join(rarest))
        vector = func.to_tsvector("simple", col(SearchText.said))
        score = func.ts_rank(vector, asked_for)
        near = rows(SearchText.ticket_id, score).where(_holds(vector, asked_for))
        found = [(one, float(rank)) for one, rank in session.exec(near.order_by(score.desc()).limit(limit))]
    best = max((score for _, score in found), default=0.0)
    return {one: score / best for one, score in found} if best > 0 else {}


def _rarest(session: Session, stems: Iterable[str], count: int = 6) -> list[str]:
    """The words that few tickets say; on PostgreSQL the longest ones stand for them."""
    stems = sorted(set(stems), key=lambda stem: (-len(stem), stem))[:40]
    if not _is_sqlite(session):
        return stems[:count]
    asked = text("SELECT term, doc FROM ticket_vocabulary WHERE term = :term")
    known = [row for stem in stems for row in session.connection().execute(asked, {"term": stem})]
    return [row.term for row in sorted(known, key=lambda row: row.doc) if row.doc <= RARE][:count]


def _match(asked: str) -> ColumnElement[bool]:
    return literal_column("ticket_words").op("MATCH", is_comparison=True)(asked)


def _asked(asked: Sequence[Collection[str]], where: str | None = None) -> str:
    words = " AND ".join(f"({' OR '.join(map(_quoted, sorted(one)))})" for one in asked)
    return f"{where} : ({words})" if where else words


def _holds(vector: ColumnElement[Any], query: ColumnElement[Any]) -> ColumnElement[bool]:
    return vector.op("@@", is_comparison=True)(query)


def _messages_of(session: Session, ticket_ids: Sequence[UUID]) -> dict[UUID, list[Message]]:
    said = session.exec(
        rows(Message).where(col(Message.ticket_id).in_(ticket_ids)).order_by(col(Message.ticket_id))
    )
    return {ticket_id: list(some) for ticket_id, some in groupby(said, lambda one: one.ticket_id)}


def _stems(subject: str, messages: Iterable[Message]) -> tuple[str, str]:
    said, noted = french.stems(subject), set[str]()
    for message in messages:
        (said if message.visibility is Visibility.PUBLIC else noted).update(french.stems(message.body))
    return _joined(said), _joined(noted)


def _joined(stems: Iterable[str]) -> str:
    return " ".join(sorted(stems))


def _quoted(stem: str) -> str:
    return '"' + stem.replace('"', "") + '"'


def _is_sqlite(session: Session) -> bool:
    return session.get_bind().dialect.name == "sqlite"
