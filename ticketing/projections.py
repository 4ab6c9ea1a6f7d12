"""Rows that the events of a ticket add up to, beside its own columns: held against them, or made again."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Table, delete, insert, select
from sqlmodel import Session, SQLModel

from ticketing.models import Event, Ticket

Key = tuple[Any, ...]
Values = dict[str, Any]
NAMED = 20  # signs of an identifier, enough to find it


@dataclass(frozen=True, slots=True)
class Projection:
    """One derived table: `fold` says the rows that a ticket's whole history makes."""

    model: type[SQLModel]
    fold: Callable[[Ticket, Sequence[Event]], Sequence[SQLModel]]
    owner: str = "ticket_id"  # the column that names the ticket

    @property
    def table(self) -> Table:
        table: Table = self.model.__table__  # type: ignore[attr-defined]  # every table model has one
        return table

    def made(self, ticket: Ticket, events: Sequence[Event]) -> dict[Key, Values]:
        rows = [row.model_dump() for row in self.fold(ticket, events)]
        return {self._key(row): row for row in rows}

    def kept(self, session: Session, ticket: Ticket) -> dict[Key, Values]:
        """LookupError when a row holds a word that no closed list has."""
        rows = session.connection().execute(select(self.table).where(self._mine(ticket))).mappings()
        return {self._key(dict(row)): dict(row) for row in rows}

    def differences(self, session: Session, ticket: Ticket, events: Sequence[Event]) -> list[str]:
        made = self.made(ticket, events)
        try:
            kept = self.kept(session, ticket)
        except LookupError:
            return [self.table.name]
        wrong = [key for key in made.keys() | kept.keys() if made.get(key) != kept.get(key)]
        return sorted(f"{self.table.name} {self._named(key)}".strip() for key in wrong)

    def rewrite(self, session: Session, ticket: Ticket, events: Sequence[Event]) -> None:
        """Put in the table what the events say, and nothing else."""
        session.connection().execute(delete(self.table).where(self._mine(ticket)))
        rows = list(self.made(ticket, events).values())
        if rows:
            session.connection().execute(insert(self.table), rows)

    def _mine(self, ticket: Ticket) -> ColumnElement[bool]:
        return self.table.c[self.owner] == ticket.id

    def _key(self, row: Values) -> Key:
        return tuple(row[column.name] for column in self.table.primary_key)

    def _named(self, key: Key) -> str:
        named = zip(self.table.primary_key, key, strict=True)
        return " ".join(str(value)[:NAMED] for column, value in named if column.name != self.owner)
