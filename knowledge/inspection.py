"""What was read of each document and what it seems to say, to be compared with a reference."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import groupby
from pathlib import Path
from typing import Any

from knowledge.deadlines import Deadline
from knowledge.documents import BlockKind, Reading, UnreadableDocument
from knowledge.findings import Findings, study
from knowledge.metadata import CERTAIN
from knowledge.reading import Sandbox
from knowledge.values import Value

Row = dict[str, Any]
NO_SESSION = "Aucune session indiquée : la validité reste à préciser."
_DOUBTFUL = "Relation à confirmer avec"


def inspect_files(paths: Iterable[Path], folder: Path) -> Iterator[Row]:
    """One row per file, in order; a refused one has its reason and nothing else."""
    with Sandbox() as sandbox:
        for path in paths:
            name = path.relative_to(folder).as_posix()
            try:
                reading = replace(sandbox.read(path), name=name)
            except UnreadableDocument as error:
                yield {"document": name, "refused": error.reason}
                continue
            yield inspect(reading)


def inspect(reading: Reading) -> Row:
    """Say a reading and its findings in the words of the evaluation contract."""
    found = study(reading)
    said = found.metadata
    return {
        "document": reading.name,
        "number": said.number,
        "date": said.signed_on.isoformat() if said.signed_on else None,
        "authority": said.authority,
        "level": said.level,
        "academies": list(said.academies),
        "sessions": list(said.sessions),
        "exams": list(said.exams),
        "relations": _relations(reading.text, found),
        "doubts": _doubts(reading.text, found),
        "headings": _headings(reading),
        "tables": _tables(reading),
        "pages": reading.pages,
        "ocr_pages": list(reading.ocr_pages),
        "ocr_confidence": list(reading.ocr_confidence),
        "text": reading.text,
        "deadlines": [_deadline(reading.text, deadline) for deadline in found.deadlines],
        "values": [_value(reading.text, value) for value in found.values],
        "refused": None,
    }


def _relations(text: str, found: Findings) -> list[Row]:
    return [
        {
            "kind": r.kind.value,
            "target": r.target,
            "section": r.section,
            "evidence": text[r.start : r.end],
            "confidence": r.confidence,
        }
        for r in found.relations
        if r.target
    ]


def _doubts(text: str, found: Findings) -> list[str]:
    """What a curator has to look at before it counts, in French."""
    said = [
        f"{_DOUBTFUL} {r.target or 'un texte qui n’est pas nommé'} : « {text[r.start : r.end]} »"
        for r in found.relations
        if r.confidence < CERTAIN
    ]
    if not found.metadata.sessions:
        likely = sorted({p.value for p in found.metadata.proposals if p.field == "sessions"})
        said.append(NO_SESSION + "".join(f" « {year} » en est peut-être une." for year in likely))
    said += [f"Jour et date ne s’accordent pas : « {d.label} »" for d in found.deadlines if d.odd_weekday]
    return said


def _headings(reading: Reading) -> list[Row]:
    return [
        {
            "level": 0 if block.kind is BlockKind.TITLE else block.level,
            "title": reading.text[block.start : block.end],
        }
        for block in reading.blocks
        if block.kind in (BlockKind.TITLE, BlockKind.HEADING)
    ]


def _tables(reading: Reading) -> int:
    """Rows that follow one another under the same headers are one table."""
    runs = groupby(reading.blocks, key=lambda block: (block.kind is BlockKind.ROW, block.header))
    return sum(is_row for (is_row, _), _ in runs)


def _deadline(text: str, deadline: Deadline) -> Row:
    return {
        "label": deadline.label,
        "action": deadline.action,
        "who": deadline.who,
        "start": deadline.first.isoformat() if deadline.first else None,
        "end": deadline.last.isoformat() if deadline.last else None,
        "time": deadline.time,
        "kind": deadline.kind.value,
        "evidence": text[deadline.start : deadline.end],
    }


def _value(text: str, value: Value) -> Row:
    evidence = text[value.start : value.end]
    return {"kind": value.kind.value, "label": value.label, "value": value.value, "evidence": evidence}
