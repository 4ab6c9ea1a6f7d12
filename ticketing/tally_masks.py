"""Conditions on tickets worked out over columns kept in memory: the very ones that SQL is given.

Nothing is said twice: a view, a filter or a right is read from the expression made for SQL. What is not
understood raises NotInMemory, and SQL is asked.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import BindParameter, Null, ScalarSelect
from sqlalchemy.sql import operators
from sqlalchemy.sql.elements import (
    BinaryExpression,
    BooleanClauseList,
    ColumnClause,
    False_,
    Grouping,
    True_,
)

from ticketing import list_indexes, states

Mask = NDArray[np.bool_]
NONE = 0  # the code of a value that is not there


class NotInMemory(Exception):
    """This condition looks at something that is not kept here."""


class Words:
    """A column of few values: a number for each, none being 0. NULL equals nothing, as in SQL."""

    def __init__(self) -> None:
        self._codes = _Codes({None: NONE})
        self.code = self._codes.__getitem__  # makes one for a new value

    def known(self, value: object) -> int:
        """-1 for a value that no ticket has."""
        return self._codes.get(value.value if isinstance(value, Enum) else value, -1)


class _Codes(dict[object, int]):
    def __missing__(self, value: object) -> int:
        self[value] = len(self)
        return self[value]


@dataclass(slots=True)
class Kept:
    """The columns of tickets, one place each: codes of words, and moments."""

    words: dict[str, Words]
    columns: dict[str, NDArray[Any]]
    size: int


class Masks:
    """Those of one look at the columns; a part that several conditions share is worked out once."""

    def __init__(
        self, kept: Kept, tied: Callable[[Any], Mask], made: dict[object, Mask] | None = None
    ) -> None:
        """`tied` answers for the tickets that another table names; `made`: on these very columns, before."""
        self._columns, self._words, self._size, self._tied = kept.columns, kept.words, kept.size, tied
        self._made = {} if made is None else made
        self._moments: dict[object, Mask] = {}

    def of(self, condition: Any) -> Mask:
        match condition:
            case BooleanClauseList():
                return self._joined(condition)
            case BinaryExpression():
                return self._compared(condition)
            case Grouping():
                return self.of(condition.element)
            case True_():
                return self._once(True, lambda: np.ones(self._size, bool))
            case False_():
                return self._once(False, lambda: np.zeros(self._size, bool))
            case ColumnClause(is_literal=True, name=name) if name == f"ticket.{list_indexes.IS_OPEN}":
                return self._in("state", states.OPEN)
        raise NotInMemory

    def _joined(self, condition: BooleanClauseList) -> Mask:
        parts = [self.of(part) for part in condition.clauses]
        join = np.logical_and if condition.operator is operators.and_ else np.logical_or
        made = parts[0].copy()
        for part in parts[1:]:
            join(made, part, out=made)
        return made

    def _compared(self, condition: BinaryExpression[Any]) -> Mask:
        name, how = _column(condition.left), condition.operator
        if name == "id" and how is operators.in_op and isinstance(condition.right, ScalarSelect):
            return self._tied(condition.right.element)
        value = _value(condition.right)
        if name in self._words:
            return self._of_words(name, how, value)
        if name in self._columns and how in _ORDERS and isinstance(value, datetime):
            moment = np.datetime64(value.astimezone(UTC).replace(tzinfo=None), "us")
            if (name, how, moment) not in self._moments:
                self._moments[name, how, moment] = _ORDERS[how](self._columns[name], moment)
            return self._moments[name, how, moment]
        raise NotInMemory

    def _of_words(self, name: str, how: Any, value: Any) -> Mask:
        column = self._columns[name]
        if value is None and how in (operators.is_, operators.is_not):
            return self._once((name, how), lambda: (column == NONE) == (how is operators.is_))
        if value is None:
            raise NotInMemory
        if how is operators.eq:
            return self._in(name, [value])
        if how is operators.ne:
            return self._not_in(name, [value])
        if how is operators.in_op:
            return self._in(name, value)
        if how is operators.not_in_op:
            return self._not_in(name, value)
        raise NotInMemory

    def _in(self, name: str, values: Any) -> Mask:
        codes = frozenset(self._words[name].known(value) for value in values)
        return self._once((name, codes), lambda: _is_one_of(self._columns[name], codes))

    def _not_in(self, name: str, values: Any) -> Mask:
        made: Mask = ~self._in(name, values) & (self._columns[name] != NONE)
        return made

    def _once(self, key: object, make: Callable[[], Mask]) -> Mask:
        if key not in self._made:
            self._made[key] = make()
        return self._made[key]


_ORDERS: Mapping[Any, Callable[[Any, Any], Mask]] = {
    operators.lt: np.less,
    operators.le: np.less_equal,
    operators.gt: np.greater,
    operators.ge: np.greater_equal,
}  # a moment that is not there compares with nothing


def _is_one_of(column: NDArray[Any], codes: frozenset[int]) -> Mask:
    made: Mask = np.zeros(len(column), bool)
    for code in codes:
        made |= column == code
    return made


def _column(expression: Any) -> str:
    name = getattr(expression, "name", None)
    table = getattr(expression, "table", None)
    if not isinstance(name, str) or getattr(table, "name", None) != "ticket":
        raise NotInMemory
    return name


def _value(expression: Any) -> Any:
    match expression:
        case BindParameter():
            return expression.effective_value
        case Null():
            return None
        case Grouping():
            return _value(expression.element)
    raise NotInMemory
