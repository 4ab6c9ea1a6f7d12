"""A server in a thread of its own, beside what runs here."""

import threading
import time
from dataclasses import dataclass

import uvicorn

STARTING_SECONDS, STOPPING_SECONDS = 60, 10


@dataclass(frozen=True)
class Beside:
    """A server with its own thread and event loop."""

    server: uvicorn.Server
    thread: threading.Thread

    @classmethod
    def start(cls, server: uvicorn.Server) -> "Beside":
        """Wait until it answers, or gives up: `has_started` says which."""
        thread = threading.Thread(target=server.run, name="backend", daemon=True)
        thread.start()
        deadline = time.monotonic() + STARTING_SECONDS
        while not server.started and thread.is_alive() and time.monotonic() < deadline:
            time.sleep(0.02)
        return cls(server, thread)

    @property
    def has_started(self) -> bool:
        return self.server.started

    @property
    def port(self) -> int:
        port: int = self.server.servers[0].sockets[0].getsockname()[1]
        return port

    def stop(self) -> None:
        self.server.should_exit = True
        self.thread.join(timeout=STOPPING_SECONDS)
