"""A passage as an index keeps it, and the words that stand for it when it is searched."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import numpy as np

from knowledge.documents import Reading
from knowledge.passages import PassageDraft, passages, title_of
from knowledge.search import Unit


@dataclass(frozen=True, slots=True)
class Record:
    """A passage of a published circular; contexts of its units come without the heading path."""

    circular_id: UUID
    document: str
    title: str
    heading_path: str
    page: int
    start: int
    end: int
    text: str
    units: tuple[Unit, ...]

    def dump(self) -> bytes:
        units = [(u.start, u.end, u.kind, u.context, u.page, u.ordinal) for u in self.units]
        names = (str(self.circular_id), self.document, self.title, self.heading_path)
        return json.dumps(
            [*names, self.page, self.start, self.end, self.text, units], ensure_ascii=False
        ).encode()

    @classmethod
    def load(cls, line: bytes) -> "Record":
        circular_id, document, title, path, page, start, end, text, units = json.loads(line)
        made = tuple(
            Unit(document, u[0], u[1], u[2], text[u[0] - start : u[1] - start], u[3], u[4], u[5])
            for u in units
        )
        return cls(UUID(circular_id), document, title, path, page, start, end, text, made)


def make_record(
    circular_id: UUID, document: str, title: str, text: str, passage: PassageDraft, first_unit: int
) -> Record:
    """Place a passage of `text` in its circular; `first_unit` is the document rank of its first unit."""
    units = tuple(
        Unit(
            document,
            unit.start,
            unit.end,
            unit.kind,
            text[unit.start : unit.end],
            unit.context,
            unit.page,
            rank,
        )
        for rank, unit in enumerate(passage.units, start=first_unit)
    )
    place = (passage.heading_path, passage.page, passage.start, passage.end)
    return Record(circular_id, document, title, *place, text[passage.start : passage.end], units)


def records_of(reading: Reading, circular_id: UUID) -> Iterator[Record]:
    """Cut a reading into the records of its passages, in order."""
    title, rank = title_of(reading), 0
    for passage in passages(reading):
        yield make_record(circular_id, reading.name, title, reading.text, passage, rank)
        rank += len(passage.units)


def passage_reading(record: Record) -> str:
    """What stands for a passage when it is searched: its title and headings say what it is about."""
    return "\n".join(part for part in (record.title, record.heading_path, record.text) if part)


def unit_reading(record: Record, unit: Unit) -> str:
    """What stands for a unit: itself with its headings and its context; a row says its columns."""
    context, words = unit.context, unit.text
    if unit.kind == "row" and "\t" in context:
        *above, header = context.split("\n")
        labels, cells = header.split("\t"), words.split("\t")
        if len(labels) == len(cells):
            said = (f"{label} : {cell}" for label, cell in zip(labels, cells, strict=True) if cell)
            context, words = "\n".join(above), " ; ".join(said)
    return "\n".join(part for part in (record.heading_path, context, words) if part)


class RecordFile:
    """Records on disk, read one at a time: the number of a record is its rank."""

    def __init__(self, folder: Path) -> None:
        self._offsets = np.load(folder / "offsets.npy")
        self.first_units = np.load(folder / "first_units.npy")
        raw = folder / "records.jsonl"
        mapped = np.memmap(raw, dtype=np.uint8, mode="r") if raw.stat().st_size else np.empty(0, np.uint8)
        self._bytes = mapped.view(np.ndarray)  # a slice of a memmap costs thirty times one of an array

    @staticmethod
    def write(folder: Path, records: Iterable[Record]) -> None:
        offsets, first_units = [0], [0]
        with (folder / "records.jsonl").open("wb") as out:
            for record in records:
                line = record.dump() + b"\n"
                out.write(line)
                offsets.append(offsets[-1] + len(line))
                first_units.append(first_units[-1] + len(record.units))
        np.save(folder / "offsets.npy", np.asarray(offsets, dtype=np.int64))
        np.save(folder / "first_units.npy", np.asarray(first_units, dtype=np.int64))

    def __len__(self) -> int:
        return len(self._offsets) - 1

    def __iter__(self) -> Iterator[Record]:
        return (self[number] for number in range(len(self)))

    def __getitem__(self, number: int) -> Record:
        if not 0 <= number < len(self):
            raise IndexError(number)
        return Record.load(self._bytes[self._offsets[number] : self._offsets[number + 1]].tobytes())
