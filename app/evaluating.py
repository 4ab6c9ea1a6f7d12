"""Figures of the search and of the answers on gold data, from the command line."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from app import console, score_report
from app.engines import open_embedder
from app.judged_files import Row, judgements, objects, questions
from app.progress import progress_bar
from app.scorecard import Bench, Collection, collection_at, collections_in
from app.settings import Settings
from knowledge import applicability_figures, benchmark
from knowledge.benchmark import Query, Text
from knowledge.library import memory_index

# What a text of a public benchmark may be a part of, the largest first.
GROUPS = ("fiche", "section")


def evaluate_retrieval(settings: Settings, corpus: Path, queries: Path, qrels: Path) -> None:
    """Print nDCG@10 by kind of query; files are JSON lines and TSV, compressed or not.

    A query with a `unit` asks for a fiche or a section, whichever of its texts is found; the figure that
    counts each text of its own is printed beside.
    """
    wanted = benchmark.relevant(judgements(qrels))
    if not wanted:
        console.fail(f"Aucun texte n’est jugé bon dans {qrels}.")
    asked = [_query(row) for row in _distinct(queries)]
    # Everything is read once before the vectors, which take long: a wrong line is said at once.
    texts = {_text(row).id for row in _distinct(corpus)}
    if not any(wanted.get(query.id, frozenset()) & texts for query in asked):
        console.fail("Aucune question n’a de réponse dans ces textes. Ces fichiers vont-ils ensemble ?")
    stream = (_text(row) for row in objects(corpus))
    with progress_bar("Vecteurs") as step:
        figures = benchmark.measure(stream, asked, wanted, open_embedder(settings), progress=step)
    for kind, figure in figures.items():
        said = f"par {figure.what} (par texte : {figure.by_text:.3f})" if figure.what else "par texte"
        console.out(f"{kind or 'toutes'}\tnDCG@10 {figure.ndcg:.3f}\t{figure.queries} questions\t{said}")
    unanswered = len(asked) - sum(figure.queries for figure in figures.values())
    if unanswered:
        console.tell(f"Questions sans réponse dans ces textes, laissées de côté : {unanswered}.")


def _distinct(path: Path) -> Iterable[Row]:
    seen: set[str] = set()
    for row in objects(path):
        name = row.text("id")
        if name in seen:
            console.fail(f"{row.place} : l’identifiant « {name} » a déjà servi.")
        seen.add(name)
        yield row


def _query(row: Row) -> Query:
    unit = row.text("unit") if row.get("unit") else None
    return Query(row.text("id"), row.text("kind") if row.get("kind") else "", row.text("text"), unit)


def _text(row: Row) -> Text:
    groups = {kind: row.text(kind) for kind in GROUPS if row.get(kind)}
    return Text(row.text("id"), row.text("text"), groups)


def evaluate_applicability(settings: Settings, circulars: Path, questions_file: Path) -> None:
    """Print how often the gold passage is found, wrongly set aside, and a distractor let through."""
    rows = questions(questions_file)
    names = {path.name for path in circulars.rglob("*")}
    if not any(row.get("doc") in names for row in rows):
        console.fail("Aucune question n’a son passage dans ce dossier. Vont-ils ensemble ?")
    index = memory_index(circulars, open_embedder(settings))
    figures = applicability_figures.measure(index, rows)
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
