"""The command line: the same services as the pages, through another door."""

import json
import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from app import arguments, console, ports
from app.contract_checking import contract
from app.doctor_command import doctor

cli = typer.Typer(
    cls=arguments.Group,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="Permanence : l’assistant et le guichet de la correction des examens.",
)

evaluate = typer.Typer(
    cls=arguments.Group,
    invoke_without_command=True,
    rich_markup_mode=None,
    help="Mesure les réponses et la recherche sur des questions jugées ; seule, mesure tout.",
)
cli.add_typer(evaluate, name="evaluate")
cli.command(cls=arguments.Command)(contract)
cli.command(cls=arguments.Command)(doctor)

Circulars = Annotated[
    Path | None, typer.Option("--circulars", help="Dossier de circulaires à lire, sans rien garder.")
]
Academy = Annotated[str | None, typer.Option("--academy", help="Académie du demandeur.")]
ExamSession = Annotated[str | None, typer.Option("--session", help="Session, par exemple 2027.")]
Exam = Annotated[str | None, typer.Option("--exam", help="Examen, par exemple « bts ».")]
Today = Annotated[str | None, typer.Option("--today", help="Jour de la question (AAAA-MM-JJ).")]
AsKnownOn = Annotated[
    str | None, typer.Option("--as-known-on", help="Ce que l’on savait ce jour-là (AAAA-MM-JJ).")
]
AsJson = Annotated[bool, typer.Option("--json", help="Du JSON, une ligne par résultat.")]


# Slow libraries (numpy, fastapi, alembic) are imported by the command that needs them, once its settings and
# arguments are known to be right: `--help` stays quick, and a mistake is told at once.


@cli.command(cls=arguments.Command)
def serve() -> None:
    """Démarre l’application et le service des copies."""
    settings = console.read_settings()
    ports.refuse_taken(settings)
    from app.serving import serve_all

    serve_all(settings)


@cli.command(cls=arguments.Command)
def demo(
    empty_desk: Annotated[bool, typer.Option("--empty-desk", help="Sans demandes au guichet.")] = False,
) -> None:
    """Prépare la démonstration : base de données, circulaires d’exemple, copies, demandes au guichet."""
    settings = console.read_settings()
    from app.preparing import prepare_demonstration

    prepare_demonstration(settings, with_requests=not empty_desk)


@cli.command(cls=arguments.Command)
def index(
    folder: Annotated[Path, typer.Argument(metavar="DOSSIER", help="Dossier de circulaires.")],
    remove: Annotated[
        bool, typer.Option("--remove", help="Retire les textes de ce dossier ; les fichiers restent.")
    ] = False,
) -> None:
    """Lit les circulaires d’un dossier et met l’index à jour."""
    settings = console.read_settings()
    found = folder if remove else console.folder(folder)
    from app.preparing import index_circulars, remove_circulars

    if remove:
        remove_circulars(settings, found)
    elif not index_circulars(settings, found):
        raise typer.Exit(1)  # the others were read; a script must know that one was not


@cli.command(cls=arguments.Command)
def ask(  # noqa: PLR0913  # each argument is an option of the command
    question: Annotated[str, typer.Argument(metavar="QUESTION", help="Une question, en français.")],
    academy: Academy = None,
    session: ExamSession = None,
    exam: Exam = None,
    today: Today = None,
    as_known_on: AsKnownOn = None,
    circulars: Circulars = None,
    as_json: AsJson = False,
) -> None:
    """Répond à une question par les textes, ceux d’aujourd’hui ou ceux que l’on connaissait un jour donné."""
    folder = console.folder(circulars) if circulars else None
    settings, wanted = console.read_settings(), console.question(question)
    from app.asking import answer_question
    from app.finding import Profile
    from assistant.batch import shown
    from assistant.composition import plain

    scope = Profile(academy, session, exam, today, as_known_on).scope()
    answer = answer_question(settings, wanted, scope, folder)
    console.out(json.dumps(shown(answer), ensure_ascii=False) if as_json else plain(answer))


@cli.command(cls=arguments.Command)
def batch(
    circulars: Annotated[Path, typer.Option("--circulars", help="Dossier de circulaires.")],
    questions: Annotated[str, typer.Option("--questions", help="Fichier de questions, ou « - ».")],
) -> None:
    """Répond à un fichier de questions, une ligne de JSON par question."""
    settings, folder = console.read_settings(), console.folder(circulars)
    source = sys.stdin if questions == "-" else console.open_text(Path(questions))
    from app.asking import answer_batch

    with source:
        for row in answer_batch(settings, folder, source):
            console.out(json.dumps(row, ensure_ascii=False))


@cli.command(cls=arguments.Command)
def inspect(
    circulars: Annotated[Path, typer.Option("--circulars", help="Dossier de circulaires.")],
) -> None:
    """Montre ce qui est lu de chaque texte, une ligne de JSON par document."""
    folder = console.folder(circulars)
    from knowledge.inspection import inspect_files
    from knowledge.library import candidates

    for row in inspect_files(candidates(folder), folder):
        console.out(json.dumps(row, ensure_ascii=False))


@cli.command(cls=arguments.Command)
def search(  # noqa: PLR0913  # each argument is an option of the command
    question: Annotated[str, typer.Argument(metavar="QUESTION", help="Une question, en français.")],
    academy: Academy = None,
    session: ExamSession = None,
    exam: Exam = None,
    today: Today = None,
    as_known_on: AsKnownOn = None,
    circulars: Circulars = None,
) -> None:
    """Montre les passages retenus pour un cadre, ceux qui sont écartés, et pourquoi."""
    folder = console.folder(circulars) if circulars else None
    settings, wanted = console.read_settings(), console.question(question)
    from app.finding import Profile
    from app.search_view import search_texts

    profile = Profile(academy, session, exam, today, as_known_on)
    search_texts(settings, wanted, profile, folder)


@cli.command(cls=arguments.Command)
def replay(  # each argument is an option of the command
    answer: Annotated[
        str | None, typer.Argument(metavar="[RÉPONSE]", help="Identifiant de la réponse à rejouer.")
    ] = None,
    day: Annotated[str | None, typer.Option("--day", help="Les réponses d’un jour (AAAA-MM-JJ).")] = None,
    conversation: Annotated[
        str | None, typer.Option("--conversation", help="Les réponses d’une conversation.")
    ] = None,
    as_json: AsJson = False,
    scenarios: Annotated[
        str | None, typer.Option("--scenarios", help="Conversations à jouer, un scénario JSON par ligne.")
    ] = None,
    circulars: Circulars = None,
) -> None:
    """Rejoue une réponse au mot près, ou joue des conversations entières sur un dossier de circulaires."""
    if scenarios is not None:
        from app.scenarios import play_file

        play_file(console.read_settings(), scenarios, circulars)
        return
    from app.replaying import Wanted, replay_answers

    replay_answers(console.read_settings(), Wanted(answer, day, conversation), as_json=as_json)


@evaluate.callback()
def evaluate_everything(
    context: typer.Context,
    gold: Annotated[Path, typer.Option("--gold", help="Dossier des collections jugées.")] = Path(
        "training/collections"
    ),
    also: Annotated[
        list[Path] | None, typer.Option("--also", help="Une collection de plus ; peut être répété.")
    ] = None,
    report: Annotated[
        Path | None, typer.Option("--report", help="Document où écrire les chiffres, entre ses repères.")
    ] = None,
) -> None:
    if context.invoked_subcommand is None:
        from app.evaluating import evaluate_all

        folders = [console.folder(one) for one in also or ()]
        evaluate_all(console.read_settings(), console.folder(gold), folders, report)


@evaluate.command(cls=arguments.Command)
def answers(
    circulars: Annotated[Path, typer.Option("--circulars", help="Dossier de circulaires.")],
    questions: Annotated[Path, typer.Option("--questions", help="Questions avec la réponse attendue.")],
    docs: Annotated[
        Path | None, typer.Option("--docs", help="Textes de référence où chercher les citations.")
    ] = None,
    failures: Annotated[bool, typer.Option("--failures", help="Montre chaque échec.")] = False,
) -> None:
    """Mesure les réponses sur un fichier de questions jugées."""
    from app.evaluating import evaluate_answers
    from app.scorecard import Collection

    console.open_text(questions).close()
    wanted = Collection(questions.stem, console.folder(circulars), questions=questions, docs=docs)
    evaluate_answers(console.read_settings(), wanted, with_failures=failures)


@evaluate.command("flips", cls=arguments.Command)
def play_flips(
    circulars: Annotated[Path, typer.Option("--circulars", help="Dossier de circulaires.")],
    flips: Annotated[Path, typer.Option("--flips", help="Bascules : avant, après l’ajout d’un document.")],
    added: Annotated[
        Path | None, typer.Option("--added", help="Dossier des documents ajoutés, s’il est à part.")
    ] = None,
) -> None:
    """Joue des bascules : la réponse avant, après l’ajout d’un document, puis après son retrait."""
    from app.evaluating import evaluate_flips
    from app.scorecard import Collection

    console.open_text(flips).close()
    wanted = Collection(flips.stem, console.folder(circulars), flips=flips, added=added)
    evaluate_flips(console.read_settings(), wanted)


@evaluate.command(cls=arguments.Command)
def retrieval(
    corpus: Annotated[Path, typer.Option("--corpus", help="Textes : id, text (JSON par ligne).")],
    queries: Annotated[Path, typer.Option("--queries", help="Questions : id, kind, text.")],
    qrels: Annotated[Path, typer.Option("--qrels", help="Jugements : question, texte, note (TSV).")],
) -> None:
    """Mesure la recherche seule : nDCG@10 par genre de question."""
    from app.evaluating import evaluate_retrieval

    evaluate_retrieval(console.read_settings(), corpus, queries, qrels)


@evaluate.command(cls=arguments.Command)
def applicability(
    circulars: Annotated[Path, typer.Option("--circulars", help="Dossier de circulaires.")],
    questions: Annotated[Path, typer.Option("--questions", help="Questions avec leur passage attendu.")],
) -> None:
    """Mesure le filtre : passages trouvés, écartés à tort, leurres passés."""
    from app.evaluating import evaluate_applicability

    evaluate_applicability(console.read_settings(), console.folder(circulars), questions)


@cli.command(cls=arguments.Command)
def worker() -> None:
    """Envoie ce qui attend dans la corbeille de départ, jusqu’à l’arrêt."""
    settings = console.read_settings()
    from app.worker import work_until_stopped

    work_until_stopped(settings)


def main() -> None:
    # OpenMP reads these when numpy, faiss or the embeddings load, hence before any of them. Its threads spin
    # while they wait, which on a small machine costs more than they bring; a question needs one thread.
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    os.environ.setdefault("OMP_WAIT_POLICY", "passive")
    console.run(cli)


if __name__ == "__main__":
    main()
