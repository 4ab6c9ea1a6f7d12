"""Getting ready: circulars into the index, and the demonstration's database and copies."""

from datetime import UTC, datetime
from pathlib import Path

from sqlmodel import Session

from app import console
from app.database import open_engine
from app.demonstration.playing import seed_desk
from app.engines import load_embedder, open_embedder
from app.migrate import bring_up_to_date
from app.progress import progress_bar
from app.settings import BUNDLED, Settings
from assistant.intent_readers import open_reader
from backend import main as backend
from backend.settings import BackendSettings
from connectors.engine import EngineUnavailable
from connectors.file_folder import FileFolder
from knowledge.library import index_folder, remove_folder
from knowledge.search import Embedder


def prepare_demonstration(settings: Settings, *, with_requests: bool = True) -> None:
    """Everything that `serve` needs; doing it twice changes nothing."""
    index_circulars(settings, console.folder(settings.circulars_dir))
    with progress_bar("Intentions") as step:
        # Shipped ready; learnt again here, not while somebody waits for the start, if the engine is another.
        open_reader(open_embedder(settings), cache=settings.data_dir / "intents", progress=step)
        step(1, 1)
    if settings.backend_embedded:
        with progress_bar("Copies de démonstration") as step:
            backend.prepare(backend_settings(settings))
            step(1, 1)
        if with_requests and settings.is_demonstration:
            fill_desk(settings)
    console.out(f"Tout est prêt. « permanence serve » démarre sur {settings.own_url}.")


def fill_desk(settings: Settings) -> None:
    """Its requests are about the copies that have just been prepared."""
    engine = open_engine(settings.database)
    with progress_bar("Demandes de démonstration") as step:
        seed_desk(engine, FileFolder(settings.files_dir), now=datetime.now(UTC))
        step(1, 1)
    engine.dispose()


def index_circulars(settings: Settings, folder: Path) -> bool:
    """Read a folder into the database and the index, say what changed, and whether every file was read."""
    embedder = _embedder(settings)
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    engine = open_engine(settings.database)
    bring_up_to_date(engine)
    with progress_bar("Circulaires") as step:
        report = index_folder(
            lambda: Session(engine, expire_on_commit=False),
            folder,
            settings.index_dir,
            embedder,
            now=datetime.now(UTC),
            progress=step,
        )
    engine.dispose()
    console.out(str(report))
    if not (report.added or report.changed or report.unchanged or report.doubles or report.refused):
        console.out(f"Aucun texte à lire dans {folder}. Les textes des autres dossiers restent.")
    return not report.refused


def remove_circulars(settings: Settings, folder: Path) -> None:
    """Take the texts of a folder away from the database and the index; its files stay."""
    embedder = _embedder(settings)
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    engine = open_engine(settings.database)
    bring_up_to_date(engine)
    report = remove_folder(
        lambda: Session(engine, expire_on_commit=False),
        folder,
        settings.index_dir,
        embedder,
        now=datetime.now(UTC),
    )
    engine.dispose()
    console.out(str(report) if report.removed else f"Aucun texte ne vient de {folder} : rien n’est retiré.")


def _embedder(settings: Settings) -> Embedder | None:
    if settings.embedder == BUNDLED:
        return open_embedder(settings)
    try:
        return load_embedder(settings)
    except EngineUnavailable as error:
        # Going on by words alone would throw away the vectors of the former index.
        console.fail(f"PERMANENCE_EMBEDDER : moteur indisponible ({error.why}). L’index reste tel quel.")


def backend_settings(settings: Settings) -> BackendSettings:
    """The backend's own settings, as this application expects it."""
    return BackendSettings(
        host=settings.backend_host,
        port=settings.backend_port,
        database_url=f"sqlite:///{settings.data_dir / 'backend.db'}",
        pages_dir=settings.data_dir / "pages",
        app_url=settings.own_url,
        service_token=settings.service_token,
        handover_secret=settings.handover_secret,
        events_secret=settings.events_secret,
        events_url=f"{settings.nearby_url}/api/backend-events",
        demo=settings.is_demonstration,
        secure_cookies=settings.is_https,
    )
