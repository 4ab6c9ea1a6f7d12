"""An item of a rescan order, as the backend tells it in an answer or in an event."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ticketing.rescan_models import Payload, Rescan
from ticketing.vocabulary import RescanState


@dataclass(frozen=True, slots=True)
class Item:
    """`step` counts the item's moves: of two tellings, the one with the greater step is the later."""

    id: str
    copy_id: str
    copy_number: str
    lot_number: str
    page_number: int
    references: tuple[str, ...]
    state: RescanState
    step: int
    order_number: str | None = None
    page_id: str | None = None
    defect: str | None = None
    zone: dict[str, float] | None = None
    until: datetime | None = None
    reason: str | None = None
    reason_label: str | None = None
    old_version: int | None = None
    new_version: int | None = None
    again_of: str | None = None
    checks: tuple[dict[str, Any], ...] = ()  # findings of the new page
    faults: tuple[str, ...] = ()  # why the last page that was sent was not taken

    def is_of_page(self, row: Rescan) -> bool:
        return (row.copy_id, row.page_number) == (self.copy_id, self.page_number)

    def payload(self, number: int) -> Payload:
        """What the log keeps of it."""
        return {
            "number": number,
            "copy_id": self.copy_id,
            "copy": self.copy_number,
            "lot": self.lot_number,
            "page": self.page_number,
            "page_id": self.page_id,
            "defect": self.defect,
            "zone": self.zone,
            "item_id": self.id,
            "order_number": self.order_number,
            "state": self.state,
            "step": self.step,
            "until": self.until.isoformat() if self.until else None,
            "reason": self.reason,
            "reason_label": self.reason_label,
            "old_version": self.old_version,
            "new_version": self.new_version,
            "again_of": self.again_of,
            "checks": list(self.checks),
            "faults": list(self.faults),
        }


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the checks of a page found, when it was reported."""

    version: int
    method_version: int
    findings: tuple[dict[str, Any], ...]
    sound: bool

    def payload(self, number: int) -> Payload:
        return {
            "number": number,
            "version": self.version,
            "method_version": self.method_version,
            "findings": list(self.findings),
            "sound": self.sound,
        }
