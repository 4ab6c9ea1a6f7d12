"""Readings and findings as JSON and back: what a deposit keeps until it is published."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from knowledge.circulars import dump_block, load_block
from knowledge.deadlines import Deadline, DeadlineKind
from knowledge.documents import Reading
from knowledge.findings import Findings
from knowledge.metadata import Metadata, Proposal
from knowledge.relations import Correction, Relation, RelationKind, Replaced
from knowledge.values import Value, ValueKind

_DAYS = ("signed_on", "opens_on", "first", "last")


def dump_reading(reading: Reading) -> dict[str, Any]:
    return asdict(reading) | {"blocks": [dump_block(block) for block in reading.blocks]}


def load_reading(values: Mapping[str, Any]) -> Reading:
    lists = {name: tuple(values[name]) for name in ("ocr_pages", "ocr_confidence")}
    blocks = tuple(load_block(block) for block in values["blocks"])
    return Reading(**{**values, **lists, "blocks": blocks})


def dump_findings(found: Findings) -> dict[str, Any]:
    said: dict[str, Any] = _plain(asdict(found))
    return said


def load_findings(values: Mapping[str, Any]) -> Findings:
    metadata = {key: _read(key, value) for key, value in values["metadata"].items()}
    metadata["proposals"] = tuple(Proposal(**one) for one in values["metadata"]["proposals"])
    return Findings(
        Metadata(**metadata),
        tuple(Relation(**one | {"kind": RelationKind(one["kind"])}) for one in values["relations"]),
        tuple(Correction(**one) for one in values["corrections"]),
        tuple(Replaced(**one) for one in values["replaced"]),
        tuple(
            Deadline(**{k: _read(k, v) for k, v in one.items()} | {"kind": DeadlineKind(one["kind"])})
            for one in values["deadlines"]
        ),
        tuple(Value(**one | {"kind": ValueKind(one["kind"])}) for one in values["values"]),
    )


def _read(name: str, value: Any) -> Any:
    if name in _DAYS:
        return date.fromisoformat(value) if value else None
    return tuple(value) if isinstance(value, list) else value


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return value.isoformat() if isinstance(value, date) else value
