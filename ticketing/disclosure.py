"""Which figures may be told without one of a small group being found from them, by subtraction included.

Groups are sets of tickets, as masks of bits; a group is small when fewer than SMALLEST people opened them.
"""

from collections.abc import Collection, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

SMALLEST = 10
Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Crowd:
    """Who opened each ticket, by the place of its bit."""

    people: Sequence[str]

    def is_small(self, mask: int) -> bool:
        """Somebody, and fewer than SMALLEST."""
        return 0 < self.count(mask, SMALLEST) < SMALLEST

    def count(self, mask: int, enough: int) -> int:
        """Distinct people, counted up to `enough`."""
        seen: set[str] = set()
        for bit in bits(mask):
            seen.add(self.people[bit])
            if len(seen) >= enough:
                break
        return len(seen)


def hidden(
    groups: Mapping[Key, int],
    partitions: Sequence[Sequence[Key]],
    crowd: Crowd,
    *,
    told: Sequence[Sequence[int]] = (),
    also: Collection[Key] = (),
) -> set[Key]:
    """The groups that must not be told.

    Those of a partition do not overlap, as the rows of one table. `told` are partitions published
    elsewhere, for a part of the same time; `also` are hidden whatever is found here.
    """
    kept_back = {key for key, mask in groups.items() if crowd.is_small(mask)} | set(also)
    while (leak := _leak(groups, partitions, crowd, told, kept_back)) is not None:
        kept_back.add(leak)
    return kept_back


def _leak(
    groups: Mapping[Key, int],
    partitions: Sequence[Sequence[Key]],
    crowd: Crowd,
    told: Sequence[Sequence[int]],
    kept_back: set[Key],
) -> Key | None:
    """One more group to hide, because what is told of it gives a small one away."""
    shown = {key: mask for key, mask in groups.items() if mask and key not in kept_back}
    for key, mask in shown.items():
        for published in told:
            inner = _union(one for one in published if one & ~mask == 0)
            if inner and crowd.is_small(mask & ~inner):
                return key
    known: list[tuple[int, list[Key]]] = [(mask, [key]) for key, mask in shown.items()]
    known += list(_remainders(shown, partitions))
    for whole, ways in known:
        if crowd.is_small(whole):
            return _smallest(ways, shown)
        for part, others in known:
            if part != whole and part & ~whole == 0 and crowd.is_small(whole & ~part):
                return _smallest(others, shown)
    return None


def _remainders(
    shown: Mapping[Key, int], partitions: Sequence[Sequence[Key]]
) -> Iterator[tuple[int, list[Key]]]:
    """What is left of a group without the rows of a table that it holds: found by subtraction."""
    for key, mask in shown.items():
        for rows in partitions:
            inner = [row for row in rows if row != key and row in shown and shown[row] & ~mask == 0]
            left = mask & ~_union(shown[row] for row in inner)
            if inner and left:
                yield left, inner


def _smallest(keys: Sequence[Key], shown: Mapping[Key, int]) -> Key:
    return min(keys, key=lambda key: (shown[key].bit_count(), str(key)))


def _union(masks: Iterator[int]) -> int:
    whole = 0
    for mask in masks:
        whole |= mask
    return whole


def bits(mask: int) -> Iterator[int]:
    """Places of the bits that are set, the lowest first."""
    while mask:
        lowest = mask & -mask
        yield lowest.bit_length() - 1
        mask ^= lowest
