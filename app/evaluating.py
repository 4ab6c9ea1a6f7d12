"""Figures of the search and of the answers on gold data, from the command line."""

import gzip
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, TextIO, cast

from app import console, score_report
from app.engines import open_embedder
from app.progress import progress_bar
from app.scorecard import Bench, Collection, collection_at, collections_in
from app.settings import Settings
from knowledge import applicability_figures, benchmark
from knowledge.benchmark import Query, Text
from knowledge.library import memory_index


class _Row(dict[str, Any]):
    """One line of a file, which knows where it stands."""

    place = ""

    def text(self, name: str) -> str:
        if name not in self:
            console.fail(f"{self.place} : le champ « {name} » manque.")
        return str(self[name])


# What a text of a public benchmark may be a part of, the largest first.
GROUPS = ("fiche", "section")


def evaluate_retrieval(settings: Settings, corpus: Path, queries: Path, qrels: Path) -> None:
    """Print nDCG@10 by kind of query; files are JSON lines and TSV, compressed or not.

    A query with a `unit` asks for a fiche or a section, whichever of its texts is found; the figure that
    counts each text of its own is printed beside.
    """
    wanted = benchmark.relevant(_rows(qrels))
    asked = [_query(row) for row in _objects(queries)]
    texts = (_text(row) for row in _objects(corpus))
    with progress_bar("Vecteurs") as step:
        figures = benchmark.measure(texts, asked, wanted, open_embedder(settings), progress=step)
    if not figures:
        console.fail("Aucune question n’a de réponse dans ces textes. Ces fichiers vont-ils ensemble ?")
    for kind, figure in figures.items():
        said = f"par {figure.what} (par texte : {figure.by_text:.3f})" if figure.what else "par texte"
        console.out(f"{kind or 'toutes'}\tnDCG@10 {figure.ndcg:.3f}\t{figure.queries} questions\t{said}")


def _query(row: _Row) -> Query:
    unit = row.get("unit")
    return Query(row.text("id"), str(row.get("kind", "")), row.text("text"), str(unit) if unit else None)


def _text(row: _Row) -> Text:
    groups = {kind: str(row[kind]) for kind in GROUPS if row.get(kind)}
    return Text(row.text("id"), row.text("text"), groups)


def evaluate_applicability(settings: Settings, circulars: Path, questions: Path) -> None:
    """Print how often the gold passage is found, wrongly set aside, and a distractor let through."""
    index = memory_index(circulars, open_embedder(settings))
    figures = applicability_figures.measure(index, _objects(questions))
    for line in figures.failures:
        console.tell(line)
    console.out(str(figures))


def evaluate_answers(settings: Settings, wanted: Collection, *, with_failures: bool) -> None:
    """Print the figures of a gold file of questions; with their failures, each on a line of its own."""
    score = Bench(settings).measure(wanted).score
    assert score is not None
    for failure in score.failures if with_failures else ():
        console.tell(f"{failure.id}\t{failure.act}\t{failure.status}\t{failure.question}\t{failure.text}")
    for name, figure in score.figures().items():
        console.out(f"{name:22} {figure}")


def evaluate_flips(settings: Settings, wanted: Collection) -> None:
    """Print how many flips hold, and the cause of each that does not."""
    flipped = Bench(settings).measure(wanted).flipped
    assert flipped is not None
    for name, why in flipped.faults:
        console.tell(f"{name}\t{why}")
    console.out(f"bascules {flipped}")


def evaluate_all(settings: Settings, gold: Path, also: Sequence[Path], report: Path | None) -> None:
    """Print the figures of every collection, and put them in the report when one is named."""
    wanted = [*collections_in(gold), *(collection_at(folder) for folder in also)]
    bench = Bench(settings)
    measured = [bench.measure(one) for one in wanted]
    command = " ".join(["permanence evaluate", *(f"--also {folder}" for folder in also)])
    console.out(score_report.report(measured, command))
    if report:
        score_report.write(report, measured, command)


def _open(path: Path) -> TextIO:
    console.open_text(path).close()  # says why it cannot be read
    with path.open("rb") as start:
        is_packed = start.read(2) == b"\x1f\x8b"
    return cast(TextIO, gzip.open(path, "rt", encoding="utf-8")) if is_packed else console.open_text(path)


def _objects(path: Path) -> Iterator[_Row]:
    with _open(path) as lines:
        for number, line in enumerate(lines, start=1):
            if line.strip():
                yield _row(line, f"{path}, ligne {number}")


def _row(line: str, place: str) -> _Row:
    try:
        row = _Row(json.loads(line))
    except (ValueError, TypeError):
        console.fail(f"{place} : un objet JSON est attendu.")
    row.place = place
    return row


def _rows(path: Path) -> Iterator[tuple[str, str]]:
    """Query and text of each line; a first line of titles, and lines judged 0, are left out."""
    with _open(path) as lines:
        for number, line in enumerate(lines, start=1):
            values = line.rstrip("\n").split("\t" if "\t" in line else None)
            if values and len(values) not in (3, 4):
                console.fail(f"{path}, ligne {number} : question, texte et note sont attendus.")
            if values and values[-1].isdigit() and int(values[-1]) > 0:
                yield values[0], values[-2]
