"""Figures of the search on gold data, from the command line."""

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TextIO, cast

from app import console
from app.engines import open_embedder
from app.settings import Settings
from knowledge import applicability_figures, benchmark
from knowledge.benchmark import Text
from knowledge.library import memory_index


def evaluate_retrieval(settings: Settings, corpus: Path, queries: Path, qrels: Path) -> None:
    """Print nDCG@10 by kind of query; files are JSON lines and TSV, compressed or not."""
    wanted = benchmark.relevant(_rows(qrels))
    texts = (Text(str(row["id"]), str(row["text"])) for row in _objects(corpus))
    asked = [(str(q["id"]), str(q.get("kind", "")), str(q["text"])) for q in _objects(queries)]
    for kind, figure in benchmark.measure(texts, asked, wanted, open_embedder(settings)).items():
        console.out(f"{kind or 'toutes'}\tnDCG@10 {figure.ndcg:.3f}\t{figure.queries} questions")


def evaluate_applicability(settings: Settings, circulars: Path, questions: Path) -> None:
    """Print how often the gold passage is found, wrongly set aside, and a distractor let through."""
    index = memory_index(circulars, open_embedder(settings))
    figures = applicability_figures.measure(index, _objects(questions))
    for line in figures.failures:
        console.tell(line)
    console.out(str(figures))


def _open(path: Path) -> TextIO:
    if path.suffix == ".gz":
        return cast(TextIO, gzip.open(path, "rt", encoding="utf-8"))
    return console.open_text(path)


def _objects(path: Path) -> Iterator[dict[str, Any]]:
    with _open(path) as lines:
        yield from (json.loads(line) for line in lines if line.strip())


def _rows(path: Path) -> Iterator[tuple[str, str]]:
    """Query and text of each line; a first line of titles, and lines judged 0, are left out."""
    with _open(path) as lines:
        for line in lines:
            query, text, *score = line.rstrip("\n").split("\t")
            if score and score[-1].isdigit() and int(score[-1]) > 0:
                yield query, text
