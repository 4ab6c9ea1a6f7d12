"""Files of judged questions, JSON lines and TSV, compressed or not; a mistake in them is one line."""

import gzip
import json
import math
import re
import zlib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, NoReturn, TextIO, cast

from pydantic import BaseModel, ValidationError

from app import console

_GZIP = b"\x1f\x8b"
_HALF_SIGN = re.compile("[\ud800-\udfff]")  # JSON can write half a sign, which no index can


class Row(dict[str, Any]):
    """One object of a file, which knows where it stands."""

    place = ""

    def text(self, name: str) -> str:
        """A field that must be there, as words."""
        value = self.get(name)
        if value is None or value == "":
            console.fail(f"{self.place} : le champ « {name} » manque.")
        if not isinstance(value, str | int) or isinstance(value, bool):
            console.fail(f"{self.place} : le champ « {name} » n’est pas un texte.")
        if _HALF_SIGN.search(str(value)):
            console.fail(f"{self.place} : le champ « {name} » contient des signes illisibles.")
        return str(value)


class Expected(BaseModel):
    """A passage that is expected, or that misleads."""

    support: str
    doc: str | None = None


class Misleading(Expected):
    doc: str


class JudgedQuestion(BaseModel):
    """What a line of questions with their passages must be; other fields are let through, unread."""

    id: str
    question: str
    kind: str | None = None
    resolved_question: str | None = None
    doc: str | None = None
    support: str | None = None
    support_alt: list[Expected | str] | None = None
    support_extra: list[Expected | str] | None = None
    distractor: Misleading | list[Misleading] | None = None
    trap: str | None = None
    academy: str | None = None
    session: str | None = None
    exam: str | None = None
    today: date | None = None


def objects(path: Path) -> Iterator[Row]:
    """One object by line; blank lines are left out."""
    return (_row(line, f"{path}, ligne {number}") for number, line in _lines(path))


def questions(path: Path) -> list[Row]:
    """Questions with the passages that answer them, all of them checked."""
    rows = list(objects(path))
    for row in rows:
        try:
            JudgedQuestion.model_validate(row)
        except ValidationError as error:
            field = ".".join(str(part) for part in error.errors()[0]["loc"][:1])
            console.fail(f"{row.place} : le champ « {field} » manque ou n’a pas la forme attendue.")
        row.text("question")
    return rows


def judgements(path: Path) -> Iterator[tuple[str, str]]:
    """Query and text of each line that is judged good; a first line of titles is left out."""
    for number, line in _lines(path):
        values = line.rstrip("\n").split("\t" if "\t" in line else None)
        place = f"{path}, ligne {number}"
        if len(values) not in (3, 4):
            console.fail(f"{place} : question, texte et note sont attendus.")
        mark = _mark(values[-1])
        if mark is None and number > 1:
            console.fail(f"{place} : la note « {values[-1]} » n’est pas un nombre.")
        if mark is not None and mark > 0:
            yield values[0], values[-2]


def _mark(written: str) -> float | None:
    try:
        mark = float(written)
    except ValueError:
        return None
    return mark if math.isfinite(mark) else None


def _row(line: str, place: str) -> Row:
    try:
        made = json.loads(line)
    except (ValueError, RecursionError):
        made = None
    if not isinstance(made, dict):
        console.fail(f"{place} : un objet JSON est attendu.")
    row = Row(made)
    row.place = place
    return row


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    try:
        with _open(path) as lines:
            yield from ((number, line) for number, line in enumerate(lines, start=1) if line.strip())
    except (gzip.BadGzipFile, EOFError, zlib.error):
        _refuse(path, "l’archive gzip est abîmée ou incomplète")
    except UnicodeDecodeError:
        _refuse(path, "ce n’est pas un texte en UTF-8")


def _open(path: Path) -> TextIO:
    console.open_text(path).close()  # says why it cannot be read
    with path.open("rb") as start:
        is_packed = start.read(len(_GZIP)) == _GZIP
    if path.suffix == ".gz" and not is_packed:
        _refuse(path, "son nom annonce une archive gzip, ce n’en est pas une")
    return cast(TextIO, gzip.open(path, "rt", encoding="utf-8")) if is_packed else console.open_text(path)


def _refuse(path: Path, why: str) -> NoReturn:
    console.fail(f"Ce fichier ne peut pas être lu : {path} ({why}).")
