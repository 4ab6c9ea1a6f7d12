"""The figures of the answers as tables of docs/quality.md, between two marks: nothing else is touched."""

import re
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from babel.dates import format_date

from app import console
from app.scorecard import COVERAGES, Measured
from assistant.french import PARIS

BEGINS, ENDS = "<!-- permanence evaluate : début -->", "<!-- permanence evaluate : fin -->"
SHOWN = (
    "answer_accuracy", "right_when_answering", "abstention", "over_refusal", "clarify", "typed_status",
    "invalid_source", "exact_quotes", "words_p50",
)  # fmt: skip
WRONG = "Part de réponses fausses selon la part des questions répondues, les plus sûres d’abord :"
_BETWEEN = re.compile(f"{re.escape(BEGINS)}.*{re.escape(ENDS)}", re.DOTALL)


def write(path: Path, measured: Sequence[Measured], command: str) -> None:
    """Put the figures in their place; the marks must be there."""
    text = path.read_text(encoding="utf-8")
    if not _BETWEEN.search(text):
        console.fail(f"{path} : les repères « {BEGINS} » et « {ENDS} » manquent.")
    block = f"{BEGINS}\n{report(measured, command)}\n{ENDS}"
    path.write_text(_BETWEEN.sub(lambda _: block, text), encoding="utf-8")


def report(measured: Sequence[Measured], command: str) -> str:
    day = format_date(datetime.now(PARIS).date(), "d MMMM y", locale="fr_FR")
    scored = [one for one in measured if one.score]
    lines = [f"    {command}", "", f"Relevé le {day}.", ""]
    lines += _table(["Chiffre", *(one.name for one in measured)], [*_figures(measured), _flips(measured)])
    if scored:
        lines += ["", WRONG, ""]
        lines += _table(["Part répondue", *(one.name for one in scored)], _curves(scored))
    faults = [
        f"- `{one.name}`, `{name}` : {why}"
        for one in measured
        if one.flipped
        for name, why in one.flipped.faults
    ]
    return "\n".join([*lines, *(["", "Bascules manquées :", "", *faults] if faults else [])])


def _figures(measured: Sequence[Measured]) -> list[list[str]]:
    found = [one.score.figures() if one.score else {} for one in measured]
    return [[f"`{name}`", *(_said(figures.get(name)) for figures in found)] for name in SHOWN]


def _flips(measured: Sequence[Measured]) -> list[str]:
    return ["bascules", *(str(one.flipped) if one.flipped else "" for one in measured)]


def _curves(measured: Sequence[Measured]) -> list[list[str]]:
    return [
        [f"{round(share * 100)} %", *(_said(one.curve[rank]) for one in measured)]
        for rank, share in enumerate(COVERAGES)
    ]


def _said(value: object) -> str:
    return "" if value is None else str(value).replace(".", ",")


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    lines = [head, ["---"] * len(head), *rows]
    return [f"| {' | '.join(line)} |" for line in lines]
