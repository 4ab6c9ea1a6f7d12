"""Rescan orders and events of the core backend over HTTP, for the out-tray and the worker."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote
from uuid import UUID

import httpx

from ticketing.outbox import PermanentFailure, TemporaryFailure
from ticketing.rescan_items import Evidence, Item
from ticketing.rescan_models import Rescan
from ticketing.vocabulary import Defect, RescanState

CONNECT_SECONDS = 1.0
READ_SECONDS = 2.0
MEASURING_SECONDS = 15.0  # a page is measured the first time it is asked for
AT_ONCE = 100
# Answers of the backend after which the same request may succeed.
MAY_PASS = frozenset({401, 408, 425, 429})  # 401: the service token is being changed
SENTENCE_LENGTH = 200


class Refused(PermanentFailure):
    """The backend understood and said no; `sentence` is what it says, in French, if it does."""

    def __init__(self, status: int, sentence: str | None) -> None:
        super().__init__(f"the backend answered {status}")
        self.status = status
        self.sentence = sentence


class BrokenContract(Exception):
    """What the backend says does not have the shape it promised."""


@dataclass(frozen=True, slots=True)
class Told:
    """One event of the backend, its signature not yet looked at."""

    number: int
    id: UUID
    kind: str
    content: Mapping[str, Any]  # number, id, kind, at and data, as they were signed
    signature: str

    @property
    def data(self) -> Mapping[str, Any]:
        data: Mapping[str, Any] = self.content["data"]
        return data


class RescanOrders:
    """Raises `TemporaryFailure` while the backend does not answer and `Refused` when it says no."""

    def __init__(self, url: str, token: str, transport: httpx.BaseTransport | None = None) -> None:
        self._client = httpx.Client(
            base_url=url,
            headers={"Authorization": f"Bearer {token}"},
            timeout=httpx.Timeout(READ_SECONDS, connect=CONNECT_SECONDS),
            transport=transport,
        )

    def ask(self, person_id: str, row: Rescan, reference: str, *, key: str, note: str = "") -> Item:
        """Ask for a page, or add this reference to the request that is open on it."""
        wanted = {
            "copy_id": row.copy_id,
            "page_number": row.page_number,
            "page_id": row.page_id,
            "defect": row.defect,
            "zone": row.zone,
            "reference": reference,
            "note": note,
        }
        return self._item(self._post(person_id, "/v1/rescan-items", wanted, key))

    def confirm(self, person_id: str, item_id: str, *, readable: bool, key: str) -> Item:
        """The item, settled; or the new one that asks for the page again."""
        address = f"/v1/rescan-items/{quote(item_id, safe='')}/confirm"
        return self._item(self._post(person_id, address, {"readable": readable}, key))

    def checks(self, person_id: str, page_id: str) -> Evidence:
        address = f"/v1/pages/{quote(page_id, safe='')}/checks"
        body = self._send("GET", address, headers={"On-Behalf-Of": person_id}, timeout=MEASURING_SECONDS)
        try:
            return Evidence(
                body["version"], body["method_version"], tuple(body["findings"]), bool(body["sound"])
            )
        except (KeyError, TypeError) as error:
            raise TemporaryFailure("checks without their shape") from error

    def events(self, after: int) -> list[Told]:
        body = self._send("GET", "/v1/events", params={"after": after, "limit": AT_ONCE})
        try:
            return [told_of(one) for one in body["events"]]
        except (KeyError, TypeError, BrokenContract) as error:
            raise TemporaryFailure("events without their shape") from error

    def close(self) -> None:
        self._client.close()

    def _item(self, body: Any) -> Item:
        try:
            return item_of(body)
        except BrokenContract as error:
            raise TemporaryFailure(str(error)) from error

    def _post(self, person_id: str, address: str, body: Mapping[str, Any], key: str) -> Any:
        headers = {"On-Behalf-Of": person_id, "Idempotency-Key": key}
        return self._send("POST", address, json=body, headers=headers)

    def _send(self, method: str, address: str, **request: Any) -> Any:
        try:
            answer = self._client.request(method, address, **request)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise TemporaryFailure(type(error).__name__) from error
        if answer.is_server_error or answer.status_code in MAY_PASS:
            raise TemporaryFailure(f"the backend answered {answer.status_code}")
        if not answer.is_success:
            raise Refused(answer.status_code, _sentence(answer))
        try:
            return answer.json()
        except ValueError as error:
            raise TemporaryFailure("the backend does not speak JSON") from error


def item_of(body: Any) -> Item:
    """Raises `BrokenContract` for what is no item."""
    try:
        return _item(body)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise BrokenContract("an item without its shape") from error


def told_of(body: Any) -> Told:
    try:
        content = {name: body[name] for name in ("number", "id", "kind", "at", "data")}
        if not isinstance(content["data"], dict) or not isinstance(content["number"], int):
            raise BrokenContract
        return Told(
            content["number"], UUID(content["id"]), str(content["kind"]), content, str(body["signature"])
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise BrokenContract from error


def _item(body: Any) -> Item:
    until = body.get("until")
    known = body.get("defect") in set(Defect)
    return Item(
        id=str(body["id"]),
        copy_id=str(body["copy_id"]),
        copy_number=str(body["copy_number"]),
        lot_number=str(body["lot_number"]),
        page_number=int(body["page_number"]),
        references=tuple(str(one) for one in body["references"]),
        state=RescanState(body["state"]),
        step=int(body["step"]),
        order_number=body.get("order_number"),
        page_id=body.get("page_id"),
        defect=body["defect"] if known else None,
        zone=body.get("zone"),
        until=datetime.fromisoformat(until) if until else None,
        reason=body.get("reason"),
        reason_label=_short(body.get("reason_label")),
        old_version=body.get("old_version"),
        new_version=body.get("new_version"),
        again_of=str(body["again_of"]) if body.get("again_of") else None,
        checks=tuple(body.get("checks") or ()),
        faults=tuple(str(one) for one in body.get("faults") or ()),
    )


def _sentence(answer: httpx.Response) -> str | None:
    try:
        body = answer.json()
    except ValueError:
        return None
    said = body.get("message") if isinstance(body, dict) else None
    return _short(said) if isinstance(said, str) else None


def _short(text: str | None) -> str | None:
    return text[:SENTENCE_LENGTH] if text else None
