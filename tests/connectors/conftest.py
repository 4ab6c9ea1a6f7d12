"""The two versions of the caller's records: in memory, and the real backend answering on loopback."""

import socket
import threading
import time

import pytest

from backend.main import make_server, prepare
from backend.settings import BackendSettings
from connectors.core_backend import CoreBackend
from tests.fakes import make_demonstration_records

TOKEN = "jeton-des-essais"


@pytest.fixture(scope="session")
def backend_url(tmp_path_factory):
    home = tmp_path_factory.mktemp("backend")
    settings = BackendSettings(
        port=free_port(),
        database_url=f"sqlite:///{home / 'backend.db'}",
        pages_dir=home / "pages",
        service_token=TOKEN,
    )
    prepare(settings)
    server = make_server(settings)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        assert thread.is_alive()
        time.sleep(0.02)
    yield f"http://127.0.0.1:{settings.port}"
    server.should_exit = True
    thread.join(timeout=10)


@pytest.fixture
def backend(backend_url):
    client = CoreBackend(backend_url, TOKEN)
    yield client
    client.close()


@pytest.fixture(params=["fake", "real"])
def records(request):
    """Fulfils PersonalRecords on the demonstration's people and lots."""
    return make_demonstration_records() if request.param == "fake" else request.getfixturevalue("backend")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
