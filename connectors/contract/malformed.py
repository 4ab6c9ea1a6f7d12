"""Requests that nobody should send: whatever comes, the backend refuses and does not fall over."""

import json
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlencode

from connectors.contract.description import Description, Operation
from connectors.contract.door import Door, Things
from connectors.contract.findings import Finding, found

FAMILY = "robustesse"
CASES = 500
STRANGE: tuple[Any, ...] = (
    None, True, -1, 0, 2**31, 2**63, 2**64, 10**40, 1e308, -0.0, "", " ", "0", "x" * 5000, "\x00", "\ud800",
    "é’«\u202e\u200f", "' OR 1=1 --", "../../etc/passwd", "00000000-0000-0000-0000-000000000000",
    "9999-12-31", "0000-00-00", "2027-06-31", "2027-06-01T00:00:00+99:99", [], [[]], {}, {"a": None},
    [None] * 300,
)  # fmt: skip
BROKEN_BODIES = (
    b"", b"{", b"null", b"[]", b'"', b"\xff\xfe\x00", b"{\"a\":", b"NaN", b'{"reason": NaN}', b"[" * 3000,
    b"{\"\\ud800\": 1}", b"1e999", b"--x\r\nContent-Disposition: form-data\r\n\r\n",
)  # fmt: skip
MEDIA = ("application/json", "text/plain", "multipart/form-data", "application/x-www-form-urlencoded", "é")


# By format or else by type; anything else is a word.
SAMPLES: Mapping[str, object] = {
    "uuid": "00000000-0000-4000-8000-000000000001",
    "date": "2027-06-01",
    "date-time": "2027-06-01T08:00:00+00:00",
    "integer": 1,
    "number": 1,
    "boolean": True,
}


@dataclass(frozen=True, slots=True)
class Request:
    method: str
    address: str
    headers: Mapping[str, bytes] = field(default_factory=dict)
    content: bytes | None = None


def check(door: Door, description: Description, people: Sequence[Things]) -> Iterator[Finding]:
    fallen = None
    sent = 0
    for request in requests(description, people, count=CASES):
        sent += 1
        status = door.send(request.method, request.address, request.headers, request.content)
        if status >= 500:
            fallen = f"{status} à {request.method} {request.address[:120]}"
            break
    yield found(FAMILY, f"{sent} demandes mal formées, aucune panne", fallen)


def requests(
    description: Description, people: Sequence[Things], *, count: int, seed: int = 1
) -> Iterator[Request]:
    """The same ones for the same seed: each operation in turn, one thing wrong in most of them."""
    dice = random.Random(seed)  # noqa: S311  # a choice of cases, not a secret
    operations = list(description.operations())
    for rank in range(count):
        operation = operations[rank % len(operations)]
        yield _request(description, operation, dice.choice(people), dice)


def _request(description: Description, operation: Operation, person: Things, dice: random.Random) -> Request:
    spoiled = dice.choice(("path", "query", "headers", "body", "field", "field"))
    headers = {
        "On-Behalf-Of": person.person.encode(),
        "Idempotency-Key": b"%x" % dice.getrandbits(64),
        "Content-Type": b"application/json",
    }
    if spoiled == "headers":
        headers[dice.choice(list(headers))] = _as_header(dice.choice(STRANGE))
    if spoiled == "body":
        headers["Content-Type"] = dice.choice(MEDIA).encode()
    address = _address(operation, person, dice, is_spoiled=spoiled == "path")
    if spoiled == "query":
        address += "?" + _query(operation, dice)
    content = None
    if operation.method in {"put", "post", "patch"}:
        content = _content(description, operation, dice, spoiled)
    return Request(operation.method.upper(), address, headers, content)


def _address(operation: Operation, person: Things, dice: random.Random, *, is_spoiled: bool) -> str:
    names = operation.path_parameters
    wrong = dice.choice(names) if names and is_spoiled else None
    values = {name: person.values.get(name, "1") for name in names}
    if wrong:
        values[wrong] = str(dice.choice(STRANGE))
    return operation.path.format(
        **{name: quote(value.encode("utf-8", "surrogatepass"), safe="") for name, value in values.items()}
    )


def _query(operation: Operation, dice: random.Random) -> str:
    names = [one["name"] for one in operation.parameters if one["in"] == "query"] or ["quoi"]
    value = str(dice.choice(STRANGE)).encode("utf-8", "surrogatepass")
    return urlencode({dice.choice(names): value})


def _content(description: Description, operation: Operation, dice: random.Random, spoiled: str) -> bytes:
    if spoiled == "body":
        return dice.choice(BROKEN_BODIES)
    media = operation.content.get("requestBody", {}).get("content", {})
    schema = media.get("application/json", {}).get("schema", {})
    body = _sample(description, schema)
    if spoiled == "field":
        body = _spoil(body, dice)
    # Escaped, so that a lone surrogate can be written at all.
    return json.dumps(body).encode()


def _spoil(body: Any, dice: random.Random) -> Any:
    """One value replaced, however deep, or one field taken away or added."""
    if isinstance(body, list) and body and dice.random() < 0.8:
        return [_spoil(body[0], dice), *body[1:]]
    if not isinstance(body, dict) or dice.random() < 0.1:
        return dice.choice(STRANGE)
    name = dice.choice([*body, "inconnu"])
    kept = dict(body)
    if dice.random() < 0.15:
        kept.pop(name, None)
        return kept
    return {**kept, name: _spoil(kept.get(name), dice)}


def _sample(description: Description, schema: Mapping[str, Any]) -> Any:
    """Something that the schema accepts, near enough."""
    schema = description.resolve(schema)
    choices = next((schema[word] for word in ("anyOf", "oneOf", "allOf") if word in schema), None)
    if choices:
        return _sample(description, choices[0])
    if "enum" in schema:
        return schema["enum"][0]
    if schema.get("type") == "object":
        return {name: _sample(description, item) for name, item in schema.get("properties", {}).items()}
    if schema.get("type") == "array":
        return [_sample(description, schema.get("items", {}))]
    return SAMPLES.get(schema.get("format") or schema.get("type", ""), "mot")


def _as_header(value: object) -> bytes:
    """A header holds neither a line break nor a null."""
    text = str(value).encode("utf-8", "surrogatepass")
    return bytes(byte for byte in text if byte >= 0x20)[:6000].strip()
