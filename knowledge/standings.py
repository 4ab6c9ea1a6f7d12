"""Standings of the circulars beside an index: who each one speaks to, what no longer holds and where."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from knowledge.applicability import Frame, Standing, Supersession, falls, within_section
from knowledge.records import Record
from knowledge.wordings import find_wordings

Numbers = NDArray[np.int32]
_LINES, _OFFSETS, _OWNERS, _CHANGES = "standings.jsonl", "standings.npy", "owners.npy", "changes.jsonl"


@dataclass(frozen=True, slots=True)
class Change:
    """A supersession of one circular, with the passages that it takes away."""

    circular: int
    supersession: Supersession
    passages: Numbers


def write(folder: Path, records: Iterable[Record], standings: Sequence[Standing]) -> Numbers:
    """Write the standings and place them on the passages; give the circular of each passage.

    A circular without a standing speaks to everybody.
    """
    ranks = {standing.circular_id: rank for rank, standing in enumerate(standings)}
    known, owners = list(standings), []
    touched: dict[int, list[tuple[int, Record]]] = {}
    for number, record in enumerate(records):
        if record.circular_id not in ranks:
            ranks[record.circular_id] = len(known)
            known.append(Standing(record.circular_id, record.document, record.title))
        rank = ranks[record.circular_id]
        owners.append(rank)
        if known[rank].superseded:
            touched.setdefault(rank, []).append((number, record))
    _write_lines(folder, known)
    with (folder / _CHANGES).open("w", encoding="utf-8") as out:
        for rank, passages in touched.items():
            for change in known[rank].superseded:
                out.write(json.dumps(_placed(rank, change, passages), ensure_ascii=False) + "\n")
    np.save(folder / _OWNERS, np.asarray(owners, dtype=np.int32))
    return np.asarray(owners, dtype=np.int32)


def _placed(rank: int, change: Supersession, passages: Sequence[tuple[int, Record]]) -> list[Any]:
    fallen = [number for number, record in passages if falls(record.heading_path, change)]
    within = [(n, r) for n, r in passages if within_section(r.heading_path, change.section)]
    marks = find_wordings(within, change.wording) if change.wording else []
    return [rank, dump_supersession(change), fallen, marks]


def _write_lines(folder: Path, standings: Sequence[Standing]) -> None:
    offsets = [0]
    with (folder / _LINES).open("wb") as out:
        for standing in standings:
            line = json.dumps(dump_standing(standing), ensure_ascii=False).encode() + b"\n"
            out.write(line)
            offsets.append(offsets[-1] + len(line))
    np.save(folder / _OFFSETS, np.asarray(offsets, dtype=np.int64))


class StandingFile:
    """Standings on disk, read one at a time; what the filter needs of all of them is in memory."""

    def __init__(self, folder: Path) -> None:
        self._offsets = np.load(folder / _OFFSETS)
        raw = folder / _LINES
        mapped = np.memmap(raw, dtype=np.uint8, mode="r") if raw.stat().st_size else np.empty(0, np.uint8)
        self._bytes = mapped.view(np.ndarray)  # a slice of a memmap costs thirty times one of an array
        self.owners: Numbers = np.load(folder / _OWNERS)
        self.changes: list[Change] = []
        self.marks: dict[int, list[tuple[int, int, int]]] = {}  # by passage: start, end, rank of the change
        with (folder / _CHANGES).open(encoding="utf-8") as lines:
            for rank, line in enumerate(lines):
                circular, change, fallen, marks = json.loads(line)
                numbers = np.asarray(fallen, dtype=np.int32)
                self.changes.append(Change(circular, load_supersession(change), numbers))
                for number, start, end in marks:
                    self.marks.setdefault(number, []).append((start, end, rank))

    def __len__(self) -> int:
        return len(self._offsets) - 1

    def __getitem__(self, rank: int) -> Standing:
        return load_standing(json.loads(self._bytes[self._offsets[rank] : self._offsets[rank + 1]].tobytes()))


def dump_standing(standing: Standing) -> list[Any]:
    return [
        str(standing.circular_id),
        standing.document,
        standing.title,
        standing.number,
        _day(standing.signed_on),
        standing.level,
        dump_frame(standing.frame),
        [dump_supersession(change) for change in standing.superseded],
        [dump_supersession(change) for change in standing.doubts],
        standing.acts,
        standing.ocr_pages,
        standing.acts_in_doubt,
    ]


def load_standing(values: list[Any]) -> Standing:
    circular_id, document, title, number, signed_on, level, frame, *said = values
    superseded, doubts, acts, ocr_pages, acts_in_doubt = said
    return Standing(
        UUID(circular_id),
        document,
        title,
        number,
        _date(signed_on),
        level,
        load_frame(frame),
        tuple(load_supersession(change) for change in superseded),
        tuple(load_supersession(change) for change in doubts),
        tuple((kind, target, section) for kind, target, section in acts),
        tuple(ocr_pages),
        acts_in_doubt,
    )


def dump_frame(frame: Frame) -> list[Any]:
    return [
        sorted(value) if isinstance(value, frozenset) else _day(value) if isinstance(value, date) else value
        for value in astuple(frame)
    ]


def load_frame(values: list[Any]) -> Frame:
    *sets, is_scale, known_from, known_to, opens_on = values
    academies, sessions, exams, series, papers = (frozenset(one) for one in sets)
    days = (_date(known_from), _date(known_to), _date(opens_on))
    return Frame(academies, sessions, exams, series, papers, is_scale, *days)


def dump_supersession(change: Supersession) -> list[Any]:
    said = [change.by, change.by_document, _day(change.known_from), change.section]
    return [*said, change.wording, change.replaced_by, _day(change.known_to), dump_frame(change.within)]


def load_supersession(values: list[Any]) -> Supersession:
    by, by_document, known_from, section, wording, replaced_by, known_to, within = values
    said = (by, by_document, _date(known_from), section, wording, replaced_by)
    return Supersession(*said, _date(known_to), load_frame(within))


def _day(value: date | None) -> str | None:
    return value.isoformat() if value else None


def _date(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None
