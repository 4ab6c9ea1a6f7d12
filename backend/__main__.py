"""`python -m backend prepare | seed | serve | openapi | page | packet | intake`: the backend on its own."""

import json
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from backend import database, main
from backend.demo import packet, rescans, seed, whole_session
from backend.errors import PageNotFound
from backend.scanning import copies, intake_folder
from backend.settings import BackendSettings

OPENAPI_FILE = Path(__file__).parent / "openapi.json"
cli = typer.Typer(no_args_is_help=True, add_completion=False)


def openapi_text() -> str:
    """The published description, in the form in which it is committed."""
    settings = BackendSettings(database_url="sqlite://", demo=True)
    document: dict[str, Any] = main.create_app(settings).openapi()
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


@cli.command()
def prepare() -> None:
    """Create or update the tables, and seed the demonstration."""
    main.prepare(BackendSettings())


@cli.command("seed")
def seed_session(
    copies: Annotated[int, typer.Option(min=1, max=100_000, help="Copies à ajouter à la démonstration.")],
) -> None:
    """Prepare, then add a whole session of copies, in lots of 160."""
    settings = BackendSettings()
    main.prepare(settings)
    engine = database.make_engine(settings.database_url)
    with database.writing(engine) as session:
        lots = whole_session.seed_session(session, copies, now=datetime.now(UTC))
    engine.dispose()
    typer.echo(f"{copies} copies demandées, {lots} lots ajoutés.")


@cli.command()
def serve() -> None:
    """Prepare, then serve."""
    main.serve(BackendSettings())


@cli.command()
def openapi() -> None:
    """Write backend/openapi.json."""
    with tempfile.NamedTemporaryFile("w", dir=OPENAPI_FILE.parent, delete=False, encoding="utf-8") as aside:
        aside.write(openapi_text())
    Path(aside.name).chmod(0o644)
    Path(aside.name).replace(OPENAPI_FILE)


@cli.command()
def page(
    lot: Annotated[int, typer.Option(help="Numéro du lot.")],
    copy: Annotated[int, typer.Option(help="Numéro de la copie.")],
    page: Annotated[int, typer.Option(help="Numéro de la page.")],
    out: Annotated[Path, typer.Option(help="Fichier à écrire, en JPEG.")],
) -> None:
    """Écrire une page de démonstration bien numérisée, à déposer à la place d’une mauvaise."""
    engine = database.make_engine(BackendSettings().database_url)
    with database.reading(engine) as session:
        try:
            drawn = rescans.sound_page_of(session, seed.copy_id(lot, copy), page)
        except PageNotFound as error:
            typer.echo(f"Le lot {lot} n’a pas de copie {copy:04d} de démonstration.", err=True)
            raise typer.Exit(1) from error
    out.write_bytes(drawn)
    engine.dispose()


@cli.command(name="packet")
def example_packet(
    out: Annotated[Path, typer.Option(help="Fichier PDF à écrire.")],
) -> None:
    """Écrire le paquet d’exemple du lot 27, tel que son scanner le donnerait."""
    out.write_bytes(packet.pdf(list(packet.pages(packet.SHOWN))))


@cli.command(name="intake")
def take_in(
    folder: Annotated[Path, typer.Argument(help="Dossier des fichiers du scanner.", exists=True)],
    lot: Annotated[int, typer.Option(help="Numéro du lot.")],
    pages: Annotated[int, typer.Option(help="Pages par copie.")] = copies.USUAL_PAGES,
) -> None:
    """Prendre les scans d’un centre : les répartir en copies, les contrôler, dire ce qui manque."""
    settings = BackendSettings()
    engine = database.make_engine(settings.database_url)
    for line in intake_folder.take(engine, settings.pages_dir, folder, lot=lot, pages=pages):
        typer.echo(line)
    engine.dispose()


if __name__ == "__main__":
    sys.exit(cli())
