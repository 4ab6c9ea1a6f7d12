"""The backend as an application: built from its settings, prepared, served on its own port."""

from datetime import UTC, datetime
from pathlib import Path

import uvicorn
from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles

from backend import api, background, database, event_api
from backend.demo import packet, seed
from backend.marking import api as marking
from backend.practical import api as practical_api
from backend.refusals import add_refusals
from backend.scanning import api as scanning
from backend.settings import BackendSettings
from backend.turns import Turns
from backend.web import hidden, intakes, orders, pages, practical, workspace
from backend.web.body_limit import BodyLimit
from backend.web.headers import SafeHeaders

VERSION = "1.0.0"
STATIC = Path(__file__).parent / "static"
DESCRIPTION = """
Le contrat publié entre l’assistance et les systèmes de correction et de missions. Chaque appel porte un
jeton de service et l’identifiant de la personne pour qui il est fait : il voit ce qu’elle voit, rien d’autre.
Les pages de correction passent par la même porte avec le cookie de leur session ; leurs écritures portent en
plus le jeton de cette session, dans l’en-tête X-CSRF-Token.
Ce qui est inconnu et ce qui n’est pas visible se disent avec les mêmes mots. Aucune réponse ne donne
d’heure de correction, de temps passé ni d’identité de candidat.
"""


def create_app(settings: BackendSettings, *, works_alone: bool = False) -> FastAPI:
    """Build the application; it opens the database at its first request and writes nothing before.

    `works_alone`: while it serves, it also does what nobody asks for; see background.py.
    """
    app = FastAPI(
        title="Correction et missions",
        version=VERSION,
        description=DESCRIPTION.strip(),
        docs_url=None,
        redoc_url=None,
        lifespan=background.running if works_alone else None,
    )
    app.state.settings = settings
    app.state.engine = database.make_engine(settings.database_url)
    app.state.turns = Turns()
    app.state.templates = pages.make_templates()
    app.add_middleware(BodyLimit)
    app.add_middleware(SafeHeaders, app_url=settings.app_url)
    add_refusals(app)
    app.include_router(api.router)
    app.include_router(event_api.router)
    app.include_router(marking.router)
    app.include_router(scanning.router)
    app.include_router(practical_api.router)
    app.include_router(pages.router, include_in_schema=False)
    app.include_router(workspace.router, include_in_schema=False)
    app.include_router(hidden.router, include_in_schema=False)
    app.include_router(orders.router, include_in_schema=False)
    app.include_router(intakes.router, include_in_schema=False)
    app.include_router(practical.router, include_in_schema=False)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    return app


def prepare(settings: BackendSettings) -> None:
    """Bring the tables up to date and, in demonstration, put the demonstration session in."""
    engine = database.make_engine(settings.database_url)
    database.migrate(engine)
    if settings.demo:
        with database.writing(engine) as session:
            seed.seed(session, now=datetime.now(UTC))
            packet.seed_packet(session, packet.SHOWN, datetime.now(UTC))
    engine.dispose()


def make_server(settings: BackendSettings) -> uvicorn.Server:
    """A server to run in a thread or a process of its own; set its `should_exit` to stop it."""
    # No access log: what a corrector opens, and when, is written nowhere.
    app = create_app(settings, works_alone=True)
    config = uvicorn.Config(
        app, host=settings.host, port=settings.port, access_log=False, log_level="warning"
    )
    return uvicorn.Server(config)


def serve(settings: BackendSettings) -> None:
    """Prepare, then serve until stopped."""
    prepare(settings)
    make_server(settings).run()
