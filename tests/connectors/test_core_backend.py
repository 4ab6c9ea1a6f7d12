"""What only the real connector has: pages, images, and a backend that is down, slow or talks nonsense."""

import socket
import threading
import time

import httpx
import pytest

from app.accounts import find_account
from assistant.personal import RecordNotFound, RecordsUnavailable
from connectors.core_backend import TOTAL_SECONDS, CoreBackend

CORRECTOR = find_account("correctrice-bts").caller()
AGENT = find_account("agent-a").caller()
OTHER = find_account("correcteur-philo").caller()


def answering(respond):
    return CoreBackend("http://backend.test", "jeton", transport=httpx.MockTransport(respond))


def test_the_token_and_the_person_are_sent():
    seen = {}

    def respond(request):
        seen.update(request.headers)
        return httpx.Response(200, json=[])

    answering(respond).lots(CORRECTOR)

    assert seen["authorization"] == "Bearer jeton"
    assert seen["on-behalf-of"] == "correctrice-bts"


def test_a_page_tells_its_place_and_its_image(backend):
    copy = backend.copy(CORRECTOR, "17", "0423")

    place = backend.page(AGENT, copy.pages[2].id)
    image = backend.page_image(AGENT, copy.pages[2].id, size="thumb")

    assert (place.number, place.copy_number, place.lot_number) == (3, "0423", "17")
    assert copy.pages[1].id in place.neighbours
    assert image.media_type == "image/jpeg"
    assert image.body.startswith(b"\xff\xd8")


def test_an_image_that_must_first_be_drawn_is_waited_for_longer_than_a_record():
    waits = {}

    def respond(request):
        waits[request.url.path.rsplit("/", 1)[-1]] = request.extensions["timeout"]["read"]
        return httpx.Response(200, json=[], headers={"content-type": "image/jpeg"})

    client = answering(respond)
    client.lots(CORRECTOR)
    client.page_image(CORRECTOR, "page")

    assert waits["lots"] < 3 < waits["image"]


def test_a_page_of_another_is_not_found(backend):
    copy = backend.copy(CORRECTOR, "17", "0423")

    with pytest.raises(RecordNotFound):
        backend.page_image(OTHER, copy.pages[0].id)


def test_the_person_holds_missions_on_papers(backend):
    person = backend.person(CORRECTOR)

    assert person.academy == "Aix-Marseille"
    assert person.papers


@pytest.mark.parametrize(
    "response",
    [
        httpx.Response(500),
        httpx.Response(401, json={"error": "service_token_refused"}),
        httpx.Response(302, headers={"location": "/ailleurs"}),
        httpx.Response(200, text="<html>une page</html>"),
        httpx.Response(200, json={"une": "surprise"}),
        httpx.Response(200, json=[{"id": "x"}]),
        httpx.Response(200, json=None),
        httpx.Response(200, content=b"\xff\xfe\x00"),
    ],
)
def test_nonsense_means_unavailable(response):
    with pytest.raises(RecordsUnavailable):
        answering(lambda _: response).lots(CORRECTOR)


def test_nobody_listening_means_unavailable():
    with socket.socket() as reserved:
        reserved.bind(("127.0.0.1", 0))
        client = CoreBackend(f"http://127.0.0.1:{reserved.getsockname()[1]}", "jeton")

        with pytest.raises(RecordsUnavailable):
            client.lots(CORRECTOR)

        client.close()


@pytest.mark.parametrize("drip", [None, 0.2], ids=["silent", "one byte at a time"])
def test_a_backend_that_hangs_is_left_in_time(drip):
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        threading.Thread(target=hang, args=(server, drip), daemon=True).start()
        client = CoreBackend(f"http://127.0.0.1:{server.getsockname()[1]}", "jeton")
        began = time.monotonic()

        with pytest.raises(RecordsUnavailable):
            client.lots(CORRECTOR)

        assert time.monotonic() - began < TOTAL_SECONDS + 0.5
        again = time.monotonic()
        with pytest.raises(RecordsUnavailable):
            client.missions(CORRECTOR)
        assert time.monotonic() - again < 0.2
        client.close()


def hang(server, drip):
    connection, _ = server.accept()
    with connection:
        connection.recv(4096)
        if drip is None:
            time.sleep(4)
            return
        connection.sendall(
            b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n"
        )
        try:
            for _ in range(30):
                connection.sendall(b" ")
                time.sleep(drip)
        except OSError:
            return


def test_a_lot_tells_its_paper_by_the_identifier_under_which_scales_are_filed(backend):
    lots = backend.lots(find_account("correctrice-maths").caller())

    assert {lot.paper_id for lot in lots} == {"dnb-mathematiques"}


def test_a_mission_tells_its_paper_by_the_same_identifier(backend):
    missions = backend.missions(find_account("interrogatrice-stl").caller())

    assert {mission.paper_id for mission in missions} == {"ece-stl-pratique"}
