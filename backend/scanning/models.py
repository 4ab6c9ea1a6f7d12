"""Tables of scanning: what a page's check found, and the orders to scan again."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import JSON, Column, UniqueConstraint
from sqlmodel import Field, Relationship

from backend.models import UNRANKED, BackendTable, Copy, Lot, UtcDateTime
from backend.scanning.machine import ItemState


class PageCheck(BackendTable, table=True):
    """What was measured on one version of a page; without findings, the page is sound."""

    __tablename__ = "page_check"
    __table_args__ = UNRANKED  # measured the first time somebody asks, who may be the corrector

    page_id: UUID = Field(foreign_key="page.id", primary_key=True)
    version: int = Field(primary_key=True)
    method_version: int
    # {check: value}, all of them; then what passed its threshold, as findings.to_row says it.
    measures: dict[str, float] = Field(sa_column=Column(JSON, nullable=False))
    findings: list[dict[str, object]] = Field(sa_column=Column(JSON, nullable=False))


class RescanOrder(BackendTable, table=True):
    """What a centre is asked to scan again for one lot; it is open while one of its items is."""

    __tablename__ = "rescan_order"
    __table_args__ = (UniqueConstraint("session_id", "number"),)

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    session_id: str = Field(foreign_key="exam_session.id")
    number: int
    lot_id: UUID = Field(foreign_key="lot.id", index=True)

    lot: Lot = Relationship()

    @property
    def printed_number(self) -> str:
        return f"R-{self.session_id}-{self.number:06d}"


class RescanItem(BackendTable, table=True):
    """One page to scan again. Its state changes through moves.move alone; see machine.py."""

    __tablename__ = "rescan_item"

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    order_id: UUID = Field(foreign_key="rescan_order.id", index=True)
    copy_id: UUID = Field(foreign_key="copy.id", index=True)
    page_id: UUID | None = Field(default=None, foreign_key="page.id")  # none: the page was never scanned
    page_number: int
    defect: str = Field(max_length=40)  # in the word of a report
    zone: dict[str, float] | None = Field(default=None, sa_column=Column(JSON, nullable=True))
    references: list[str] = Field(sa_column=Column(JSON, nullable=False))
    note: str = Field(default="", max_length=500)
    state: ItemState = Field(default=ItemState.REQUESTED, index=True)
    step: int = 1
    until: datetime = Field(sa_type=UtcDateTime)
    remind_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    is_late: bool = False  # its step has been recalled
    reason: str | None = Field(default=None, max_length=20)
    old_version: int | None = None
    new_version: int | None = None
    again_of: UUID | None = Field(default=None, foreign_key="rescan_item.id")

    order: RescanOrder = Relationship()
    copy_: Copy = Relationship()


class RescanStep(BackendTable, table=True):
    """A move of an item: to what, by which role. What the corrector does keeps its day, not its hour."""

    __tablename__ = "rescan_step"

    item_id: UUID = Field(foreign_key="rescan_item.id", primary_key=True)
    step: int = Field(primary_key=True)
    state: str = Field(max_length=12)
    by: str = Field(max_length=20)
    at: datetime = Field(sa_type=UtcDateTime)
    reason: str | None = Field(default=None, max_length=20)


class RescanAttempt(BackendTable, table=True):
    """A page sent for an item: the image, what its check says, and why it was not taken."""

    __tablename__ = "rescan_attempt"

    item_id: UUID = Field(foreign_key="rescan_item.id", primary_key=True)
    number: int = Field(primary_key=True)
    content_hash: str = Field(max_length=64)
    width: int
    height: int
    method_version: int
    measures: dict[str, float] = Field(sa_column=Column(JSON, nullable=False))
    findings: list[dict[str, object]] = Field(sa_column=Column(JSON, nullable=False))
    # Of the page as it was, by the same method; none: it was never scanned.
    old_measures: dict[str, float] | None = Field(default=None, sa_column=Column(JSON, nullable=True))
    # French sentences; empty: the page was taken.
    faults: list[str] = Field(sa_column=Column(JSON, nullable=False))
