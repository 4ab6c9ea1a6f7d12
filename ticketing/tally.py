"""What lists filter by, of every ticket, kept in memory: counts that read no hundred thousand rows.

Filled once, then kept current from the log. It answers a session only when it stands exactly where that
session does, at the same event; otherwise SQL does. The rows stay the truth.
"""

from collections.abc import Hashable, Sequence
from contextlib import suppress
from itertools import zip_longest
from threading import Lock
from typing import Any
from uuid import UUID

import numpy as np
from sqlalchemy import ColumnElement, Select, literal_column, select, table, text
from sqlmodel import Session

from ticketing import list_indexes
from ticketing.tally_masks import Kept, Mask, Masks, NotInMemory, Words
from ticketing.tally_standing import Standing, counted

OPTION = "tally"  # of an engine whose transactions only read: what they see is committed
MOMENTS = ("opened_at", "deadline", "due_at")
WORDS = (*(name for name in list_indexes.FILTERED if name not in MOMENTS), "priority")
READ_AT_ONCE = 10_000
MASKS = 64  # kept from one look to the next: a byte a ticket each
AT_ONCE = 2_000  # tickets that changed, from which all are read again

# As they are stored: making a word of a closed list, or a moment, of each would take longer than reading it.
_ALL: Select[*tuple[Any, ...]] = select(
    *(literal_column(name) for name in ("id", *WORDS, *MOMENTS))
).select_from(table("ticket"))
_CHANGED = _ALL.where(text("id IN (SELECT ticket_id FROM ticket_event WHERE seq > :seen)"))
# One writer at a time on SQLite: the last event, and the last change without one, say where a session stands.
_PLACE = text(
    "SELECT (SELECT coalesce(max(seq), 0) FROM ticket_event), "
    "(SELECT coalesce(max(number), 0) FROM ticket_unlogged)"
)


def of(session: Session) -> "Tally | None":
    """That of the database of a session which only reads; None elsewhere."""
    kept = session.connection().get_execution_options().get(OPTION)
    return kept if isinstance(kept, Tally) else None


class Tally:
    """One of a database and process."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._place: tuple[int, int] | None = None  # the last event, the last change without one
        self._at: dict[str, int] = {}
        self._kept = Kept({}, {}, 0)
        self._standing = Standing()
        self._made: dict[object, Mask] = {}  # since the last look that found something changed

    def counts(
        self, session: Session, conditions: Sequence[ColumnElement[bool]], names: Sequence[Hashable] = ()
    ) -> list[int | None]:
        """How many tickets fulfil each; None where SQL has to be asked.

        A condition that looks neither at the hour nor at another table may have a name, by which it is known
        again: its count is then moved by what changed. None names nothing.
        """
        with self._lock:
            if not self._follows(session):
                return [None] * len(conditions)
            masks = self._masks(session)
            named = zip_longest(conditions, names)
            return [self._counted(masks, condition, name) for condition, name in named]

    def _counted(self, masks: Masks, condition: ColumnElement[bool], name: Hashable) -> int | None:
        with suppress(NotInMemory):
            return counted(masks, condition) if name is None else self._standing.count(name, condition, masks)
        return None

    def few(self, session: Session, condition: ColumnElement[bool], most: int) -> list[UUID] | None:
        """The tickets that fulfil it, in no order; None when they are more, or SQL has to be asked."""
        with self._lock, suppress(NotInMemory):
            if self._follows(session):
                mask = self._masks(session).of(condition)
                if np.count_nonzero(mask) <= most:
                    names = list(self._at)  # in the order of their places
                    return [UUID(names[place]) for place in np.flatnonzero(mask)]
        return None

    def _masks(self, session: Session) -> Masks:
        if len(self._made) > MASKS:
            self._made.clear()
        return Masks(self._kept, lambda query: self._tied(session, query), self._made)

    def _follows(self, session: Session) -> bool:
        """Come to where the session stands; False when it stands before."""
        seen, unlogged = session.connection().execute(_PLACE).one()
        if self._place == (seen, unlogged):
            return True
        before = self._place
        if before is not None and (seen < before[0] or unlogged < before[1]):
            return False
        self._place = None  # a look that fails half-way leaves nothing to be trusted
        self._made.clear()
        if before is None or unlogged > before[1]:
            self._load(session)
        else:
            self._catch_up(session, before[0])
        self._place = (seen, unlogged)
        return True

    def _load(self, session: Session) -> None:
        self._at, words = {}, {name: Words() for name in WORDS}
        parts: dict[str, list[Any]] = {name: [] for name in (*WORDS, *MOMENTS)}
        for rows in session.connection().execute(_ALL).partitions(READ_AT_ONCE):
            ids, *columns = zip(*rows, strict=True)
            self._at.update(zip(ids, range(len(self._at), len(self._at) + len(ids)), strict=True))
            for name, column in zip(WORDS, columns, strict=False):
                parts[name].append(np.fromiter(map(words[name].code, column), np.int32, len(ids)))
            for name, column in zip(MOMENTS, columns[len(WORDS) :], strict=True):
                parts[name].append(np.array(column, "datetime64[us]"))
        empty = {name: np.zeros(0, np.int32 if name in WORDS else "datetime64[us]") for name in parts}
        columns_made = {name: np.concatenate([empty[name], *some]) for name, some in parts.items()}
        self._kept = Kept(words, columns_made, len(self._at))
        self._standing = Standing()

    def _catch_up(self, session: Session, seen: int) -> None:
        rows = session.connection().execute(_CHANGED.limit(AT_ONCE), {"seen": seen}).all()
        if len(rows) == AT_ONCE:
            self._load(session)
            return
        known = self._kept.size
        places = [self._at.setdefault(row[0], len(self._at)) for row in rows]
        before = self._some([place for place in places if place < known])
        self._make_room(len(self._at))
        for place, row in zip(places, rows, strict=True):
            self._write(place, row)
        self._standing.moved(before, self._some(places))

    def _some(self, places: Sequence[int]) -> Kept:
        columns = {name: column[list(places)] for name, column in self._kept.columns.items()}
        return Kept(self._kept.words, columns, len(places))

    def _make_room(self, size: int) -> None:
        more = size - self._kept.size
        if more > 0:
            for name, column in self._kept.columns.items():
                self._kept.columns[name] = np.concatenate([column, np.zeros(more, column.dtype)])
            self._kept.size = size

    def _write(self, place: int, row: Sequence[Any]) -> None:
        for name, value in zip(WORDS, row[1:], strict=False):
            self._kept.columns[name][place] = self._kept.words[name].code(value)
        for name, value in zip(MOMENTS, row[1 + len(WORDS) :], strict=True):
            self._kept.columns[name][place] = np.datetime64(value, "us")

    def _tied(self, session: Session, query: Any) -> Mask:
        """The tickets that a query on another table gives the identifiers of."""
        mask = np.zeros(self._kept.size, bool)
        ids = {found.hex for found in session.connection().execute(query).scalars()}
        mask[[self._at[one] for one in ids if one in self._at]] = True
        return mask
