"""The backend under test, through its API: who asks, with what, and what is already known of their things."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote
from uuid import UUID

import httpx

from connectors.contract.description import Operation

# A page that is asked for the first time may have to be drawn.
PATIENCE_SECONDS = 30.0
UNKNOWN = UUID("00000000-0000-4000-8000-000000000001")
NUMBER_OF_NOTHING = "999999999"


class Door:
    """Sends what is asked and gives what comes; raises `httpx.HTTPError` when nothing answers."""

    def __init__(self, url: str, token: str, transport: httpx.BaseTransport | None = None) -> None:
        self._client = httpx.Client(base_url=url, timeout=PATIENCE_SECONDS, transport=transport)
        self._token = token

    def ask(  # a request has these parts
        self,
        path: str,
        person: str | None = None,
        *,
        method: str = "GET",
        body: object = None,
        headers: Mapping[str, str] | None = None,
        query: Mapping[str, Any] | None = None,
    ) -> httpx.Response:
        """With the token, on behalf of the person, unless `headers` says otherwise; "" leaves one out."""
        sent = {"Authorization": f"Bearer {self._token}", "On-Behalf-Of": person or "", **(headers or {})}
        kept = {name: value for name, value in sent.items() if value}
        return self._client.request(method, path, json=body, headers=kept, params=query)

    def send(self, method: str, address: str, headers: Mapping[str, bytes], content: bytes | None) -> int:
        """The status of a request sent as it is, with the token."""
        sent: dict[bytes, bytes] = {name.encode(): value for name, value in headers.items()}
        sent[b"Authorization"] = f"Bearer {self._token}".encode()
        request = self._client.build_request(method, address, headers=sent, content=content)
        return self._client.send(request).status_code

    def close(self) -> None:
        self._client.close()


# From a collection to the value that stands in the addresses of its things.
_SOURCES: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("number", "/v1/me/lots", ("number",)),
    ("lot_id", "/v1/me/lots", ("id",)),
    ("centre", "/v1/me", ("centres",)),
    ("copy", "/v1/me/lots/{number}/copies", ("number",)),
    ("copy_id", "/v1/me/lots/{number}/copies", ("id",)),
    ("page_id", "/v1/me/lots/{number}/copies", ("pages", "id")),
    ("sheet_id", "/v1/me/practical-sheets", ("id",)),
    ("panel_id", "/v1/me/practical-sheets", ("panel_id",)),
    ("exam_id", "/v1/practical-exams", ("id",)),
    ("check", "/v1/pages/{page_id}/checks", ("findings", "check")),
    ("item_id", "/v1/centres/{centre}/orders", ("items", "id")),
)


@dataclass(slots=True)
class Things:
    """What one person may open: for each parameter of an address, a value that leads somewhere."""

    person: str
    roles: frozenset[str] = frozenset()
    values: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, door: Door, person: str) -> "Things | None":
        """None when the backend does not know the person."""
        me = door.ask("/v1/me", person)
        if me.status_code != httpx.codes.OK:
            return None
        things = cls(person, frozenset(me.json().get("roles", ())))
        for name, path, keys in _SOURCES:
            address = things.fill(path)
            answer = door.ask(address, person) if address else None
            value = _dig(answer.json(), keys) if answer is not None and answer.is_success else None
            if value is not None:
                things.values[name] = str(value)
        return things

    def address(self, operation: Operation) -> str | None:
        return self.fill(operation.path, operation.choices)

    def fill(self, path: str, choices: Mapping[str, str] | None = None) -> str | None:
        """The address with its parameters, or None when one of them is not known."""
        known = {**self.values, **(choices or {})}
        try:
            return path.format(**{name: quote(str(value), safe="") for name, value in known.items()})
        except KeyError:
            return None


def nowhere(operation: Operation) -> str:
    """An address of the operation that is well formed and leads to nothing."""
    values = {
        name: str(UNKNOWN) if operation.needs_uuid(name) else NUMBER_OF_NOTHING
        for name in operation.path_parameters
    }
    return operation.path.format(**{**values, **operation.choices})


def _dig(body: object, keys: tuple[str, ...]) -> object:
    """The first value found that way, through lists and fields."""
    if isinstance(body, list):
        return next((value for item in body if (value := _dig(item, keys)) is not None), None)
    if not keys:
        return body
    return _dig(body.get(keys[0]), keys[1:]) if isinstance(body, dict) else None
