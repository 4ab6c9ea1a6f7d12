"""Whether a port can be listened on."""

import socket


def is_free(host: str, port: int) -> bool:
    with socket.socket() as probe:
        # As uvicorn does: a port that a stopped server has just left is free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True
