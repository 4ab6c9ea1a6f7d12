"""Rows that every event writes, without the ORM's unit of work, which takes ten times as long."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any, TypeVar, cast

from sqlalchemy import Insert, Table, Update, and_, bindparam, inspect
from sqlalchemy import insert as insert_into
from sqlalchemy import update as change
from sqlalchemy.orm import class_mapper, make_transient_to_detached
from sqlmodel import Session, SQLModel

Model = TypeVar("Model", bound=SQLModel)


def new(model: type[Model], **values: Any) -> Model:
    """A row of values that are right already, made as those that are read: its class would look at each.

    What is not given has the default of its field.
    """
    manager, fixed, made = _makings(model)
    row: Model = manager.new_instance()
    row.__dict__.update(fixed)
    row.__dict__.update({name: make() for name, make in made.items() if name not in values})
    row.__dict__.update(values)
    return row


def fill(row: SQLModel, values: Mapping[str, Any]) -> None:
    """Give values that are right already: at once to a row that no session holds yet."""
    state: Any = inspect(row, raiseerr=False)
    if state is None or state.transient:
        row.__dict__.update(values)
        return
    for name, value in values.items():
        setattr(row, name, value)


def insert(session: Session, *rows: SQLModel) -> None:
    """Write them now, those of one table in one statement; raises IntegrityError.

    Their objects stay outside the session. What they point to must have been written.
    """
    by_model: dict[type[SQLModel], list[SQLModel]] = {}
    for row in rows:
        by_model.setdefault(type(row), []).append(row)
    for model, some in by_model.items():
        _, names = _insertion(model)
        insert_values(session, model, [{name: getattr(row, name) for name in names} for row in some])


def insert_values(session: Session, model: type[SQLModel], values: Sequence[Mapping[str, Any]]) -> None:
    """The same for rows that nobody needs as objects: every column is given."""
    if values:
        session.connection().execute(_insertion(model)[0], values)


def save(session: Session, row: SQLModel) -> None:
    """Write a new row, which the session then holds as if it had read it; or what changed in one it holds."""
    state: Any = inspect(row)
    if state.transient:
        insert(session, row)
        make_transient_to_detached(row)
        session.add(row)
    elif state.persistent:
        save_changes(session, type(row), [row])
    else:
        session.flush()


def save_changes(session: Session, model: type[SQLModel], held: Sequence[SQLModel]) -> None:
    """Write what changed in rows that the session holds, in one statement."""
    states: list[Any] = [inspect(row) for row in held]
    changed = {name: None for row, state in zip(held, states, strict=True) for name in _changed(row, state)}
    if not changed:
        return
    statement, keys = _change(model, frozenset(changed))
    values = [
        {name: getattr(row, name) for name in changed} | {f"key_{name}": getattr(row, name) for name in keys}
        for row in held
    ]
    session.connection().execute(statement, values)
    # As after a flush, which would look for all that again: a savepoint undone has them read again.
    session._register_altered(states)
    for row, state in zip(held, states, strict=True):
        state._commit_all(row.__dict__, session.identity_map)


def _changed(row: SQLModel, state: Any) -> list[str]:
    before = state.committed_state
    return [name for name in before if getattr(row, name) != before[name]]


def _table(model: type[SQLModel]) -> Table:
    table: Table = model.__table__  # type: ignore[attr-defined]  # every table model has one
    return table


@cache
def _makings(model: type[SQLModel]) -> tuple[Any, dict[str, Any], dict[str, Callable[[], Any]]]:
    """What makes a row; the defaults that are one value, those that are made each time."""
    fields = {name: one for name, one in model.model_fields.items() if not one.is_required()}
    made = {
        name: cast(Callable[[], Any], one.default_factory)
        for name, one in fields.items()
        if one.default_factory
    }
    fixed = {name: one.default for name, one in fields.items() if name not in made}
    return class_mapper(model).class_manager, fixed, made  # whose tables are tied together by then


@cache
def _insertion(model: type[SQLModel]) -> tuple[Insert, list[str]]:
    table = _table(model)
    numbered: Any = table.autoincrement_column  # the database gives it
    return insert_into(table), [column.name for column in table.columns if column is not numbered]


@cache
def _change(model: type[SQLModel], names: frozenset[str]) -> tuple[Update, list[str]]:
    keys = list(_table(model).primary_key)
    where = and_(*(column == bindparam(f"key_{column.name}", type_=column.type) for column in keys))
    values: dict[str, Any] = {name: bindparam(name) for name in sorted(names)}
    return change(_table(model)).where(where).values(values), [column.name for column in keys]
