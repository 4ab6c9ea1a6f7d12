"""Running the application and, beside it, the reference backend on its own port and threads."""

import contextlib
import gc
import signal
from threading import Thread

import structlog
import uvicorn

from app import console
from app.assembly import Services, assemble
from app.beside import Beside
from app.database import read_counts
from app.logs import configure_logs
from app.migrate import bring_up_to_date
from app.preparing import backend_settings
from app.settings import Settings
from app.web.application import create_app
from app.worker import Worker
from backend import main as backend


def serve_all(settings: Settings) -> None:
    """Migrate, start both services and the worker, say the address, and run until stopped."""
    configure_logs()
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    services = assemble(settings)
    bring_up_to_date(services.engine)
    beside = _start_backend(settings) if settings.backend_embedded else None
    worker = Worker.start(services)
    config = uvicorn.Config(
        create_app(services),
        host=settings.host,
        port=settings.port,
        access_log=False,  # addresses and identifiers of people stay out of the logs
        log_config=None,
    )
    _make_ready(services)
    console.out(f"Permanence répond sur {settings.own_url} (Ctrl-C pour arrêter).")
    _run_until_stopped(uvicorn.Server(config))
    worker.stop()
    if beside:
        beside.stop()
    services.close()


def _make_ready(services: Services) -> None:
    """What would make the first pages wait, and one page in some hundreds after that."""
    Thread(target=read_counts, args=(services.reading,), daemon=True).start()
    # What is loaded now lives as long as the process: the collector need not go through it again.
    gc.collect()
    gc.freeze()


def _run_until_stopped(server: uvicorn.Server) -> None:
    # Once it has stopped, uvicorn raises again the signal that it was given; the rest must still be put away.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with contextlib.suppress(KeyboardInterrupt):
        server.run()


def _start_backend(settings: Settings) -> Beside:
    own = backend_settings(settings)
    backend.prepare(own)
    beside = Beside.start(backend.make_server(own))
    if not beside.has_started:
        structlog.get_logger().error("backend did not start", port=own.port)
        console.fail(f"Le service des copies n’a pas démarré sur le port {own.port}.")
    return beside
