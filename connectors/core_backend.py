"""The core backend over HTTP: the only client of its contract."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from time import monotonic
from typing import Any
from urllib.parse import quote

import httpx

from assistant.personal import (
    ClaimRecord,
    CopyRecord,
    LotRecord,
    MarkSheetRecord,
    MissionRecord,
    PageRecord,
    RecordNotFound,
    RecordsUnavailable,
)
from ticketing.permissions import Caller

# An answer is due in three seconds, backend hung or not. httpx bounds each wait on the network,
# not their sum: the sum is watched while the body arrives.
CONNECT_SECONDS = 1.0
READ_SECONDS = 1.5
TOTAL_SECONDS = 2.5
# A turn may ask several things: after one that hung, the next ones fail at once instead of adding up.
SILENCE_SECONDS = 2.0
# No conversation waits for an image, and its first showing may have to be drawn.
IMAGE_SECONDS = 15.0


@dataclass(frozen=True, slots=True)
class PersonRecord:
    id: str
    label: str
    academy: str | None
    centres: tuple[str, ...]
    papers: frozenset[str]  # those on which a mission is held


@dataclass(frozen=True, slots=True)
class PageImage:
    body: bytes
    media_type: str
    etag: str | None


@dataclass(frozen=True, slots=True)
class PagePlace:
    """Where a page stands: its copy, its lot and the pages around it."""

    id: str
    number: int
    copy_id: str
    copy_number: str
    lot_id: str
    lot_number: str
    neighbours: tuple[str, ...]


class CoreBackend:
    """Fulfils `PersonalRecords`; raises `RecordNotFound` and `RecordsUnavailable`, nothing else."""

    def __init__(
        self, url: str, token: str, transport: httpx.BaseTransport | None = None, *, patience: float = 1.0
    ) -> None:
        """`patience` stretches every limit: for measures, where nobody waits and the machine may be busy."""
        self._client = httpx.Client(
            base_url=url,
            headers={"Authorization": f"Bearer {token}"},
            timeout=httpx.Timeout(READ_SECONDS * patience, connect=CONNECT_SECONDS * patience),
            transport=transport,
        )
        self._patience = patience
        self._silent_until = 0.0

    def person(self, caller: Caller) -> PersonRecord:
        body = self._read(caller, "/v1/me", "person", caller.id)
        with _as_promised():
            return PersonRecord(
                id=body["id"],
                label=body["label"],
                academy=body["academy"],
                centres=tuple(body["centres"]),
                papers=frozenset(body["papers"]),
            )

    def lots(self, caller: Caller) -> Sequence[LotRecord]:
        body = self._read(caller, "/v1/me/lots", "lot", "*")
        with _as_promised():
            return [_lot(row) for row in body]

    def lot(self, caller: Caller, number: str) -> LotRecord:
        body = self._read(caller, f"/v1/me/lots/{quote(number, safe='')}", "lot", number)
        with _as_promised():
            return _lot(body)

    def copy(self, caller: Caller, lot: str, number: str) -> CopyRecord:
        holder = self.lot(caller, lot)
        address = f"/v1/me/lots/{quote(lot, safe='')}/copies/{quote(number, safe='')}"
        body = self._read(caller, address, "copy", number)
        with _as_promised():
            return _copy(body, holder)

    def missions(self, caller: Caller) -> Sequence[MissionRecord]:
        body = self._read(caller, "/v1/me/missions", "mission", "*")
        with _as_promised():
            return [
                MissionRecord(
                    id=row["id"],
                    kind=row["kind"],
                    exam=row["exam"],
                    session=row["session"],
                    paper=row["paper"],
                    centre=row["centre"],
                    starts_at=datetime.fromisoformat(row["starts_at"]),
                    ends_at=_moment(row["ends_at"]),
                    paper_id=row["paper_id"],
                )
                for row in body
            ]

    def claims(self, caller: Caller) -> Sequence[ClaimRecord]:
        body = self._read(caller, "/v1/me/claims", "claim", "*")
        with _as_promised():
            return [
                ClaimRecord(row["id"], row["mission"], row["state"], row["amount"], row["mission_id"])
                for row in body
            ]

    def mark_sheet(self, caller: Caller, lot: str) -> MarkSheetRecord:
        body = self._read(caller, f"/v1/me/lots/{quote(lot, safe='')}/mark-sheet", "mark_sheet", lot)
        with _as_promised():
            return MarkSheetRecord(body["lot"], body["entered"], body["missing"], body["locked"])

    def hide_copy(self, caller: Caller, copy_id: str, *, reason: str, key: str) -> None:
        self._ask(
            "POST",
            f"/v1/copies/{quote(copy_id, safe='')}/hide",
            caller,
            ("copy", copy_id),
            json={"reason": reason},
            headers={"Idempotency-Key": key},
        )

    def page(self, caller: Caller, page_id: str) -> PagePlace:
        body = self._read(caller, f"/v1/pages/{quote(page_id, safe='')}", "page", page_id)
        with _as_promised():
            return PagePlace(
                id=body["id"],
                number=body["number"],
                copy_id=body["copy_id"],
                copy_number=body["copy_number"],
                lot_id=body["lot_id"],
                lot_number=body["lot_number"],
                neighbours=tuple(body["neighbours"]),
            )

    def copy_of_candidate(self, caller: Caller, number: str) -> tuple[str, str] | None:
        """The numbers of the lot and of the copy that bear this anonymity number, if the caller may know."""
        asked = {"candidate_number": number}
        answer = self._ask("GET", "/v1/copies", caller, ("copy", "candidate"), params=asked)
        with _as_promised():
            found = answer.json()
            return (found[0]["lot_number"], found[0]["number"]) if found else None

    def page_image(self, caller: Caller, page_id: str, *, size: str = "full") -> PageImage:
        """The scan of a page, `size` "full" or "thumb"."""
        address = f"/v1/pages/{quote(page_id, safe='')}/image"
        answer = self._ask(
            "GET", address, caller, ("page", page_id), params={"size": size}, seconds=IMAGE_SECONDS
        )
        return PageImage(
            answer.content, answer.headers.get("content-type", "image/jpeg"), answer.headers.get("etag")
        )

    def rescan_image(self, caller: Caller, item_id: str, which: str) -> PageImage:
        """The page of a rescan item before and after: `which` is "old" or "new"."""
        address = f"/v1/rescan-items/{quote(item_id, safe='')}/pictures/{which}"
        answer = self._ask("GET", address, caller, ("page", item_id), seconds=IMAGE_SECONDS)
        return PageImage(
            answer.content, answer.headers.get("content-type", "image/jpeg"), answer.headers.get("etag")
        )

    def is_alive(self) -> bool:
        try:
            return self._client.get("/healthz").is_success
        except httpx.HTTPError:
            return False

    def close(self) -> None:
        self._client.close()

    def _read(self, caller: Caller, address: str, kind: str, number: str) -> Any:
        answer = self._ask("GET", address, caller, (kind, number))
        try:
            return answer.json()
        except ValueError as error:
            raise RecordsUnavailable from error

    def _ask(
        self, method: str, address: str, caller: Caller, about: tuple[str, str], **request: Any
    ) -> httpx.Response:
        headers = {"On-Behalf-Of": caller.id, **request.pop("headers", {})}
        if monotonic() < self._silent_until:
            raise RecordsUnavailable("the backend was silent a moment ago")
        try:
            answer = self._fetch(method, address, headers=headers, **request)
        except httpx.TimeoutException as error:
            self._silent_until = monotonic() + SILENCE_SECONDS
            raise RecordsUnavailable from error
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise RecordsUnavailable from error
        if answer.status_code == httpx.codes.NOT_FOUND:
            raise RecordNotFound(*about)
        if not answer.is_success:
            raise RecordsUnavailable(f"backend answered {answer.status_code}")
        return answer

    def _fetch(
        self, method: str, address: str, *, seconds: float | None = None, **request: Any
    ) -> httpx.Response:
        """`seconds` stands for both limits where an answer may take longer than a turn."""
        deadline = monotonic() + (seconds or TOTAL_SECONDS) * self._patience
        if seconds:
            request["timeout"] = httpx.Timeout(seconds, connect=CONNECT_SECONDS)
        with self._client.stream(method, address, **request) as answer:
            body = bytearray()
            for chunk in answer.iter_bytes():
                if monotonic() > deadline:
                    raise httpx.ReadTimeout("the backend is too slow", request=answer.request)
                body += chunk
        # The body is decoded already: its encoding must not be announced again.
        headers = {name: value for name, value in answer.headers.items() if name != "content-encoding"}
        return httpx.Response(
            answer.status_code, headers=headers, content=bytes(body), request=answer.request
        )


@contextmanager
def _as_promised() -> Iterator[None]:
    """A field that is missing or malformed is nonsense from the backend, not our failure."""
    try:
        yield
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise RecordsUnavailable("the backend does not keep its contract") from error


def _lot(row: Any) -> LotRecord:
    return LotRecord(
        id=row["id"],
        number=row["number"],
        session=row["session"],
        exam=row["exam"],
        paper=row["paper"],
        academy=row["academy"],
        centre_id=row["centre_id"],
        centre=row["centre"],
        state=row["state"],
        copies=row["copies"],
        marked=row["marked"],
        set_aside=row["set_aside"],
        deadline=_moment(row["deadline"]),
        paper_id=row["paper_id"],
    )


def _copy(row: Any, lot: LotRecord) -> CopyRecord:
    return CopyRecord(
        id=row["id"],
        number=row["number"],
        lot=lot,
        pages=tuple(PageRecord(page["id"], page["number"]) for page in row["pages"]),
        state=row["state"],
        hidden=row["hidden"],
    )


def _moment(value: str | None) -> datetime | None:
    return datetime.fromisoformat(value) if value else None
