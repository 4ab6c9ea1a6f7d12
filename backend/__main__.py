"""`python -m backend prepare | serve | openapi | page | packet | intake`: the backend on its own."""

import json
import sys
import tempfile
from pathlib import Path
from typing import Annotated, Any

import typer

from backend import database, main
from backend.demo import packet, rescans, seed
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
        out.write_bytes(rescans.sound_page_of(session, seed.copy_id(lot, copy), page))
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
