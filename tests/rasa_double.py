"""Rasa's HTTP API as far as it is used, on loopback: right, hung, killed, talking nonsense."""

import json
import socket
import threading
import time
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

TOKEN = "jeton-des-essais"


def said(intent, confidence=0.97, others=()):
    """What the real one answers to `POST /model/parse`, its other fields included."""
    ranking = [{"name": intent, "confidence": confidence}]
    ranking += [{"name": name, "confidence": sure} for name, sure in others]
    return {
        "text": "",
        "intent": ranking[0],
        "entities": [],
        "text_tokens": [[0, 7]],
        "intent_ranking": ranking,
    }


class RasaDouble:
    """`mood` says how it behaves from the next request on; `heard` keeps the texts it was sent."""

    def __init__(self):
        self.mood = "right"
        self.answer = said("procedure")
        self.heard = []
        self.connections = []
        self.hung = threading.Event()  # set to let the hung requests go
        double = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def setup(self):
                super().setup()
                double.connections.append(self.connection)

            def do_POST(self):
                body = self.rfile.read(int(self.headers["content-length"]))
                address = urlsplit(self.path)
                if address.path != "/model/parse" or parse_qs(address.query).get("token") != [TOKEN]:
                    self.reply(401, b'{"status":"failure"}')
                    return
                double.heard.append(json.loads(body)["text"])
                double.behave(self)

            def reply(self, status, body):
                self.send_response(status)
                self.send_header("content-length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)
        self._thread.start()
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def behave(self, handler):
        nonsense = {
            "empty": b"",
            "html": b"<html>502 Bad Gateway</html>",
            "null": b"null",
            "unknown": json.dumps(said("make_coffee")).encode(),
            "unsure": json.dumps(said("nlu_fallback", 0.3, [("greet", 0.28)])).encode(),
            "not-a-number": json.dumps(said("greet", float("nan"))).encode(),
            "huge": b'"' + b"a" * 3_000_000 + b'"',
            "deep": b"[" * 50_000,
            "bytes": bytes(range(256)),
        }
        if self.mood == "hung":
            self.hung.wait(20)
        elif self.mood == "dripping":
            self._drip(handler)
        elif self.mood == "error":
            handler.reply(500, b'{"status":"failure"}')
        elif self.mood == "cut":
            handler.wfile.write(b"HTTP/1.1 200 OK\r\ncontent-length: 400\r\n\r\n{")
            handler.connection.shutdown(socket.SHUT_RDWR)
            handler.close_connection = True
        elif self.mood == "babble":
            handler.wfile.write(b"\x16\x03\x01 SSH-2.0 hello\r\n\r\n")
            handler.close_connection = True
        else:
            handler.reply(200, nonsense.get(self.mood, json.dumps(self.answer).encode()))

    def _drip(self, handler):
        """A header a quarter of a second at a time, for ever: no single wait is long."""
        handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
        while not self.hung.wait(0.25):
            try:
                handler.wfile.write(b"x-waiting: 1\r\n")
            except OSError:
                return
        handler.close_connection = True

    def kill(self):
        self.hung.set()
        self._server.shutdown()
        self._server.server_close()
        for connection in self.connections:
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        self._thread.join(5)


@contextmanager
def rasa_double():
    double = RasaDouble()
    try:
        yield double
    finally:
        double.kill()


def wait_until(condition, seconds=3.0):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)
