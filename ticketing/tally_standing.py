"""Counts of conditions that no hour changes: worked out once, then moved by the tickets that changed."""

from collections.abc import Hashable
from dataclasses import dataclass, field

import numpy as np
from sqlalchemy import ColumnElement

from ticketing.tally_masks import Kept, Mask, Masks, NotInMemory

BATCHES = 24  # looks at the log gone through, from which counting all is as quick
MOST = 4_096  # counts kept


@dataclass(slots=True)
class Moved:
    """The tickets that one look at the log found changed, as they were and as they are."""

    before: Masks
    after: Masks


@dataclass(slots=True)
class Standing:
    """One of a tally; everything in it is forgotten when all tickets are read again."""

    _moved: list[Moved] = field(default_factory=list)
    _first: int = 0  # how many looks were dropped before those
    _counts: dict[Hashable, tuple[int, int]] = field(default_factory=dict)  # the count, at which look

    def moved(self, before: Kept, after: Kept) -> None:
        self._moved.append(Moved(Masks(before, _in_no_table), Masks(after, _in_no_table)))
        if len(self._moved) > BATCHES:
            del self._moved[0]
            self._first += 1

    def count(self, name: Hashable, condition: ColumnElement[bool], every: Masks) -> int:
        """`name` says the condition, and is never that of another; `every` looks at all tickets."""
        known = self._counts.get(name)
        if known is None or known[1] < self._first:
            count = counted(every, condition)
        else:
            count, at = known
            for one in self._moved[at - self._first :]:
                count += counted(one.after, condition) - counted(one.before, condition)
        if len(self._counts) >= MOST:
            self._counts.clear()
        self._counts[name] = (count, self._first + len(self._moved))
        return count


def counted(masks: Masks, condition: ColumnElement[bool]) -> int:
    """NotInMemory for a condition that is not understood."""
    return int(np.count_nonzero(masks.of(condition)))


def _in_no_table(query: object) -> Mask:
    """What hangs on another table has no name: it changes without its ticket."""
    raise NotInMemory
