"""Whether a port can be listened on."""

import socket

from app import console
from app.settings import Settings


def is_free(host: str, port: int) -> bool:
    with socket.socket() as probe:
        # As uvicorn does: a port that a stopped server has just left is free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def refuse_taken(settings: Settings) -> None:
    """Say which of the two ports `serve` cannot have, before anything slow is loaded."""
    wanted = [("PERMANENCE_PORT", settings.host, settings.port)]
    if settings.backend_embedded:
        wanted.append(("PERMANENCE_BACKEND_PORT", settings.backend_host, settings.backend_port))
        if settings.port == settings.backend_port:
            console.fail(
                f"PERMANENCE_PORT et PERMANENCE_BACKEND_PORT valent tous deux {settings.port}. "
                "Donnez-leur deux valeurs."
            )
    for variable, host, port in wanted:
        if not is_free(host, port):
            console.fail(
                f"Le port {port} est déjà pris. Libérez-le, ou choisissez-en un autre avec {variable}."
            )
