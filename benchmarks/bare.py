"""A caller that weighs nothing: the application is called as a server calls it, no network, no client."""

import asyncio
from collections.abc import Mapping
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlencode

from fastapi import FastAPI


class Bare:
    """One person signed in, by her cookies; each call is one request, from its headers to its last byte."""

    def __init__(self, app: FastAPI, cookies: Mapping[str, str]) -> None:
        self._app, self._loop = app, asyncio.new_event_loop()
        cookie = "; ".join(f"{name}={value}" for name, value in cookies.items())
        self._headers = [(b"host", b"testserver"), (b"accept", b"text/html"), (b"cookie", cookie.encode())]

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._loop.run_until_complete(self._loop.shutdown_default_executor())
        self._loop.close()

    def get(self, address: str) -> bytes:
        return self._loop.run_until_complete(self._ask("GET", address, b""))

    def post(self, address: str, form: Mapping[str, str]) -> bytes:
        return self._loop.run_until_complete(self._ask("POST", address, urlencode(form).encode()))

    async def _ask(self, method: str, address: str, body: bytes) -> bytes:
        path, _, query = address.partition("?")
        scope: dict[str, Any] = {
            "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": method, "path": path,
            "raw_path": path.encode(), "query_string": query.encode(), "root_path": "", "scheme": "http",
            "server": ("testserver", 80), "client": ("testclient", 1), "headers": list(self._headers),
            "state": {},
        }  # fmt: skip
        if body:
            scope["headers"] += [
                (b"content-type", b"application/x-www-form-urlencoded"),
                (b"content-length", str(len(body)).encode()),
            ]
        sent: list[Any] = []

        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": body, "more_body": False}

        async def send(message: Any) -> None:
            sent.append(message)

        await self._app(scope, receive, send)
        assert sent[0]["status"] == 200, (address, sent[0]["status"])
        return b"".join(one.get("body", b"") for one in sent[1:])
