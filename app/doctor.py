"""What this installation lacks, and how to mend it."""

import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

from app.settings import BUNDLED, Settings
from knowledge.search import Embedder

ENOUGH_BYTES = 500_000_000
STATIC = Path(__file__).parent / "web" / "static"


@dataclass(frozen=True, slots=True)
class Check:
    name: str
    finding: str
    is_well: bool = True
    remedy: str | None = None

    @property
    def mark(self) -> str:
        """A remedy on what is well is something to look at: nothing is missing."""
        if not self.is_well:
            return "MANQUE"
        return "à voir" if self.remedy else "bien"


def examine(settings: Settings) -> list[Check]:
    engine, embedder = _engine(settings)
    return [
        _python(),
        _front_end(),
        _disk(settings),
        _database(settings),
        _index(settings, embedder),
        _circulars(settings),
        engine,
        _ports(settings),
    ]


def _python() -> Check:
    found = ".".join(map(str, sys.version_info[:3]))
    is_well = sys.version_info >= (3, 11)
    return Check("Python", found, is_well, None if is_well else "Installez Python 3.11 ou plus récent.")


def _front_end() -> Check:
    wanted = [STATIC / "vendor" / "icons" / "sprite.svg", STATIC / "vendor" / "fonts"]
    is_well = all(path.exists() for path in wanted)
    finding = "présents" if is_well else "absents"
    return Check(
        "Icônes et polices", finding, is_well, None if is_well else "Lancez « make run » : npm les installe."
    )


def _disk(settings: Settings) -> Check:
    home = next(path for path in (settings.data_dir, *settings.data_dir.absolute().parents) if path.exists())
    free = shutil.disk_usage(home).free
    is_well = free > ENOUGH_BYTES
    remedy = (
        None if is_well else "Libérez de la place, ou choisissez un autre dossier avec PERMANENCE_DATA_DIR."
    )
    return Check("Place sur le disque", f"{free // 1_000_000} Mo libres", is_well, remedy)


def _database(settings: Settings) -> Check:
    # Alembic and SQLAlchemy are slow to load, and only this check needs them.
    from sqlalchemy.exc import SQLAlchemyError

    from app.database import open_engine
    from app.migrate import is_current

    engine = open_engine(settings.database)
    path = engine.url.database
    if engine.dialect.name == "sqlite" and path and not Path(path).exists():
        return Check("Base de données", "absente", False, "Lancez « permanence demo » : elle la crée.")
    try:
        is_well = is_current(engine)
    except SQLAlchemyError:
        return Check("Base de données", "illisible", False, "Vérifiez PERMANENCE_DATABASE_URL et les droits.")
    finally:
        engine.dispose()
    remedy = None if is_well else "Lancez « permanence serve » : elle se met à jour au démarrage."
    return Check("Base de données", "à jour" if is_well else "ancienne", is_well, remedy)


def _index(settings: Settings, embedder: Embedder | None) -> Check:
    from knowledge.errors import IndexMismatch, IndexMissing
    from knowledge.index_store import LEXICAL_ONLY, current, read_stamp

    remedy = "Lancez « permanence index DOSSIER », ou « permanence demo »."
    try:
        stamp = read_stamp(current(settings.index_dir))
    except IndexMissing:
        return Check("Index des textes", "absent", False, remedy)
    except IndexMismatch:
        return Check("Index des textes", "d’une autre version", False, remedy)
    if embedder and stamp.embedder not in {LEXICAL_ONLY, embedder.fingerprint}:
        return Check("Index des textes", f"d’un autre moteur, {stamp.embedder}", False, remedy)
    if embedder and stamp.embedder == LEXICAL_ONLY and stamp.passages:
        return Check("Index des textes", f"par les mots seuls, {stamp.passages} passages", False, remedy)
    return Check(
        "Index des textes",
        f"{stamp.passages} passages",
        stamp.passages > 0,
        remedy if not stamp.passages else None,
    )


def _circulars(settings: Settings) -> Check:
    is_well = settings.circulars_dir.is_dir()
    remedy = None if is_well else "Donnez un dossier avec PERMANENCE_CIRCULARS_DIR."
    return Check("Circulaires d’exemple", str(settings.circulars_dir), is_well, remedy)


def _engine(settings: Settings) -> tuple[Check, Embedder | None]:
    # Loads the model, and torch when the settings ask for it.
    from app.engines import load_embedder
    from connectors.engine import EngineUnavailable

    name = "moteur fourni" if settings.embedder == BUNDLED else settings.embedder
    remedy = "L’assistant répond par les mots seuls en attendant."
    if settings.embedder != BUNDLED:
        remedy += " Voyez « Choisir le moteur » dans docs/operations.md."
    try:
        embedder = load_embedder(settings)
    except EngineUnavailable as error:
        return Check("Recherche par le sens", f"{name} : {error.why}", False, remedy), None
    return Check("Recherche par le sens", f"prête, {name}"), embedder


def _ports(settings: Settings) -> Check:
    from app.ports import is_free

    wanted = [(settings.host, settings.port)]
    if settings.backend_embedded:
        wanted.append((settings.backend_host, settings.backend_port))
        if settings.port == settings.backend_port:
            remedy = "Donnez deux valeurs à PERMANENCE_PORT et à PERMANENCE_BACKEND_PORT."
            return Check("Ports", f"{settings.port} sert deux fois", False, remedy)
    taken = [str(port) for host, port in wanted if not is_free(host, port)]
    if not taken:
        return Check("Ports", "libres")
    said = f"{' et '.join(taken)} {'occupés' if len(taken) > 1 else 'occupé'}"
    remedy = (
        "L’application tourne peut-être déjà. Sinon, choisissez PERMANENCE_PORT et PERMANENCE_BACKEND_PORT."
    )
    return Check("Ports", said, remedy=remedy)
