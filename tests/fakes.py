"""Fakes that fulfil the protocols of the application; product code never imports them."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from assistant.personal import (
    ClaimRecord,
    CopyRecord,
    LotRecord,
    MarkSheetRecord,
    MissionRecord,
    PageRecord,
    RecordNotFound,
)
from connectors.core_backend import PageImage, PagePlace
from ticketing.permissions import Caller

DEADLINE = datetime(2027, 6, 9, 16, 0, tzinfo=UTC)


def make_lot(number: str = "17", **fields) -> LotRecord:
    lot = LotRecord(
        id=f"lot-{number}", number=number, session="2027", exam="bts",
        paper="BTS, culture générale et expression", academy="Aix-Marseille", centre_id="CAL13",
        centre="Lycée des Calanques", state="marking", copies=48, marked=15, set_aside=0, deadline=DEADLINE,
    )  # fmt: skip
    return replace(lot, **fields)


def make_copy(lot: LotRecord, number: str = "0423", pages: int = 4, **fields) -> CopyRecord:
    sheets = tuple(PageRecord(f"{lot.id}-{number}-{page}", page) for page in range(1, pages + 1))
    copy = CopyRecord(f"{lot.id}-{number}", number, lot, sheets, "to_mark", False)
    return replace(copy, **fields)


@dataclass
class FakeRecords:
    """The backend in memory: `holders` says whose each lot is; set `failure` to make it fall silent."""

    copies: list[CopyRecord] = field(default_factory=list)
    holders: dict[str, str] = field(default_factory=dict)
    mission_rows: dict[str, list[MissionRecord]] = field(default_factory=dict)
    claim_rows: dict[str, list[ClaimRecord]] = field(default_factory=dict)
    sheets: dict[str, MarkSheetRecord] = field(default_factory=dict)
    hidden: dict[str, str] = field(default_factory=dict)
    candidates: dict[str, tuple[str, str]] = field(default_factory=dict)  # lot and copy of each number
    failure: Exception | None = None

    def lots(self, caller: Caller) -> Sequence[LotRecord]:
        self._answer()
        found = {copy.lot.id: copy.lot for copy in self.copies if self.holders.get(copy.lot.id) == caller.id}
        return list(found.values())

    def lot(self, caller: Caller, number: str) -> LotRecord:
        for lot in self.lots(caller):
            if _same(lot.number, number):
                return lot
        raise RecordNotFound("lot", number)

    def copy(self, caller: Caller, lot: str, number: str) -> CopyRecord:
        holder = self.lot(caller, lot)
        for copy in self.copies:
            if copy.lot == holder and _same(copy.number, number) and copy.id not in self.hidden.values():
                return copy
        raise RecordNotFound("copy", number)

    def missions(self, caller: Caller) -> Sequence[MissionRecord]:
        self._answer()
        return self.mission_rows.get(caller.id, [])

    def claims(self, caller: Caller) -> Sequence[ClaimRecord]:
        self._answer()
        return self.claim_rows.get(caller.id, [])

    def mark_sheet(self, caller: Caller, lot: str) -> MarkSheetRecord:
        holder = self.lot(caller, lot)
        if holder.id not in self.sheets:
            raise RecordNotFound("mark_sheet", lot)
        return self.sheets[holder.id]

    def hide_copy(self, caller: Caller, copy_id: str, *, reason: str, key: str) -> None:
        self._answer()
        for copy in self.copies:
            if copy.id == copy_id and self.holders.get(copy.lot.id) == caller.id:
                self.hidden.setdefault(key, copy_id)
                return
        raise RecordNotFound("copy", copy_id)

    def page(self, caller: Caller, page_id: str) -> PagePlace:
        copy, page = self._find_page(page_id)
        neighbours = tuple(other.id for other in copy.pages)
        return PagePlace(page.id, page.number, copy.id, copy.number, copy.lot.id, copy.lot.number, neighbours)

    def copy_of_candidate(self, caller: Caller, number: str) -> tuple[str, str] | None:
        self._answer()
        return self.candidates.get(number) if caller.id.startswith("agent") else None

    def page_image(self, caller: Caller, page_id: str, *, size: str = "full") -> PageImage:
        self._find_page(page_id)
        return PageImage(b"\xff\xd8 page", "image/jpeg", '"1"')

    def rescan_image(self, caller: Caller, item_id: str, which: str) -> PageImage:
        self._answer()
        return PageImage(f"\xff\xd8 {which}".encode("latin-1"), "image/jpeg", f'"{item_id}-{which}"')

    def _find_page(self, page_id: str) -> tuple[CopyRecord, PageRecord]:
        self._answer()
        for copy in self.copies:
            for page in copy.pages:
                if page.id == page_id and copy.id not in self.hidden.values():
                    return copy, page
        raise RecordNotFound("page", page_id)

    def _answer(self) -> None:
        if self.failure:
            raise self.failure


def make_records() -> FakeRecords:
    """Lot 17 of correctrice-bts, with its copy 0423 of four pages."""
    lot = make_lot()
    return FakeRecords(copies=[make_copy(lot)], holders={lot.id: "correctrice-bts"})


def make_demonstration_records() -> FakeRecords:
    """What the backend's own seed says of correctrice-bts and correcteur-philo, as far as tests ask."""
    lot, second = make_lot(), make_lot("23", copies=52)
    other = make_lot("8", academy="Toulouse", centre_id="TLS31", copies=60)
    when = datetime(2027, 5, 24, 8, 0, tzinfo=UTC)
    mission = MissionRecord("m-1", "entente", "bts", "2027", lot.paper, lot.centre, when, None)
    return FakeRecords(
        copies=[make_copy(lot), make_copy(second, "0601"), make_copy(other, "1001")],
        holders={lot.id: "correctrice-bts", second.id: "correctrice-bts", other.id: "correcteur-philo"},
        mission_rows={"correctrice-bts": [mission], "correcteur-philo": [replace(mission, id="m-2")]},
        claim_rows={"correctrice-bts": [ClaimRecord("c-1", mission.paper, "Non validé", "104,00 €")]},
        sheets={lot.id: MarkSheetRecord("17", 15, 33, False)},
    )


def _same(one: str, other: str) -> bool:
    return one.lstrip("0") == other.lstrip("0")
