"""Which passages may answer this asker: decided before any ranking, for all of them at once."""

from collections import OrderedDict
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from knowledge.applicability import Frame, Standing, Supersession, Verdict, in_force, specificity, verdict
from knowledge.nearest import Selection
from knowledge.scope import Scope
from knowledge.standings import Change, StandingFile

Mask = NDArray[np.bool_]
_NEVER = 10_000_000  # later than any day
_FEW = 0.5  # share of the passages under which words are searched among the classes that fit
_READ = 512  # circulars whose standing stays in memory
_CACHED = 32  # scopes; an asker keeps the same one from question to question


@dataclass(frozen=True, slots=True)
class Allowed:
    """What one scope lets through: passages, and the classes of circulars that hold any of them."""

    passages: Mask
    classes: tuple[int, ...] | None  # None: most are, and naming them costs more than leaving out the others
    selection: Selection
    is_everything: bool
    own: NDArray[np.float32]  # by passage: how much of the asker's frame its circular names


class HardFilter:
    """Masks of the passages of one index; safe to share between threads."""

    def __init__(self, folder: Path) -> None:
        self._standings = StandingFile(folder)
        frames = [self._standings[rank].frame for rank in range(len(self._standings))]
        self.class_of, self._classes = _classified(frames)
        self._frames = frames
        self._known_from = np.asarray([f.known_from.toordinal() if f.known_from else 0 for f in frames])
        self._known_to = np.asarray([f.known_to.toordinal() if f.known_to else _NEVER for f in frames])
        self._scales = [rank for rank, frame in enumerate(frames) if frame.is_scale]
        self.owners = self._standings.owners
        self._quoted = self._places_of_quotes()
        self._cache: OrderedDict[Scope, Allowed] = OrderedDict()
        self._lock = Lock()
        self._read = lru_cache(_READ)(self._standings.__getitem__)

    def allowed(self, scope: Scope) -> Allowed:
        """Give the mask of a scope; what the role says changes nothing of it."""
        key = replace(scope, role=None)
        with self._lock:
            if key in self._cache:
                self._cache.move_to_end(key)
                return self._cache[key]
        made = self._allowed(key)
        with self._lock:
            self._cache[key] = made
            if len(self._cache) > _CACHED:
                self._cache.popitem(last=False)
        return made

    def classes(self) -> Iterator[int]:
        """The class of each passage, in order."""
        return (int(number) for number in self.class_of[self.owners])

    def standing(self, passage: int) -> Standing:
        """The circular of a passage."""
        return self._read(int(self.owners[passage]))

    def verdict(self, passage: int, scope: Scope) -> tuple[Verdict, Supersession | None]:
        """Why one passage is kept or set aside, with the change that took it away."""
        rank = int(self.owners[passage])
        said = verdict(self._frames[rank], scope)
        if said is not Verdict.KEPT:
            return said, None
        for change in self._standings.changes:
            if change.circular == rank and passage in change.passages and self._is_in_force(change, scope):
                return Verdict.SUPERSEDED, change.supersession
        return Verdict.KEPT, None

    def withdrawn(self, passage: int, scope: Scope) -> list[tuple[int, int, Supersession]]:
        """Wordings of a passage that no longer hold for this asker: span in the document, and the change."""
        changes = self._standings.changes
        return [
            (start, end, changes[rank].supersession)
            for start, end, rank in self._standings.marks.get(passage, ())
            if self._is_in_force(changes[rank], scope)
        ]

    @property
    def marked(self) -> AbstractSet[int]:
        """Passages of which a wording was corrected, for somebody."""
        return self._standings.marks.keys()

    def correcting(self, passage: int, scope: Scope) -> list[int]:
        """Passages that correct a wording of this one, for this asker."""
        rank = int(self.owners[passage])
        changes = self._standings.changes
        found = []
        for *_, number in self._standings.marks.get(passage, ()):
            change = changes[number]
            if change.circular == rank and self._is_in_force(change, scope):
                found += self._quoted.get((change.supersession.by_document, change.supersession.wording), [])
        return [number for number in dict.fromkeys(found) if number != passage]

    def _places_of_quotes(self) -> dict[tuple[str, str | None], list[int]]:
        """Where each correcting text quotes the wording that it withdraws."""
        places: dict[tuple[str, str | None], list[int]] = {}
        for passage, marks in self._standings.marks.items():
            for *_, number in marks:
                change = self._standings.changes[number]
                said = change.supersession
                if said.by_document == self._standings[change.circular].document:
                    places.setdefault((said.by_document, said.wording), []).append(passage)
        return places

    def _allowed(self, scope: Scope) -> Allowed:
        untimed = replace(scope, as_known_on=None)
        fits = [n for n, frame in enumerate(self._classes) if verdict(frame, untimed) is Verdict.KEPT]
        good = np.isin(self.class_of, fits) & self._known(scope)
        for rank in self._scales:
            good[rank] = good[rank] and verdict(self._frames[rank], scope) is Verdict.KEPT
        mask = good[self.owners]
        for change in self._standings.changes:
            if len(change.passages) and good[change.circular] and self._is_in_force(change, scope):
                mask[change.passages] = False
        mask.setflags(write=False)
        own = np.asarray([specificity(frame, scope) for frame in self._classes], dtype=np.float32)
        named = tuple(fits) if len(mask) and mask.mean() < _FEW else None
        return Allowed(mask, named, Selection.of(mask), bool(mask.all()), own[self.class_of[self.owners]])

    def _known(self, scope: Scope) -> Mask:
        """Circulars published at the end of the day asked about, or now."""
        if scope.as_known_on is None:
            return np.asarray(self._known_to == _NEVER)
        day = scope.as_known_on.toordinal()
        return np.asarray((self._known_from <= day) & (self._known_to > day))

    def _is_in_force(self, change: Change, scope: Scope) -> bool:
        return bool(in_force([change.supersession], scope, self._frames[change.circular]))


def _classified(frames: list[Frame]) -> tuple[NDArray[np.int32], list[Frame]]:
    """Number the frames that differ otherwise than by their days."""
    numbers: dict[Frame, int] = {}
    owners = [numbers.setdefault(frame.timeless(), len(numbers)) for frame in frames]
    return np.asarray(owners, dtype=np.int32), list(numbers)
